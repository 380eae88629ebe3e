/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.Head;
import dev.sluice.chain.api.Height;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a node answered: any status but those that are worth a repeat. Immutable. */
final class NodeAnswer {
  private static final String MICROS = "x-aptos-ledger-timestampusec";

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;

  NodeAnswer(int status, HttpHeaders headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Status of HTTP. */
  int status() {
    return status;
  }

  /** The body itself, at most as long as the settings say; not to be changed. */
  byte[] body() {
    return body;
  }

  boolean isOk() {
    return status >= 200 && status < 300;
  }

  /** Chain id that the node names; -1 if it names none. */
  long chainId() {
    return headers.firstValueAsLong("x-aptos-chain-id").orElse(-1);
  }

  /** Where the chain stood when the node answered. */
  Head head() {
    Height latest = new Height(header("x-aptos-ledger-version"));
    Height oldest = new Height(header("x-aptos-ledger-oldest-version"));
    Instant time = Instant.EPOCH.plus(header(MICROS), ChronoUnit.MICROS);
    return new Head(latest, latest, oldest, time);
  }

  private long header(String name) {
    try {
      long value = headers.firstValueAsLong(name).orElse(-1);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw NodeJson.bad("header " + name + " is no number", e);
    }
    throw new ChainException(
        ChainException.Code.BAD_ANSWER, "the node's answer has no header " + name);
  }
}
