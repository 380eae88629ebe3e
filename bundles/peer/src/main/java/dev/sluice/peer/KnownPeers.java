/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.KnownPeer.Source;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.machine.Directory;
import dev.sluice.peer.machine.Moment;
import dev.sluice.peer.wire.Announcement;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a node knows of others, for showing. On the node's thread. */
final class KnownPeers {
  private KnownPeers() {}

  static List<KnownPeer> of(Node node) {
    Set<PeerKey> keys = new TreeSet<>(node.connector.keys());
    keys.addAll(node.wishes.keys());
    node.directory().entries().forEach(entry -> keys.add(entry.key()));
    Moment now = node.now();
    return keys.stream().map(key -> known(node, key, now)).toList();
  }

  private static KnownPeer known(Node node, PeerKey key, Moment now) {
    Optional<Announcement> claim = node.directory().find(key);
    Set<Endpoint> endpoints = new LinkedHashSet<>(node.wishes.endpoints(key));
    claim.ifPresent(found -> endpoints.addAll(found.endpoints()));
    Set<Source> sources = new TreeSet<>();
    for (String source : node.wishes.sources(key)) {
      if (source.startsWith(Node.TOPIC)) {
        sources.add(Source.TOPIC);
      } else if (!source.equals(Gossip.NEIGHBOURS)) {
        sources.add(Source.CONFIGURED);
      }
    }
    claim.ifPresent(found -> sources.add(Source.ANNOUNCED));
    return new KnownPeer(
        key,
        List.copyOf(endpoints),
        List.copyOf(sources),
        claim.map(found -> Instant.ofEpochMilli(Directory.expires(found))),
        node.connector.wanted(key),
        node.connector.state(key),
        node.connector.failure(key),
        node.connector
            .nextTryMicros(key)
            .map(at -> Instant.ofEpochMilli(now.millis() + (at - now.micros()) / 1_000)));
  }
}
