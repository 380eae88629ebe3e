/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

/** A channel operation is refused. */
public final class ChannelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final long retryAfter;

  /**
   * A refusal.
   *
   * @param code what kind; see channel-errors.md
   * @param message what, which, and what to do
   * @param retryAfter milliseconds after which it may succeed; 0 = it will not by itself
   */
  public ChannelException(int code, String message, long retryAfter) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** A refusal of the node. */
  public ChannelException(Code code, String message) {
    this(code.number(), message, 0);
  }

  /** A refusal of the node, and what caused it. */
  public ChannelException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code.number();
    this.retryAfter = 0;
  }

  /** Stable number: 100000 and a refusal code of the protocol, or one of {@link Code}. */
  public int code() {
    return code;
  }

  /** Milliseconds after which it may succeed; 0 = it will not by itself. */
  public long retryAfter() {
    return retryAfter;
  }

  /** Refusals of the node itself. The numbers are stable. */
  public enum Code {
    /** This node runs no such member. */
    NO_CHANNEL(100_001),
    /** A queue of the node is full. */
    OVERLOADED(100_004),
    /** Bytes that do not decode. */
    MALFORMED(100_005),
    /** The member is closed. */
    CLOSED(100_016),
    /** The chain, its plugin or the outbox does not answer. */
    UNAVAILABLE(100_033),
    /** The node runs as many members as it may. */
    FULL(100_201),
    /** A request that makes no sense. */
    INVALID(100_202),
    /** The contract refused the transaction. */
    CHAIN_REFUSED(100_203),
    /** What the chain holds is not what the channel was created with. */
    MISMATCH(100_204),
    /** The member cannot be run: files, keys or state are missing or damaged. */
    BROKEN(100_205),
    /** A function that was viewed failed. */
    VIEW_FAILED(100_206),
    /** The node runs this member already. */
    RUNNING(100_207);

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
