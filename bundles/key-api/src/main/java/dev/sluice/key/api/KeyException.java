/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.key.api;

/** A key cannot be used. */
public final class KeyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Code code;

  /**
   * A refusal.
   *
   * @param code what kind
   * @param message what, which, and what to do
   */
  public KeyException(Code code, String message) {
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
  public KeyException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of refusal. */
  public Code code() {
    return code;
  }

  /** Kinds of refusal. The numbers are stable. */
  public enum Code {
    /** The keystore is locked or cannot be read. */
    LOCKED(140_001),
    /** No key of this name. */
    NOT_FOUND(140_002),
    /** A key of this name exists. */
    EXISTS(140_003),
    /** The name breaks the rules for names. */
    INVALID_NAME(140_004),
    /** The passphrase does not fit. */
    WRONG_PASSPHRASE(140_005),
    /** The keystore is full. */
    FULL(140_006),
    /** The keystore's file cannot be read or written. */
    STORAGE(140_007);

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
