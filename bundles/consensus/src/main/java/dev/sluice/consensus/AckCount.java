/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The acks of the leader's newest header, in order of arrival (section 7.4). */
final class AckCount {
  private final AckStatement statement;
  private final byte[] message;
  private final int quorum;
  private final TreeMap<Integer, Signature> first = new TreeMap<>();
  private long asked;
  private long counted;

  AckCount(AckStatement statement, int quorum) {
    this.statement = statement;
    this.message = statement.encode();
    this.quorum = quorum;
  }

  AckStatement statement() {
    return statement;
  }

  /** The bytes acks are signatures over. */
  byte[] message() {
    return message;
  }

  /** Notes that a member's ack is being verified; false if it was before. */
  boolean ask(int index) {
    boolean news = (asked & 1L << index) == 0;
    asked |= 1L << index;
    return news;
  }

  /** A member's ack turned out wrong: another may follow. */
  void forget(int index) {
    asked &= ~(1L << index);
  }

  void count(int index, Signature signature) {
    asked |= 1L << index;
    counted |= 1L << index;
    if (first.size() < quorum) {
      first.put(index, signature);
    }
  }

  boolean has(int index) {
    return (counted & 1L << index) != 0;
  }

  /** The certificate, as soon as there are enough. */
  Optional<Certificate> certificate() {
    if (first.size() < quorum) {
      return Optional.empty();
    }
    long signers = 0;
    List<Signature> signatures = new ArrayList<>(quorum);
    for (var entry : first.entrySet()) {
      signers |= 1L << entry.getKey();
      signatures.add(entry.getValue());
    }
    return Optional.of(new Certificate(statement, signers, signatures));
  }
}
