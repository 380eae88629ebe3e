/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PartReceiver;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.machine.Exchanges;
import dev.sluice.peer.wire.Frame;
import java.util.concurrent.CompletableFuture;

/** A request that awaits its answer; parts are taken on the topic's thread. */
final class PendingAnswer implements Exchanges.Asker {
  private final LiveSession session;
  private final Node node;
  private final Inbox inbox;
  private final String topic;
  private final PartReceiver parts;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private volatile long id;

  PendingAnswer(LiveSession session, Node node, Inbox inbox, String topic, PartReceiver parts) {
    this.session = session;
    this.node = node;
    this.inbox = inbox;
    this.topic = topic;
    this.parts = parts;
    var unused =
        future.whenComplete(
            (done, failure) -> {
              if (future.isCancelled()) {
                giveUp();
              }
            });
  }

  CompletableFuture<Void> future() {
    return future;
  }

  void number(long newId) {
    id = newId;
  }

  void giveUp() {
    if (session.exchanges.cancel(id)) {
      session.control(new Frame.Cancel(id));
    }
  }

  @Override
  public String topic() {
    return topic;
  }

  @Override
  public void part(Bytes body, boolean last, int cost) {
    boolean taken = inbox.add(session.key(), () -> take(body, last, cost));
    if (!taken) {
      node.overrun(session);
    }
  }

  private void take(Bytes body, boolean last, int cost) {
    try {
      if (!future.isDone()) {
        parts.part(body);
        if (last) {
          future.complete(null);
        } else if (session.exchanges.credit(id, node.now())) {
          session.control(new Frame.Credit(id));
        }
      }
    } catch (RuntimeException e) {
      giveUp();
      future.completeExceptionally(e);
    } finally {
      session.give(cost);
    }
  }

  @Override
  public void failed(PeerError why) {
    var failure = new PeerException(why, "request on " + topic + " to " + session.key());
    boolean queued = inbox.add(session.key(), () -> future.completeExceptionally(failure));
    if (!queued) {
      future.completeExceptionally(failure);
    }
  }
}
