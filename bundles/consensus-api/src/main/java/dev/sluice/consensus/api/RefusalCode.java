/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Why a message or a transaction was refused (section 12). Codes are stable; the same numbers stand
 * in {@code Refusal} messages, in results of transactions and, from 100000 on, in the client API.
 */
public enum RefusalCode {
  /** Unknown channel. */
  NO_CHANNEL(1),
  /** Sender or peer is not in the set. */
  NOT_MEMBER(2),
  /** No opened epoch; retry_after given. */
  ELECTION_IN_PROGRESS(3),
  /** A bounded queue is full. */
  OVERLOADED(4),
  /** Bytes do not decode. */
  MALFORMED(5),
  /** Above a bound. */
  TOO_LARGE(6),
  /** A signature is wrong. */
  BAD_SIGNATURE(7),
  /** Chain, contract or channel differ. */
  WRONG_DOMAIN(8),
  /** No common protocol version. */
  VERSION(9),
  /** Sequence already used by another transaction. */
  SEQUENCE_USED(10),
  /** Not above the last queued one. */
  SEQUENCE_BEHIND(11),
  /** Expiry height reached. */
  EXPIRED(12),
  /** The field max_gas is outside the limits. */
  GAS_BOUND(13),
  /** Sender is leaving or removed. */
  FROZEN(14),
  /** No new work while an exit is open. */
  EXIT_OPEN(15),
  /** The channel is closed. */
  CLOSED(16),
  /** Sender is behind; its epoch field says so. */
  STALE_EPOCH(17),
  /** Epoch known under another claim id. */
  WRONG_CLAIM(18),
  /** Carried certificate missing or invalid. */
  BAD_CARRIED(19),
  /** Lock or chain rule. */
  NOT_ABOVE_LOCK(20),
  /** Opening proof. */
  BAD_OPENING(21),
  /** Order or barrier inside a batch. */
  BAD_CONTENT(22),
  /** Own chain view has not reached the position. */
  CHAIN_BEHIND(23),
  /** Header's chain time too old. */
  CHAIN_STALE(24),
  /** Header time outside drift or lag. */
  CLOCK(25),
  /** Overdue demand left out. */
  DEMAND(26),
  /** Above M. */
  TOO_MANY_DEMANDS(27),
  /** The batch before is not known. */
  UNKNOWN_PARENT(28),
  /** Below the kept history: use the snapshot. */
  PRUNED(29),
  /** Not a member, hops or queue. */
  RELAY_REFUSED(30),
  /** Node waits by rule 7. */
  AMNESIA(31),
  /** Own execution differs from a certificate. */
  DIVERGED(32),
  /** Chain plugin absent. */
  UNAVAILABLE(33),
  /** Leader index in detail. */
  NOT_LEADER(34),
  /** Same transaction; first result in detail. */
  DUPLICATE(35),
  /** Valid, but not expected in this state. Counted, never sent. */
  IGNORED(36),
  /** Kept for later. Counted, never sent. */
  HELD(37),
  /** Result status: change leaves the closed world or the bounds. */
  NOT_SETTLEABLE(100),
  /** Result status: read outside genesis. */
  MISSING_DATA(101),
  /** Result status: the gas of the transaction is used up. */
  OUT_OF_GAS(102),
  /** Result status: memory is counted, and this was too much. */
  MEMORY_BOUND(103),
  /** Result status: code in the executor's detail event. */
  ABORTED(104),
  /** Result status: call bytes do not decode or name nothing. */
  UNKNOWN_CALL(105);

  private static final Map<Integer, RefusalCode> BY_CODE =
      Arrays.stream(values()).collect(Collectors.toMap(RefusalCode::code, Function.identity()));

  private final int code;

  RefusalCode(int code) {
    this.code = code;
  }

  /** The number of the code. */
  public int code() {
    return code;
  }

  /** The code with this number. */
  public static Optional<RefusalCode> of(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }
}
