/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.link;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerKey;
import java.util.List;

/** Carries connections. Used on the node's thread, apart from {@link #wake}. */
public interface Transport extends AutoCloseable {
  /** Where others can connect. */
  List<Endpoint> endpoints();

  /** Begins to connect to a node that is said to be there. */
  Link dial(PeerKey key, Endpoint endpoint);

  /** Waits until something happens or time is up, and tells what happened. */
  void poll(long millis, LinkEvents events);

  /** Ends the present {@link #poll}, or the next. From any thread. */
  void wake();

  @Override
  void close();
}
