/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The checked settings.
 *
 * @param name of the instance
 * @param ports that may be asked
 * @param allow hosts that may be asked; empty: all
 * @param deny hosts that must not
 * @param privateSources {@code host:port} that may be at any address
 * @param authorities path of a PEM file by host
 * @param secrets host by name of a secret
 * @param connect longest connect
 * @param formula longest reading of an answer
 * @param maxBodyBytes largest body
 * @param threads requests under way
 * @param hostRequests the same for one host
 * @param maxWaiting requests that wait
 * @param idleConnections connections kept
 * @param idle how long
 */
record HttpSettings(
    String name,
    Set<Integer> ports,
    List<String> allow,
    List<String> deny,
    Set<String> privateSources,
    Map<String, String> authorities,
    Map<String, String> secrets,
    Duration connect,
    Duration formula,
    int maxBodyBytes,
    int threads,
    int hostRequests,
    int maxWaiting,
    int idleConnections,
    Duration idle) {

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException with key and value of what is wrong
   */
  static HttpSettings of(HttpConfig config) {
    if (!config.fetcher_name().matches("[a-z0-9_-]{1,40}")) {
      throw new IllegalArgumentException(
          "fetcher.name = " + config.fetcher_name() + ": must be 1 to 40 of a-z 0-9 - _");
    }
    return new HttpSettings(
        config.fetcher_name(),
        list(config.ports())
            .map(p -> whole("ports", p))
            .map(p -> range("ports", p, 1, 65_535))
            .collect(Collectors.toUnmodifiableSet()),
        hosts("hosts.allow", config.hosts_allow()),
        hosts("hosts.deny", config.hosts_deny()),
        sources(config.private_sources()),
        pairs("authorities", config.authorities()),
        pairs("secrets", config.secrets()),
        Duration.ofMillis(range("connect.ms", config.connect_ms(), 10, 60_000)),
        Duration.ofMillis(range("formula.ms", config.formula_ms(), 10, 60_000)),
        range("max.body.bytes", config.max_body_bytes(), 1024, 16 << 20),
        range("threads", config.threads(), 1, 512),
        range("host.requests", config.host_requests(), 1, 512),
        range("max.waiting", config.max_waiting(), 1, 65_536),
        range("idle.connections", config.idle_connections(), 0, 512),
        Duration.ofMillis(range("idle.ms", config.idle_ms(), 100, 60_000)));
  }

  private static Stream<String> list(String text) {
    return Stream.of(text.split(",")).map(String::strip).filter(t -> !t.isEmpty());
  }

  private static int whole(String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " = " + text + ": is no number", e);
    }
  }

  private static int range(String key, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(key + " = " + value + ": must be " + from + " to " + to);
    }
    return value;
  }

  private static List<String> hosts(String key, String text) {
    return list(text)
        .map(h -> h.toLowerCase(Locale.ROOT))
        .peek(
            h -> {
              if (!h.matches("(\\*\\.)?[a-z0-9._:\\[\\]-]+")) {
                throw new IllegalArgumentException(key + " = " + h + ": is no host");
              }
            })
        .toList();
  }

  private static Set<String> sources(String text) {
    return list(text)
        .map(s -> s.toLowerCase(Locale.ROOT))
        .peek(
            s -> {
              if (!s.matches("[a-z0-9._:\\[\\]-]+:[0-9]{1,5}")) {
                throw new IllegalArgumentException(
                    "private.sources = " + s + ": must be host:port");
              }
            })
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Map<String, String> pairs(String key, String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    list(text)
        .forEach(
            pair -> {
              int at = pair.indexOf('=');
              if (at < 1 || at == pair.length() - 1) {
                throw new IllegalArgumentException(key + " = " + pair + ": must be a=b");
              }
              pairs.put(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
            });
    return Map.copyOf(pairs);
  }
}
