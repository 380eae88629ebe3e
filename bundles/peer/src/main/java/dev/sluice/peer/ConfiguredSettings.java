/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.machine.Identity;
import dev.sluice.peer.wire.PeerLimits;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Settings as an operator writes them. */
final class ConfiguredSettings {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private ConfiguredSettings() {}

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException for a value that is not allowed, with its key
   */
  static PeerSettings of(PeerConfig config, String software) {
    check(NAME.matcher(config.peer_name()).matches(), "peer.name", config.peer_name());
    int network = config.network().getBytes(StandardCharsets.UTF_8).length;
    check(network >= 1 && network <= PeerLimits.MAX_NETWORK, "network", config.network());
    check(config.neighbours() >= 0 && config.neighbours() <= 5, "neighbours", config.neighbours());
    check(config.io_threads() >= 1 && config.io_threads() <= 64, "io.threads", config.io_threads());
    check(config.inbound() >= 1 && config.inbound() <= 4_096, "inbound", config.inbound());
    check(
        config.inbound_per_address() >= 1 && config.inbound_per_address() <= 4_096,
        "inbound.per.address",
        config.inbound_per_address());
    List<Endpoint> announced = split(config.announced()).map(Endpoint::parse).toList();
    check(announced.size() <= PeerAddress.MAX_ENDPOINTS, "announced", config.announced());
    return new PeerSettings(
        config.network(),
        software,
        split(config.listen())
            .map(Endpoint::parse)
            .map(endpoint -> new InetSocketAddress(endpoint.address(), endpoint.port()))
            .toList(),
        announced,
        config.announce(),
        peers(config.peers()),
        config.neighbours(),
        config.io_threads(),
        config.inbound(),
        config.inbound_per_address(),
        Identity.VERSION,
        Identity.VERSION);
  }

  private static void check(boolean right, String key, Object value) {
    if (!right) {
      throw new IllegalArgumentException("sluice.peer: " + key + " = " + value);
    }
  }

  private static Stream<String> split(String list) {
    return Stream.of(list.split(",")).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** {@code key@endpoint} or {@code key}; one key may have several endpoints. */
  static List<PeerAddress> peers(String list) {
    Map<PeerKey, List<Endpoint>> found = new LinkedHashMap<>();
    split(list)
        .forEach(
            text -> {
              int at = text.indexOf('@');
              PeerKey key = PeerKey.parse(at < 0 ? text : text.substring(0, at));
              List<Endpoint> one =
                  at < 0 ? List.of() : List.of(Endpoint.parse(text.substring(at + 1)));
              found.merge(key, one, (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
            });
    return found.entrySet().stream().map(e -> new PeerAddress(e.getKey(), e.getValue())).toList();
  }
}
