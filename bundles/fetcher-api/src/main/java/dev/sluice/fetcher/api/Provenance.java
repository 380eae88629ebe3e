/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import dev.sluice.codec.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an answer came from.
 *
 * @param source what answered, after redirects, without secrets: URL without query, data source
 *     name, chain and block
 * @param fetchedAt when the answer was complete
 * @param peer who answered, if the connection proved it
 * @param attempts each time the source was asked, in order; the last one gave the answer
 */
public record Provenance(
    String source, Instant fetchedAt, Optional<TlsPeer> peer, List<Attempt> attempts) {
  public Provenance {
    attempts = List.copyOf(attempts);
    if (attempts.isEmpty() || attempts.size() > FetchRequest.MAX_ATTEMPTS) {
      throw new IllegalArgumentException(attempts.size() + " attempts");
    }
  }

  /**
   * The far end of a TLS connection.
   *
   * @param subject of its certificate
   * @param certificate SHA-256 of the certificate in DER
   * @param protocol e.g. {@code TLSv1.3}
   */
  public record TlsPeer(String subject, Bytes certificate, String protocol) {}

  /**
   * One time the source was asked.
   *
   * @param startedAt when
   * @param took how long
   * @param failure why it failed; empty for the one that succeeded
   */
  public record Attempt(Instant startedAt, Duration took, Optional<FetchException.Code> failure) {}
}
