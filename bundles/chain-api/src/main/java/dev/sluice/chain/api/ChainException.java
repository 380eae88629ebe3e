/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.util.Optional;

/** The one way in which a chain says no. */
public final class ChainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Longest raw text that is kept. */
  public static final int MAX_RAW = 4_096;

  private final Code code;
  private final String raw;
  private final transient Optional<Abort> abort;

  /**
   * A refusal without the chain's own words.
   *
   * @param code what kind
   * @param message what, which, and what to do
   */
  public ChainException(Code code, String message) {
    this(code, message, "");
  }

  /**
   * A refusal by the chain.
   *
   * @param code what kind; not {@link Code#ABORTED}, see {@link #aborted}
   * @param message what, which, and what to do
   * @param raw the chain's own text; cut at {@value #MAX_RAW} characters
   */
  public ChainException(Code code, String message, String raw) {
    this(code, message, raw, Optional.empty());
  }

  private ChainException(Code code, String message, String raw, Optional<Abort> abort) {
    super(message);
    if (code == Code.ABORTED && abort.isEmpty()) {
      throw new IllegalArgumentException("an abort needs its code");
    }
    this.code = code;
    this.raw = raw.length() > MAX_RAW ? raw.substring(0, MAX_RAW) : raw;
    this.abort = abort;
  }

  /**
   * The code on the chain stopped itself.
   *
   * @param module the module or contract that aborted
   * @param abortCode its code; 0 where the chain has only text
   * @param raw the chain's own text
   */
  public static ChainException aborted(Address module, long abortCode, String raw) {
    return aborted(module, abortCode, "", raw);
  }

  /**
   * The code on the chain stopped itself.
   *
   * @param module the module or contract that aborted
   * @param abortCode its code; 0 where the chain has only text
   * @param name what the module calls that code, for people; empty if nothing
   * @param raw the chain's own text
   */
  public static ChainException aborted(Address module, long abortCode, String name, String raw) {
    return new ChainException(
        Code.ABORTED,
        module
            + " aborted with code "
            + Long.toUnsignedString(abortCode)
            + (name.isEmpty() ? "" : ", " + name),
        raw,
        Optional.of(new Abort(module, abortCode)));
  }

  /** What kind of refusal. */
  public Code code() {
    return code;
  }

  /** The chain's own text; empty if there is none. */
  public String raw() {
    return raw;
  }

  /** Which code aborted; there exactly for {@link Code#ABORTED}. */
  public Optional<Abort> abort() {
    return abort == null ? Optional.empty() : abort;
  }

  /**
   * An abort.
   *
   * @param module that aborted
   * @param code an unsigned number that the module defines
   */
  public record Abort(Address module, long code) {}

  /** Kinds of refusal. The numbers are stable and used in every front end. */
  public enum Code {
    /** No such account, code, item or transaction where one is needed. */
    NOT_FOUND(110_001, false),
    /** Signature, key or authentication does not fit. */
    BAD_SIGNATURE(110_002, false),
    /** The sequence number is used up, or too far ahead. */
    STALE_SEQUENCE(110_003, false),
    /** The account cannot pay the fee or the amount. */
    NO_FUNDS(110_004, false),
    /** The transaction's time is over. */
    EXPIRED(110_005, false),
    /** The node is on another chain than configured. */
    WRONG_CHAIN(110_006, false),
    /** The code on the chain stopped itself; see {@link ChainException#abort()}. */
    ABORTED(110_007, false),
    /** The gas limit was too low. */
    OUT_OF_GAS(110_008, false),
    /** The node cannot be reached or has no answer. */
    UNAVAILABLE(110_009, true),
    /** The node no longer has what is asked for. */
    PRUNED(110_010, false),
    /** The request makes no sense on this chain. */
    INVALID_REQUEST(110_011, false),
    /** This chain cannot do that at all. */
    UNSUPPORTED(110_012, false),
    /** No answer in the given time. */
    TIMEOUT(110_013, true),
    /** Node or plugin takes no more work now. */
    OVERLOADED(110_014, true),
    /** The transaction is larger than the chain takes. */
    TOO_LARGE(110_015, false),
    /** Another transaction with the same sequence number stands in the way. */
    CONFLICT(110_016, false),
    /** The node's answer is malformed or contradicts itself. */
    BAD_ANSWER(110_017, true);

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
