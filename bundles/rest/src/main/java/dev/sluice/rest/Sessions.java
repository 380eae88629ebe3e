/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Optional;

/** Open sessions by token, the least recently used first. Thread-safe. */
final class Sessions {
  private static final int TOKEN_BYTES = 32;

  private record Session(Login login, Instant used) {}

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final LinkedHashMap<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);

  Sessions(Clock clock) {
    this.clock = clock;
  }

  synchronized String open(Login login) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    if (sessions.size() >= Limits.SESSIONS) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    sessions.put(token, new Session(login, clock.instant()));
    return token;
  }

  synchronized Optional<Login> find(String token) {
    Session session = sessions.get(token);
    if (session == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (session.used().plus(Duration.ofMinutes(Limits.SESSION_MINUTES)).isBefore(now)) {
      sessions.remove(token);
      return Optional.empty();
    }
    sessions.put(token, new Session(session.login(), now));
    return Optional.of(session.login());
  }

  synchronized void close(String token) {
    sessions.remove(token);
  }
}
