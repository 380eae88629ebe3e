/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import java.util.Optional;

/** Why a transaction may not run, with the names and numbers of the public networks. */
public enum Rejection {
  /** A signature does not hold. */
  INVALID_SIGNATURE(1),
  /** The keys are not those of the account. */
  INVALID_AUTH_KEY(2),
  /** The sequence number was used. */
  SEQUENCE_NUMBER_TOO_OLD(3),
  /** Sequence numbers before it were not used yet. */
  SEQUENCE_NUMBER_TOO_NEW(4),
  /** The account cannot pay the gas it offers. */
  INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE(5),
  /** Its time is over. */
  TRANSACTION_EXPIRED(6),
  /** There is no such account. */
  SENDING_ACCOUNT_DOES_NOT_EXIST(7),
  /** It is too long. */
  EXCEEDED_MAX_TRANSACTION_SIZE(10),
  /** It offers too much gas. */
  MAX_GAS_UNITS_EXCEEDS_MAX_GAS_UNITS_BOUND(13),
  /** It offers too little gas. */
  MAX_GAS_UNITS_BELOW_MIN_TRANSACTION_GAS_UNITS(14),
  /** It offers too low a price. */
  GAS_UNIT_PRICE_BELOW_MIN_BOUND(15),
  /** It offers too high a price. */
  GAS_UNIT_PRICE_ABOVE_MAX_BOUND(16),
  /** It is for another chain. */
  BAD_CHAIN_ID(23),
  /** It uses what this chain does not have. */
  FEATURE_UNDER_GATING(26),
  /** An account signs twice. */
  SIGNERS_CONTAIN_DUPLICATES(28);

  /** What the checks of the framework abort with, less the category. */
  private static final int FIRST_ABORT = 1001;

  private final int code;

  Rejection(int code) {
    this.code = code;
  }

  /** The number that the REST interface gives as {@code vm_error_code}. */
  public int code() {
    return code;
  }

  /** The reason behind an abort of {@code 0x1::transaction_validation}. */
  static Optional<Rejection> ofAbort(long abortCode) {
    return switch ((int) (abortCode & 0xffff) - FIRST_ABORT) {
      case 0 -> Optional.of(INVALID_AUTH_KEY);
      case 1 -> Optional.of(SEQUENCE_NUMBER_TOO_OLD);
      case 2 -> Optional.of(SEQUENCE_NUMBER_TOO_NEW);
      case 3 -> Optional.of(SENDING_ACCOUNT_DOES_NOT_EXIST);
      case 4 -> Optional.of(INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE);
      case 5 -> Optional.of(TRANSACTION_EXPIRED);
      case 6 -> Optional.of(BAD_CHAIN_ID);
      default -> Optional.empty();
    };
  }
}
