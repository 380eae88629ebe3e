/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

/** A broken invariant; ends the history. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Invariants of the protocol (appendix B). */
  public enum Invariant {
    /** Certified-final headers agree. */
    A_AGREEMENT,
    /** Nothing confirmed is lost. */
    B_DURABILITY,
    /** No honest member is fined or removed for an offence. */
    C_HONEST_UNHARMED,
    /** Payments are conserved, and nothing is paid twice. */
    D_CONSERVATION,
    /** What is submitted is confirmed in time. */
    E_PROGRESS,
    /** Every lie meets its sanction. */
    F_SANCTION,
    /** Violations beyond f leave evidence. */
    G_EVIDENCE,
    /** A member threw an exception. */
    X_CRASH
  }

  private final Invariant invariant;

  Violation(Invariant invariant, String detail) {
    super(invariant + ": " + detail);
    this.invariant = invariant;
  }

  /** Which one. */
  public Invariant invariant() {
    return invariant;
  }
}
