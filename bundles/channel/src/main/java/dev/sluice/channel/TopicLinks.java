/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.ChannelState;
import dev.sluice.channel.runtime.MemberLinks;
import dev.sluice.channel.runtime.MemberRuntime;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.message.CatchUpResponse;
import dev.sluice.consensus.api.message.Demand;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Relay;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.message.SnapshotPageMessage;
import dev.sluice.consensus.api.message.Submit;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerException;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Peers;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.api.TopicHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member's way to its peers: a topic that the members of the present set may speak on. */
final class TopicLinks implements MemberLinks, TopicHandler, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLinks.class);

  private final Peers peers;
  private final String name;
  private Optional<Topic> topic = Optional.empty();
  private Optional<MemberRuntime> runtime = Optional.empty();
  private Set<PeerKey> allowed = Set.of();

  TopicLinks(Peers peers, String name) {
    this.peers = peers;
    this.name = name;
  }

  /** Opens the topic for the member. */
  synchronized void open(MemberRuntime member) {
    runtime = Optional.of(member);
    topic = Optional.of(peers.open(name, List.of(), this));
  }

  /** Only these may speak, and sessions are kept up with them. */
  synchronized void allow(List<ChannelState.Member> members) {
    Set<PeerKey> keys = new TreeSet<>();
    List<PeerAddress> addresses = new ArrayList<>();
    for (ChannelState.Member member : members) {
      PeerKey key = new PeerKey(member.peerKey());
      if (!key.equals(peers.key()) && keys.add(key)) {
        addresses.add(new PeerAddress(key, endpoints(member.endpoint())));
      }
    }
    if (!keys.equals(allowed)) {
      allowed = keys;
      topic.ifPresent(t -> t.allow(addresses));
    }
  }

  private static List<Endpoint> endpoints(Bytes text) {
    List<Endpoint> endpoints = new ArrayList<>();
    String all = new String(text.toArray(), StandardCharsets.UTF_8);
    for (String each : all.split(" ", PeerAddress.MAX_ENDPOINTS + 1)) {
      try {
        if (!each.isEmpty() && endpoints.size() < PeerAddress.MAX_ENDPOINTS) {
          endpoints.add(Endpoint.parse(each));
        }
      } catch (PeerException e) {
        LOG.debug("A member's endpoint cannot be used: {}", e.getMessage());
      }
    }
    return endpoints;
  }

  @Override
  public void send(List<Key> to, PeerFrame frame) {
    Optional<Topic> open;
    synchronized (this) {
      open = topic;
    }
    if (open.isEmpty()) {
      return;
    }
    Bytes body = Bytes.of(frame.encode());
    MessageClass urgency = urgency(frame.message());
    for (Key key : to) {
      try {
        open.get().send(new PeerKey(Bytes.of(key.toArray())), urgency, body);
      } catch (PeerException e) {
        LOG.debug("{}: {}", name, e.getMessage());
      }
    }
  }

  private static MessageClass urgency(PeerMessage message) {
    if (message instanceof CatchUpResponse
        || message instanceof SnapshotManifestMessage
        || message instanceof SnapshotPageMessage) {
      return MessageClass.BULK;
    }
    boolean data =
        message instanceof Submit || message instanceof Demand || message instanceof Relay;
    return data ? MessageClass.DATA : MessageClass.VOTE;
  }

  @Override
  public void disconnect(Key peer, long duration) {
    try {
      peers.ban(
          new PeerKey(Bytes.of(peer.toArray())),
          Optional.of(Duration.ofMillis(duration)),
          "sends what the channel refuses: " + name);
    } catch (PeerException e) {
      LOG.debug("{}: {}", name, e.getMessage());
    }
  }

  @Override
  public void connected(PeerKey peer) {
    member().ifPresent(m -> m.connected(Key.of(peer.bytes().toArray())));
  }

  @Override
  public void message(PeerKey from, Bytes body) {
    member().ifPresent(m -> m.receive(Key.of(from.bytes().toArray()), body.toArray()));
  }

  private synchronized Optional<MemberRuntime> member() {
    return runtime;
  }

  @Override
  public void close() {
    Optional<Topic> open;
    synchronized (this) {
      open = topic;
      topic = Optional.empty();
      runtime = Optional.empty();
    }
    open.ifPresent(Topic::close);
  }
}
