/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PartReceiver;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.api.TopicHandler;
import dev.sluice.peer.machine.Outbound;
import dev.sluice.peer.wire.Frame;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** {@link Topic} of a {@link Node}. */
final class LocalTopic implements Topic {
  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(1);

  private final Node node;
  private final String name;
  private final boolean anyone;
  private final TopicHandler handler;
  private final Inbox inbox;
  private final Set<PeerKey> present = ConcurrentHashMap.newKeySet();
  private volatile Set<PeerKey> allowed = Set.of();
  private volatile boolean closed;

  LocalTopic(Node node, String name, boolean anyone, TopicHandler handler, Inbox inbox) {
    this.node = node;
    this.name = name;
    this.anyone = anyone;
    this.handler = handler;
    this.inbox = inbox;
  }

  @Override
  public String name() {
    return name;
  }

  /** Whether a key may speak here. */
  boolean allows(PeerKey key) {
    return anyone || allowed.contains(key);
  }

  boolean isPublic() {
    return anyone;
  }

  @Override
  public void allow(Collection<PeerAddress> peers) {
    checkOpen();
    if (anyone) {
      throw new PeerException(PeerError.INVALID, "topic " + name + " is public");
    }
    if (peers.size() > MAX_ALLOWED) {
      throw new PeerException(PeerError.FULL, peers.size() + " peers on topic " + name);
    }
    List<PeerAddress> others =
        peers.stream().filter(peer -> !peer.key().equals(node.key())).toList();
    allowed = Set.copyOf(others.stream().map(PeerAddress::key).toList());
    node.post(() -> node.allowed(this, others));
  }

  @Override
  public Set<PeerKey> present() {
    return Set.copyOf(present);
  }

  @Override
  public Sent send(PeerKey to, MessageClass urgency, Bytes body) {
    checkSize(body);
    checkOpen();
    Optional<LiveSession> session = node.live(to);
    int number = session.map(live -> live.number(name)).orElse(-1);
    if (number < 0) {
      return Sent.NOT_CONNECTED;
    }
    return switch (session.orElseThrow().offer(urgency, new Frame.Data(number, body))) {
      case TAKEN -> Sent.QUEUED;
      case FULL -> Sent.OVERLOADED;
      case ENDED -> Sent.NOT_CONNECTED;
    };
  }

  @Override
  public CompletableFuture<Bytes> request(PeerKey to, Bytes body, Duration timeout) {
    var answer = new AtomicReference<Bytes>();
    CompletableFuture<Void> parts =
        stream(
            to,
            body,
            timeout,
            part -> {
              if (!answer.compareAndSet(null, part)) {
                throw new PeerException(PeerError.MALFORMED, "an answer of several parts");
              }
            });
    CompletableFuture<Bytes> result =
        parts.thenApply(done -> Optional.ofNullable(answer.get()).orElse(Bytes.EMPTY));
    var unused =
        result.whenComplete(
            (done, failure) -> {
              if (result.isCancelled()) {
                parts.cancel(false);
              }
            });
    return Unwrapped.of(result);
  }

  @Override
  public CompletableFuture<Void> stream(
      PeerKey to, Bytes body, Duration timeout, PartReceiver parts) {
    checkSize(body);
    checkOpen();
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new PeerException(PeerError.INVALID, "a time-out above 0 and up to a minute");
    }
    Optional<LiveSession> found = node.live(to).filter(live -> live.number(name) >= 0);
    if (found.isEmpty()) {
      return failed(PeerError.NOT_CONNECTED, to);
    }
    LiveSession session = found.get();
    var pending = new PendingAnswer(session, node, inbox, name, parts);
    OptionalLong id = session.exchanges.open(pending, timeout.toNanos() / 1_000, node.now());
    if (id.isEmpty()) {
      return failed(PeerError.OVERLOADED, to);
    }
    pending.number(id.getAsLong());
    var frame = new Frame.Request(session.number(name), id.getAsLong(), body);
    Outbound.Offer offer = session.offer(MessageClass.DATA, frame);
    if (offer != Outbound.Offer.TAKEN) {
      boolean unused = session.exchanges.cancel(id.getAsLong());
      return failed(
          offer == Outbound.Offer.FULL ? PeerError.OVERLOADED : PeerError.NOT_CONNECTED, to);
    }
    if (session.dead) {
      session.exchanges.close(Optional.empty(), PeerError.NOT_CONNECTED);
    }
    return pending.future();
  }

  private <T> CompletableFuture<T> failed(PeerError why, PeerKey to) {
    return CompletableFuture.failedFuture(
        new PeerException(why, "request on " + name + " to " + to));
  }

  private void checkSize(Bytes body) {
    if (body.length() > MAX_BODY) {
      throw new PeerException(
          PeerError.TOO_LARGE, body.length() + " bytes on topic " + name + "; at most " + MAX_BODY);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new PeerException(PeerError.CLOSED, "topic " + name + " is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      node.close(this);
    }
  }

  boolean isClosed() {
    return closed;
  }

  void joined(LiveSession session) {
    session.joined(name);
    present.add(session.key());
    add(session, () -> handler.connected(session.key()));
  }

  void left(LiveSession session, PeerError reason) {
    session.left(name);
    present.remove(session.key());
    add(session, () -> handler.disconnected(session.key(), reason));
  }

  void message(LiveSession session, Bytes body, int cost) {
    add(
        session,
        () -> {
          try {
            if (!closed) {
              handler.message(session.key(), body);
            }
          } finally {
            session.give(cost);
          }
        });
  }

  void asked(LiveSession session, long id, Bytes body, int cost) {
    var responder = new PartResponder(session, inbox, name, id);
    if (!session.mayAsk() || session.responders.putIfAbsent(id, responder) != null) {
      session.control(new Frame.Response(id, Frame.Part.REFUSED, Bytes.EMPTY));
      session.give(cost);
      return;
    }
    add(
        session,
        () -> {
          try {
            if (closed) {
              responder.refuse();
            } else {
              handler.request(session.key(), body, responder);
            }
          } finally {
            session.give(cost);
          }
        });
  }

  private void add(LiveSession session, Runnable task) {
    if (!inbox.add(session.key(), task)) {
      node.overrun(session);
    }
  }

  Inbox inbox() {
    return inbox;
  }
}
