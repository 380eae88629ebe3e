/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PartReceiver;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Peers;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.api.TopicHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Peers of one process: a message is handed over on the sender's thread. */
final class MemoryPeers implements Peers {
  private final Map<PeerKey, MemoryPeers> network;
  private final PeerKey key;
  private final Map<String, MemoryTopic> topics = new ConcurrentHashMap<>();

  MemoryPeers(Map<PeerKey, MemoryPeers> network, PeerKey key) {
    this.network = network;
    this.key = key;
    network.put(key, this);
  }

  private final class MemoryTopic implements Topic {
    private final String name;
    private final TopicHandler handler;
    private volatile Set<PeerKey> allowed = Set.of();

    MemoryTopic(String name, TopicHandler handler) {
      this.name = name;
      this.handler = handler;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void allow(Collection<PeerAddress> peers) {
      Set<PeerKey> before = present();
      allowed = peers.stream().map(PeerAddress::key).collect(Collectors.toSet());
      for (PeerKey other : present()) {
        if (!before.contains(other)) {
          handler.connected(other);
          network.get(other).topics.get(name).handler.connected(key);
        }
      }
    }

    @Override
    public Set<PeerKey> present() {
      return allowed.stream().filter(this::reaches).collect(Collectors.toSet());
    }

    private boolean reaches(PeerKey other) {
      MemoryPeers peer = network.get(other);
      MemoryTopic far = peer == null ? null : peer.topics.get(name);
      return far != null && allowed.contains(other) && far.allowed.contains(key);
    }

    @Override
    public Sent send(PeerKey to, MessageClass urgency, Bytes body) {
      if (!reaches(to)) {
        return Sent.NOT_CONNECTED;
      }
      MemoryTopic far = network.get(to).topics.get(name);
      if (far != null) {
        far.handler.message(key, body);
      }
      return Sent.QUEUED;
    }

    @Override
    public CompletableFuture<Bytes> request(PeerKey to, Bytes body, Duration timeout) {
      return CompletableFuture.failedFuture(unsupported());
    }

    @Override
    public CompletableFuture<Void> stream(
        PeerKey to, Bytes body, Duration timeout, PartReceiver parts) {
      return CompletableFuture.failedFuture(unsupported());
    }

    @Override
    public void close() {
      topics.remove(name);
    }
  }

  private static PeerException unsupported() {
    return new PeerException(PeerError.REFUSED, "not in this network");
  }

  @Override
  public PeerKey key() {
    return key;
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of();
  }

  @Override
  public Topic open(String name, Collection<PeerAddress> allowed, TopicHandler handler) {
    MemoryTopic topic = new MemoryTopic(name, handler);
    topics.put(name, topic);
    topic.allow(allowed);
    return topic;
  }

  @Override
  public Topic openPublic(String name, TopicHandler handler) {
    throw unsupported();
  }

  @Override
  public List<PeerSession> sessions() {
    return List.of();
  }

  @Override
  public Optional<PeerSession> session(PeerKey other) {
    return Optional.empty();
  }

  @Override
  public List<KnownPeer> known() {
    return List.of();
  }

  @Override
  public void dial(PeerAddress peer) {}

  @Override
  public void forget(PeerKey other) {}

  @Override
  public void ban(PeerKey other, Optional<Duration> duration, String reason) {}

  @Override
  public void unban(PeerKey other) {}

  @Override
  public List<Ban> bans() {
    return List.of();
  }
}
