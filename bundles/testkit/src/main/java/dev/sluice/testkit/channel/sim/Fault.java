/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

/**
 * Something that happens to a history from outside, at a time after its start.
 *
 * @param at milliseconds after the start
 * @param node the node it concerns, where it concerns one
 * @param duration milliseconds
 * @param amount a number whose meaning is the kind's
 */
public record Fault(Kind kind, long at, int node, long duration, long amount) {
  /** Kinds of faults and other events from outside. */
  public enum Kind {
    /** A node stops and starts again. */
    CRASH,
    /** All nodes stop at once; those with a bit in {@code amount} lose forced records as well. */
    POWER_CUT,
    /** The same, {@code amount} milliseconds after the next node begins to lead. */
    AMBUSH,
    /** A node loses forced records while it is down. */
    DAMAGE,
    /** Nodes whose bits in {@code amount} differ do not hear each other. */
    PARTITION,
    /** {@code amount} percent of frames are lost, half as many are sent twice. */
    LOSSY,
    /** A node's frames take {@code amount} milliseconds longer. */
    SLOW,
    /** The chain stands still. */
    OUTAGE,
    /** A node sees the chain {@code amount} milliseconds late. */
    CHAIN_LAG,
    /** A node's chain plugin goes and comes back. */
    SWAP,
    /** Blocks that are not final are made again. */
    REORGANISE,
    /** A node's clock goes {@code amount} milliseconds wrong. */
    SKEW,
    /** A new node joins. */
    JOIN,
    /** A member leaves. */
    LEAVE,
    /** An operator opens an exit. */
    EXIT,
    /** An operator asks for a checkpoint. */
    CHECKPOINT,
    /** All members ask to close the channel. */
    CLOSE,
    /** A liar's second copy starts. */
    FORK
  }

  @Override
  public String toString() {
    return String.format(
        "%.3f %s n%d for %.3f s, %d", at / 1000.0, kind, node, duration / 1000.0, amount);
  }
}
