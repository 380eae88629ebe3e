/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.link;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A transport for nodes that only speak with others of their process. */
public final class NoSockets implements Transport {
  private final Semaphore woken = new Semaphore(0);

  @Override
  public List<Endpoint> endpoints() {
    return List.of();
  }

  @Override
  public Link dial(PeerKey key, Endpoint endpoint) {
    throw new PeerException(PeerError.UNREACHABLE, "this node has no sockets");
  }

  @Override
  public void poll(long millis, LinkEvents events) {
    try {
      if (woken.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        woken.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void wake() {
    woken.release();
  }

  @Override
  public void close() {}
}
