/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Responder;
import dev.sluice.peer.api.TopicHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A handler that notes what comes, answers requests with their own body, and may be held up. */
final class Recorder implements TopicHandler {
  record Notice(PeerKey peer, boolean connected, String reason) {}

  record Message(PeerKey from, Bytes body) {}

  final List<Notice> notices = new CopyOnWriteArrayList<>();
  final List<Message> messages = new CopyOnWriteArrayList<>();
  final AtomicLong count = new AtomicLong();
  volatile boolean keep = true;
  private final Semaphore pass = new Semaphore(0);
  private volatile boolean held;

  void hold() {
    held = true;
  }

  void release() {
    held = false;
    pass.release(1_000_000);
  }

  @Override
  public void connected(PeerKey peer) {
    notices.add(new Notice(peer, true, ""));
  }

  @Override
  public void disconnected(PeerKey peer, PeerError reason) {
    notices.add(new Notice(peer, false, reason.name()));
  }

  @Override
  public void message(PeerKey from, Bytes body) {
    if (held) {
      pass.acquireUninterruptibly();
    }
    if (keep) {
      messages.add(new Message(from, body));
    }
    count.incrementAndGet();
  }

  @Override
  public void request(PeerKey from, Bytes body, Responder responder) {
    responder.end(body);
  }

  List<String> texts(PeerKey from) {
    return messages.stream()
        .filter(message -> message.from().equals(from))
        .map(message -> message.body().toUtf8())
        .toList();
  }
}
