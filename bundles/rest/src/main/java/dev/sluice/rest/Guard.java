/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * What every request must satisfy before anybody looks at its login, and what every answer carries.
 * The host check stops DNS rebinding, the origin check stops other sites' pages.
 */
final class Guard {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> hosts;

  /** Names under which this node may be addressed, beyond those of loopback. */
  Guard(Set<String> hosts) {
    this.hosts =
        hosts.stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Refuses foreign hosts and origins. */
  void check(HttpServletRequest request) {
    String host = request.getServerName().toLowerCase(Locale.ROOT);
    if (!LOOPBACK.contains(host) && !hosts.contains(host)) {
      throw new ApiException(
          403,
          "FOREIGN_HOST",
          "this node is not addressed as " + host,
          "Use 127.0.0.1, or add the name to 'hosts' in etc/sluice.rest.cfg.");
    }
    String origin = request.getHeader("Origin");
    if (origin != null && !own(origin, request)) {
      throw new ApiException(
          403,
          "FOREIGN_ORIGIN",
          "requests from " + origin + " are refused",
          "Use the own console.");
    }
  }

  /** Both name the port only if it is not the scheme's own, also behind a proxy that adds TLS. */
  private static boolean own(String origin, HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host != null
        && (origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host));
  }

  /** Headers of every answer. */
  static void headers(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }
}
