/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

/**
 * What a ledger is and what bounds it.
 *
 * @param chainId number of the chain, 1 to 255
 * @param historyTransactions most transactions that can be looked up
 * @param stateVersions most versions at which the state can be read
 * @param maxStateBytes size of the state from which on transactions are refused
 * @param mempoolTransactions most transactions that wait
 * @param mempoolPerSender most transactions of one sender that wait
 * @param blockTransactions most transactions of a block
 * @param snapshotBytes bytes of log after which a snapshot of the state is written
 */
public record LedgerSettings(
    int chainId,
    int historyTransactions,
    int stateVersions,
    long maxStateBytes,
    int mempoolTransactions,
    int mempoolPerSender,
    int blockTransactions,
    long snapshotBytes) {
  /** Most bytes of a signed transaction, as on the public networks. */
  public static final int MAX_TRANSACTION_BYTES = 64 * 1024;

  /** Most gas units a transaction may offer, as on the public networks. */
  public static final long MAX_GAS_UNITS = 2_000_000;

  /** Fewest gas units a transaction may offer. */
  public static final long MIN_GAS_UNITS = 2;

  /** Lowest price of a gas unit, in octas, as on the public networks. */
  public static final long MIN_GAS_PRICE = 100;

  /** Highest price of a gas unit, in octas. */
  public static final long MAX_GAS_PRICE = 10_000_000_000L;

  /** Units of the virtual machine's gas schedule in a gas unit of the chain. */
  public static final long GAS_SCALE = 1000;

  /** Seconds that a transaction may wait. */
  public static final long MEMPOOL_SECONDS = 600;

  /** A development chain as it comes. */
  public static final LedgerSettings DEFAULT =
      new LedgerSettings(4, 500_000, 50_000, 1L << 30, 20_000, 1000, 500, 64L << 20);

  /** Checks the ranges. */
  public LedgerSettings {
    requireRange("chain id", chainId, 1, 255);
    requireRange("history", historyTransactions, 1000, 100_000_000);
    requireRange("state versions", stateVersions, 1, historyTransactions);
    requireRange("state bytes", maxStateBytes, 1L << 20, 1L << 40);
    requireRange("transactions that wait", mempoolTransactions, 1, 1_000_000);
    requireRange("transactions of one sender", mempoolPerSender, 1, mempoolTransactions);
    requireRange("transactions of a block", blockTransactions, 1, 10_000);
    requireRange("snapshot bytes", snapshotBytes, 1L << 16, 1L << 40);
  }

  private static void requireRange(String what, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          what + " must be " + from + " to " + to + ", not " + value);
    }
  }
}
