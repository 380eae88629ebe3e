/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.net.InetAddress;
import java.util.List;

/** Whom this node asks. */
final class SourceRules {
  private final HttpSettings settings;

  SourceRules(HttpSettings settings) {
    this.settings = settings;
  }

  /**
   * Checks a target by name, before it is resolved.
   *
   * @throws FetchException {@link Code#SOURCE_DENIED}
   */
  void check(Target target) {
    if (matches(settings.deny(), target.host())) {
      throw denied("host " + target.host() + " is in hosts.deny");
    }
    if (isPrivate(target)) {
      return;
    }
    if (!settings.ports().contains(target.port())) {
      throw denied("port " + target.port() + " is not in ports");
    }
    if (!settings.allow().isEmpty() && !matches(settings.allow(), target.host())) {
      throw denied("host " + target.host() + " is not in hosts.allow");
    }
  }

  /**
   * Checks an address of a target.
   *
   * @throws FetchException {@link Code#SOURCE_DENIED}
   */
  void check(Target target, InetAddress address) {
    if (!isPrivate(target) && !AddressRules.isPublic(address)) {
      // Not the address itself: what a name means inside this network is nobody's business.
      throw denied(
          "host "
              + target.host()
              + " is not at a public address; if that is meant, put "
              + target.urlHost()
              + ":"
              + target.port()
              + " into private.sources");
    }
  }

  private boolean isPrivate(Target target) {
    return settings.privateSources().contains(target.urlHost() + ":" + target.port());
  }

  private static boolean matches(List<String> patterns, String host) {
    return patterns.stream()
        .anyMatch(p -> p.startsWith("*.") ? host.endsWith(p.substring(1)) : host.equals(p));
  }

  private static FetchException denied(String why) {
    return new FetchException(Code.SOURCE_DENIED, why);
  }
}
