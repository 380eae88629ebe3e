/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/**
 * Fixed bounds of version 1 (section 2.6). What a channel may set lower is in its {@link
 * ConfigRecord}; the names with HARD are the most it may set.
 */
public final class Bounds {
  /** Most members of a set. */
  public static final int MAX_MEMBERS = 64;

  /** Most transactions in a batch. */
  public static final int HARD_BATCH_TXS = 1024;

  /** Most bytes of an encoded batch body. */
  public static final int HARD_BATCH_BYTES = 262_144;

  /** Most bytes of an encoded signed transaction. */
  public static final int HARD_TX_BYTES = 65_536;

  /** Headers above the newest certificate (rule 9). */
  public static final int MAX_INFLIGHT = 1;

  /** Headers above the last confirmed one. */
  public static final int MAX_UNCONFIRMED = 1024;

  /** Headers held for a missing parent, chain view or clock. */
  public static final int MAX_HELD = 8;

  /** Most bytes of one peer frame. */
  public static final int MAX_FRAME = 524_288;

  /** Most batches in one catch-up response. */
  public static final int MAX_CATCHUP_BATCHES = 64;

  /** Transactions admitted and not yet ordered. */
  public static final int MAX_PENDING_TX = 8192;

  /** Bytes of transactions admitted and not yet ordered. */
  public static final int MAX_PENDING_BYTES = 8 << 20;

  /** Transactions admitted and not yet ordered of one sender. */
  public static final int MAX_PENDING_PER_SENDER = 512;

  /** Entries of a payout list. */
  public static final int MAX_PAYOUTS = 160;

  /** Cuts in a payout list. */
  public static final int MAX_CUTS = 64;

  /** Most bytes of an encoded net-change page. */
  public static final int MAX_PAGE = 12_288;

  /** Most bytes of one net-change entry. */
  public static final int MAX_NET_ENTRY = 12_000;

  /** Pages of net changes since a base. */
  public static final int MAX_PAGES = 4096;

  /** Most bytes of a snapshot page. */
  public static final int MAX_SNAP_PAGE = 262_144;

  /** Most bytes of the page hashes in a manifest. */
  public static final int MAX_SNAP_PAGES = 65_536 / Hash.LENGTH;

  /** Most bytes of an endpoint text. */
  public static final int MAX_ENDPOINT = 256;

  /** Most bytes of proposal data. */
  public static final int MAX_PROPOSAL = 16_384;

  /** Most bytes of a transaction within a punishment proposal. */
  public static final int MAX_ACCUSED_TX = 8192;

  /** Open proposals of one proposer. */
  public static final int MAX_OPEN_PROPOSALS = 4;

  /** Open proposals of one channel. */
  public static final int MAX_CHANNEL_PROPOSALS = 16;

  /** Sets since the last settlement by certificate; joins beyond abort. */
  public static final int MAX_SETS_SINCE_SETTLEMENT = 32;

  /** Most bytes of type tags and item keys in changes. */
  public static final int MAX_KEY = 1024;

  /** Hashes in a proof: log2 of {@link #HARD_BATCH_TXS}, and one. */
  public static final int MAX_PROOF = 11;

  /** Code hashes of a channel, and addresses in an admission list. */
  public static final int MAX_LISTED = 64;

  /** Labels of a channel. */
  public static final int MAX_LABELS = 16;

  /** Members ever, of whom the log keeps the last sequence. */
  public static final int MAX_ACCOUNTS = 4096;

  private Bounds() {}
}
