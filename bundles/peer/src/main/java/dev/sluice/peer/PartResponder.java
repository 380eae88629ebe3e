/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.Responder;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.machine.Outbound;
import dev.sluice.peer.wire.Frame;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** {@link Responder} of one request: what does not fit the queue waits here, one frame at most. */
final class PartResponder implements Responder {
  private final LiveSession session;
  private final Inbox inbox;
  private final String topic;
  private final long id;
  private Frame.@Nullable Response waiting;
  private @Nullable CompletableFuture<Void> next;
  private int ahead;
  private boolean ended;
  private boolean cancelled;

  PartResponder(LiveSession session, Inbox inbox, String topic, long id) {
    this.session = session;
    this.inbox = inbox;
    this.topic = topic;
    this.id = id;
  }

  @Override
  public CompletableFuture<Void> part(Bytes body) {
    checkSize(body);
    var future = new CompletableFuture<Void>();
    synchronized (this) {
      if (ended || next != null) {
        throw new IllegalStateException("one part at a time, and none after the end");
      }
      if (cancelled) {
        future.completeExceptionally(gone());
        return future;
      }
      next = future;
      ahead++;
      waiting = new Frame.Response(id, Frame.Part.MORE, body);
    }
    push();
    return future;
  }

  @Override
  public void end(Bytes body) {
    checkSize(body);
    finish(new Frame.Response(id, Frame.Part.LAST, body));
  }

  @Override
  public void refuse() {
    finish(new Frame.Response(id, Frame.Part.REFUSED, Bytes.EMPTY));
  }

  private void finish(Frame.Response last) {
    synchronized (this) {
      if (cancelled) {
        return;
      }
      if (ended || next != null) {
        throw new IllegalStateException("one part at a time, and none after the end");
      }
      ended = true;
      waiting = last;
    }
    push();
  }

  private static void checkSize(Bytes body) {
    if (body.length() > Topic.MAX_BODY) {
      throw new PeerException(
          PeerError.TOO_LARGE, body.length() + " bytes in a part; at most " + Topic.MAX_BODY);
    }
  }

  /** Puts what waits into the session's queue, if there is room. */
  void push() {
    boolean done = false;
    synchronized (this) {
      if (waiting == null || cancelled) {
        return;
      }
      if (session.offer(MessageClass.BULK, waiting) == Outbound.Offer.TAKEN) {
        waiting = null;
        done = ended;
      }
      release();
    }
    if (done) {
      session.responders.remove(id, this);
    }
  }

  /** The asker took a part. */
  synchronized void credited() {
    ahead--;
    release();
  }

  private void release() {
    CompletableFuture<Void> future = next;
    if (future != null && waiting == null && ahead < Topic.PARTS_AHEAD) {
      next = null;
      boolean unused = inbox.add(session.key(), () -> future.complete(null));
    }
  }

  /** The asker is gone or has given up. */
  synchronized void cancel() {
    cancelled = true;
    waiting = null;
    CompletableFuture<Void> future = next;
    next = null;
    if (future != null) {
      boolean unused = inbox.add(session.key(), () -> future.completeExceptionally(gone()));
    }
  }

  private static PeerException gone() {
    return new PeerException(PeerError.NOT_CONNECTED, "the asker is gone or has given up");
  }

  @Override
  public synchronized boolean cancelled() {
    return cancelled;
  }

  String topic() {
    return topic;
  }
}
