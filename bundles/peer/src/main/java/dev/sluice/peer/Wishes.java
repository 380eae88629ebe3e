/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerKey;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Who wants sessions with whom, and where these nodes are said to be. Not thread-safe. */
final class Wishes {
  private final Map<PeerKey, Map<String, List<Endpoint>>> wishes = new TreeMap<>();

  /** Replaces the wishes of one source and returns the keys that it named before or names now. */
  Set<PeerKey> set(String source, Collection<PeerAddress> peers) {
    Set<PeerKey> touched = new TreeSet<>();
    wishes.forEach(
        (key, sources) -> {
          if (sources.remove(source) != null) {
            touched.add(key);
          }
        });
    for (PeerAddress peer : peers) {
      wishes.computeIfAbsent(peer.key(), k -> new TreeMap<>()).put(source, peer.endpoints());
      touched.add(peer.key());
    }
    wishes.values().removeIf(Map::isEmpty);
    return touched;
  }

  boolean wanted(PeerKey key) {
    return wishes.containsKey(key);
  }

  List<Endpoint> endpoints(PeerKey key) {
    var all = new LinkedHashSet<Endpoint>();
    wishes.getOrDefault(key, Map.of()).values().forEach(all::addAll);
    return List.copyOf(all);
  }

  Set<String> sources(PeerKey key) {
    return wishes.getOrDefault(key, Map.of()).keySet();
  }

  Set<PeerKey> keys() {
    return Set.copyOf(wishes.keySet());
  }
}
