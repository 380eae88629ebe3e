/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox.api;

/** The outbox does not take an order. */
public final class OutboxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /**
   * A refusal.
   *
   * @param code what kind
   * @param message what, which, and what to do
   */
  public OutboxException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * A refusal with its cause.
   *
   * @param code what kind
   * @param message what, which, and what to do
   * @param cause what was caught
   */
  public OutboxException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of refusal. */
  public Code code() {
    return code;
  }

  /** Kinds of refusal. The numbers are stable. */
  public enum Code {
    /** Too many open orders. */
    FULL(150_001),
    /** The order makes no sense. */
    INVALID_ORDER(150_002),
    /** The reference belongs to an order with other content. */
    OTHER_ORDER(150_003),
    /** The order cannot be stored. */
    STORAGE(150_004),
    /** The outbox stops. */
    CLOSED(150_005);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** Stable number. */
    public int number() {
      return number;
    }
  }
}
