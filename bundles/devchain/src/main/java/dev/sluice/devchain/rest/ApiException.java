/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import dev.sluice.devchain.ledger.AbortNames;
import dev.sluice.devchain.ledger.LedgerException;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.LoadedModules;
import java.util.Locale;
import java.util.OptionalInt;

/** An answer other than the one that was asked for. Carries no stack trace. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient OptionalInt vmCode;

  /**
   * An error.
   *
   * @param status of HTTP
   * @param code stable, in lower case
   */
  ApiException(int status, String code, String message) {
    this(status, code, message, OptionalInt.empty());
  }

  private ApiException(int status, String code, String message, OptionalInt vmCode) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.vmCode = vmCode;
  }

  static ApiException invalid(String message) {
    return new ApiException(400, "invalid_input", message);
  }

  /** The answer to a view that does not come to its end. */
  static ApiException failed(MoveException failure, LoadedModules modules) {
    return new ApiException(
        400,
        "invalid_input",
        AbortNames.status(failure, modules),
        OptionalInt.of(failure.status().code()));
  }

  /** The answer to a request that the ledger refuses. */
  static ApiException of(LedgerException e) {
    int status =
        switch (e.code()) {
          case INVALID_INPUT, INVALID_TRANSACTION_UPDATE, SEQUENCE_NUMBER_TOO_OLD, VM_ERROR -> 400;
          case ACCOUNT_NOT_FOUND,
              RESOURCE_NOT_FOUND,
              MODULE_NOT_FOUND,
              TABLE_ITEM_NOT_FOUND,
              TRANSACTION_NOT_FOUND,
              VERSION_NOT_FOUND,
              BLOCK_NOT_FOUND ->
              404;
          case VERSION_PRUNED, BLOCK_PRUNED -> 410;
          case MEMPOOL_IS_FULL -> 507;
          case INTERNAL_ERROR -> 500;
        };
    OptionalInt vmCode =
        e.rejection().map(r -> OptionalInt.of(r.code())).orElse(OptionalInt.empty());
    return new ApiException(
        status, e.code().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()), vmCode);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  OptionalInt vmCode() {
    return vmCode;
  }
}
