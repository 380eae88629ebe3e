/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

/** Bytes or text that are not what they should be. Carries no stack trace: bad input is normal. */
public final class CodecException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What is wrong; the names are stable. */
  public enum Reason {
    /** The bytes end before the value does. */
    END_OF_INPUT,
    /** Bytes are left over after the value. */
    TRAILING_BYTES,
    /** A number of variable length is not in its shortest form. */
    NOT_SHORTEST,
    /** A number does not fit its type. */
    OUT_OF_RANGE,
    /** A bool other than 0 and 1. */
    BAD_BOOL,
    /** Text that is not UTF-8. */
    BAD_UTF8,
    /** A variant number the type does not have. */
    UNKNOWN_VARIANT,
    /** Keys of a map that are not in ascending order of their bytes. */
    BAD_MAP_ORDER,
    /** A value nested deeper than allowed. */
    TOO_DEEP,
    /** A name that is no Move identifier. */
    BAD_IDENTIFIER,
    /** Text of another form. */
    BAD_TEXT,
    /** A checksum that does not match. */
    BAD_CHECKSUM
  }

  private final Reason reason;

  /** A failure with a message for people. */
  public CodecException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
