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
 * Where an answer came from, so that somebody can judge it later.
 *
 * @param source what answered, after redirects, without secrets: URL without query, data source
 *     name, chain and block
 * @param fetchedAt when the answer was complete
 * @param peer who answered, if the connection proved it
 * @param attempts each time the source was asked, in order; the last one gave the answer
 * @param raw the answer as the source gave it, before a formula or a normal form changed it
 * @param details what else the source said about its answer, in its order, e.g. response headers;
 *     at most {@value #MAX_DETAILS}
 * @param steps what was done on the way, in order, for people; at most {@value #MAX_STEPS}
 */
public record Provenance(
    String source,
    Instant fetchedAt,
    Optional<TlsPeer> peer,
    List<Attempt> attempts,
    Optional<Raw> raw,
    List<Detail> details,
    List<Step> steps) {
  /** Most details. */
  public static final int MAX_DETAILS = 128;

  /** Most steps. */
  public static final int MAX_STEPS = 128;

  public Provenance {
    attempts = List.copyOf(attempts);
    details = List.copyOf(details);
    steps = List.copyOf(steps);
    if (attempts.isEmpty() || attempts.size() > FetchRequest.MAX_ATTEMPTS) {
      throw new IllegalArgumentException(attempts.size() + " attempts");
    }
    if (details.size() > MAX_DETAILS || steps.size() > MAX_STEPS) {
      throw new IllegalArgumentException(details.size() + " details, " + steps.size() + " steps");
    }
  }

  /** Without what only some sources have. */
  public Provenance(
      String source, Instant fetchedAt, Optional<TlsPeer> peer, List<Attempt> attempts) {
    this(source, fetchedAt, peer, attempts, Optional.empty(), List.of(), List.of());
  }

  /**
   * The far end of a TLS connection.
   *
   * @param subject of its certificate
   * @param chain SHA-256 of each certificate in DER, the peer's own first
   * @param protocol e.g. {@code TLSv1.3}
   */
  public record TlsPeer(String subject, List<Bytes> chain, String protocol) {
    public TlsPeer {
      chain = List.copyOf(chain);
    }
  }

  /**
   * One time the source was asked.
   *
   * @param startedAt when
   * @param took how long
   * @param failure why it failed; empty for the one that succeeded
   */
  public record Attempt(Instant startedAt, Duration took, Optional<FetchException.Code> failure) {}

  /**
   * The answer as the source gave it.
   *
   * @param digest SHA-256 of its bytes, after decompression
   * @param bytes how many
   * @param address network address that answered, e.g. {@code 203.0.113.7:443}
   * @param status what the source called it, e.g. {@code 200}
   */
  public record Raw(Bytes digest, int bytes, String address, String status) {}

  /**
   * Something the source said, e.g. a response header.
   *
   * @param name in lower case
   * @param value as it came
   */
  public record Detail(String name, String value) {}

  /**
   * One step, e.g. {@code resolve}.
   *
   * @param name a stable word
   * @param detail for people, without secrets
   * @param took how long
   */
  public record Step(String name, String detail, Duration took) {}
}
