/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

/** Quorum arithmetic (sections 1, 1.1 and 1.2). All functions are pure. */
public final class Quorum {
  private Quorum() {}

  /** f(n): liars tolerated among n members. */
  public static int liars(int n) {
    return (n - 1) / 3;
  }

  /** q(n): signatures in a certificate when no removal has raised it. */
  public static int certificate(int n) {
    return 2 * n / 3 + 1;
  }

  /** v(n): yes weight for a settlement vote. */
  public static int votes(int n) {
    return (2 * n + 2) / 3;
  }

  /** maj(m): a majority of m other members, at least two where there are two. */
  public static int majority(int m) {
    return m == 1 ? 1 : Math.max(2, m / 2 + 1);
  }

  /** Most delegations one member may carry: ceil(n/5) - 1. */
  public static int delegations(int n) {
    return (n + 4) / 5 - 1;
  }

  /** q_eff of a set of n members that follows one with {@code previous} by a join or a removal. */
  public static int afterChange(int n, int previous) {
    return Math.max(certificate(n), Math.min(previous, n));
  }

  /**
   * s: statuses needed from members of a set of n with certificate size {@code q}, {@code
   * removedByEvidence} of whom were removed for equivocation.
   */
  public static int statuses(int n, int q, int removedByEvidence) {
    return n - q + Math.max(0, liars(n) - removedByEvidence) + 1;
  }

  /**
   * The continuation test for one earlier set: whether enough of its members are left to show what
   * it may have confirmed.
   */
  public static boolean continues(int n, int q, int removedByEvidence, int survivors) {
    return survivors >= statuses(n, q, removedByEvidence);
  }
}
