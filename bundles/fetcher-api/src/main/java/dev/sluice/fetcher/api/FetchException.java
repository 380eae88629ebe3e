/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

/** The one way in which a fetch fails. The message never holds a secret. */
public final class FetchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Code code;

  /**
   * A failure.
   *
   * @param code what kind
   * @param message what, which, and what to do
   */
  public FetchException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * A failure with its cause.
   *
   * @param code what kind
   * @param message what, which, and what to do
   * @param cause what was caught
   */
  public FetchException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of failure. */
  public Code code() {
    return code;
  }

  /** Kinds of failure. Names and numbers are stable: they are answers that reach a chain. */
  public enum Code {
    /** The request makes no sense to this fetcher. */
    INVALID_REQUEST(120_001, false),
    /** The rules of this node forbid the source. */
    SOURCE_DENIED(120_002, false),
    /** No connection to the source. */
    UNREACHABLE(120_003, true),
    /** The source's certificate or protocol is not acceptable. */
    TLS_FAILED(120_004, false),
    /** The source answered with an error of its own. */
    SOURCE_ERROR(120_005, true),
    /** The source is unknown: no such page, data source, chain. */
    NOT_FOUND(120_006, false),
    /** No complete answer in the given time. */
    TIMEOUT(120_007, true),
    /** The answer is larger than the request allows. */
    TOO_LARGE(120_008, false),
    /** The answer is not of the type the request names. */
    WRONG_TYPE(120_009, false),
    /** The answer cannot be read, or the formula finds nothing in it. */
    PARSE_NO_MATCH(120_010, false),
    /** The source or this fetcher takes no more work now. */
    OVERLOADED(120_011, true),
    /** The answer is not final yet. */
    NOT_FINAL(120_012, true),
    /** The source understood the request and refuses it; the same request will be refused again. */
    SOURCE_REFUSED(120_013, false);

    private final int number;
    private final boolean passing;

    Code(int number, boolean passing) {
      this.number = number;
      this.passing = passing;
    }

    /** Stable number. */
    public int number() {
      return number;
    }

    /** Whether the same request may succeed later without any change. */
    public boolean isPassing() {
      return passing;
    }
  }
}
