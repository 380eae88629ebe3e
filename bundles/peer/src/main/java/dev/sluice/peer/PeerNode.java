/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Peers;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.api.TopicHandler;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.peer.link.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Peers} over one {@link Node} and its thread. Made by {@link PeerNodes}. */
public final class PeerNode implements Peers, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNode.class);
  private static final String CONFIGURED = "configured";
  private static final long ASK_SECONDS = 10;
  private static final long STOP_MILLIS = 5_000;

  private final Node node;
  private final Transport transport;
  private final Bans bans;
  private final MemoryHub hub;
  private final List<Endpoint> endpoints;
  private final Map<PeerKey, PeerAddress> configured = new TreeMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread thread;
  private final ExecutorService callbacks;

  PeerNode(
      Node node,
      String name,
      Transport transport,
      Bans bans,
      MemoryHub hub,
      List<PeerAddress> wanted) {
    this.node = node;
    this.transport = transport;
    this.bans = bans;
    this.hub = hub;
    this.endpoints = transport.endpoints();
    var count = new AtomicLong();
    callbacks =
        new ThreadPoolExecutor(
            0,
            MAX_TOPICS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              var made = new Thread(task, "sluice-topic-" + name + "-" + count.incrementAndGet());
              made.setDaemon(true);
              return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    thread = new Thread(this::run, "sluice-peer-" + name);
    thread.setDaemon(true);
    wanted.forEach(peer -> configured.put(peer.key(), peer));
  }

  void start() {
    if (!hub.join(node.key(), node)) {
      transport.close();
      throw new PeerException(
          PeerError.INVALID, "peer key " + node.key() + " is in use in this process");
    }
    thread.start();
    wishConfigured();
  }

  private void run() {
    while (!closed.get()) {
      try {
        node.turn();
      } catch (RuntimeException e) {
        LOG.error("The peer network stumbled; it goes on", e);
      }
    }
    node.shutDown();
    transport.close();
  }

  @Override
  public PeerKey key() {
    return node.key();
  }

  @Override
  public List<Endpoint> endpoints() {
    return endpoints;
  }

  @Override
  public Topic open(String name, Collection<PeerAddress> allowed, TopicHandler handler) {
    LocalTopic topic = make(name, false, handler);
    try {
      topic.allow(allowed);
    } catch (PeerException e) {
      topic.close();
      throw e;
    }
    return topic;
  }

  @Override
  public Topic openPublic(String name, TopicHandler handler) {
    return make(name, true, handler);
  }

  private LocalTopic make(String name, boolean anyone, TopicHandler handler) {
    checkOpen();
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
      throw new PeerException(PeerError.INVALID, "a topic's name has 1 to 96 bytes");
    }
    var topic = new LocalTopic(node, name, anyone, handler, new Inbox(name, callbacks));
    if (node.topics().size() >= MAX_TOPICS) {
      throw new PeerException(PeerError.FULL, MAX_TOPICS + " topics are open");
    }
    if (node.topics().putIfAbsent(name, topic) != null) {
      throw new PeerException(PeerError.INVALID, "topic " + name + " is open already");
    }
    node.post(() -> node.opened(topic));
    return topic;
  }

  @Override
  public List<PeerSession> sessions() {
    return ask(
        () ->
            node.live().stream()
                .map(LiveSession::shown)
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList());
  }

  @Override
  public Optional<PeerSession> session(PeerKey key) {
    return ask(() -> node.live(key).map(LiveSession::shown));
  }

  @Override
  public Optional<Duration> roundTrip(PeerKey key) {
    return node.live(key).flatMap(LiveSession::roundTrip);
  }

  @Override
  public List<KnownPeer> known() {
    return ask(() -> KnownPeers.of(node));
  }

  @Override
  public synchronized void dial(PeerAddress peer) {
    checkOpen();
    if (peer.key().equals(key())) {
      throw new PeerException(PeerError.INVALID, "that is this node's own key");
    }
    if (configured.size() >= Topic.MAX_ALLOWED && !configured.containsKey(peer.key())) {
      throw new PeerException(PeerError.FULL, configured.size() + " peers are dialled");
    }
    configured.put(peer.key(), peer);
    wishConfigured();
    node.post(() -> node.connector.hurry(peer.key()));
  }

  @Override
  public synchronized void forget(PeerKey key) {
    configured.remove(key);
    wishConfigured();
  }

  private synchronized void wishConfigured() {
    var wanted = new ArrayList<>(configured.values());
    node.post(() -> node.wish(CONFIGURED, wanted));
  }

  @Override
  public void ban(PeerKey key, Optional<Duration> duration, String reason) {
    bans.add(key, duration, reason);
    node.post(
        () -> node.live(key).ifPresent(session -> node.end(session, PeerError.BANNED, reason)));
  }

  @Override
  public void unban(PeerKey key) {
    bans.remove(key);
    node.post(() -> node.connector.hurry(key));
  }

  @Override
  public List<Ban> bans() {
    return bans.list();
  }

  private void checkOpen() {
    if (closed.get()) {
      throw new PeerException(PeerError.CLOSED, "this node is closed");
    }
  }

  private <T> T ask(Supplier<T> question) {
    checkOpen();
    var answer = new CompletableFuture<T>();
    node.post(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
          }
        });
    try {
      return answer.get(ASK_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException(PeerError.CLOSED, "interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new PeerException(PeerError.TIMEOUT, "the peer network does not answer", e);
    }
  }

  /** Callbacks that threw, over all topics. */
  long thrown() {
    return node.topics().values().stream().mapToLong(topic -> topic.inbox().thrown()).sum();
  }

  /** Ends all sessions and topics; waits for its thread. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    hub.leave(node.key(), node);
    transport.wake();
    try {
      thread.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    callbacks.shutdown();
  }
}
