/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import java.util.Optional;

/** A request that the ledger refuses. Carries no stack trace: refusals are normal. */
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is wrong; the names in lower case are the error codes of the REST interface. */
  public enum Code {
    /** The input has another form. */
    INVALID_INPUT,
    /** There is no such account. */
    ACCOUNT_NOT_FOUND,
    /** There is no such resource. */
    RESOURCE_NOT_FOUND,
    /** There is no such module. */
    MODULE_NOT_FOUND,
    /** There is no such table item. */
    TABLE_ITEM_NOT_FOUND,
    /** There is no such transaction. */
    TRANSACTION_NOT_FOUND,
    /** The version is not there yet. */
    VERSION_NOT_FOUND,
    /** The version is not kept any more. */
    VERSION_PRUNED,
    /** There is no such block. */
    BLOCK_NOT_FOUND,
    /** The block is not kept any more. */
    BLOCK_PRUNED,
    /** Another transaction with this sequence number waits. */
    INVALID_TRANSACTION_UPDATE,
    /** The sequence number was used. */
    SEQUENCE_NUMBER_TOO_OLD,
    /** The transaction may not run. */
    VM_ERROR,
    /** Too many transactions wait, or the state is full. */
    MEMPOOL_IS_FULL,
    /** The journal cannot be written; nothing is taken any more. */
    INTERNAL_ERROR
  }

  private final Code code;
  private final transient Optional<Rejection> rejection;

  /** A refusal with a message for people. */
  public LedgerException(Code code, String message) {
    super(message, null, false, false);
    this.code = code;
    this.rejection = Optional.empty();
  }

  /** A transaction that may not run. */
  public LedgerException(Rejection rejection, String message) {
    super(message, null, false, false);
    this.code =
        rejection == Rejection.SEQUENCE_NUMBER_TOO_OLD
            ? Code.SEQUENCE_NUMBER_TOO_OLD
            : Code.VM_ERROR;
    this.rejection = Optional.of(rejection);
  }

  /** What is wrong. */
  public Code code() {
    return code;
  }

  /** Why the transaction may not run, if that is it. */
  public Optional<Rejection> rejection() {
    return rejection;
  }
}
