/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

/** Bounds and delays of a member that are its own affair: other members may have others. */
final class Limits {
  /** Verify outputs that are open at once. */
  static final int OPEN_VERIFICATIONS = 4;

  /** Verifications that wait for one to end; beyond, messages are refused as OVERLOADED. */
  static final int WAITING_VERIFICATIONS = 256;

  /** Transactions whose signatures are verified together at admission. */
  static final int ADMISSION_GROUP = 64;

  /** Confirmed batches kept in memory for members that are a little behind. */
  static final int RECENT_BATCHES = 256;

  /** Bytes of transactions in them. */
  static final long RECENT_BYTES = 8 << 20;

  /** Confirmed batches in which a repeated transaction's first result is looked up. */
  static final int DUPLICATE_LOOKBACK = 16;

  /** Certificates remembered as verified. */
  static final int VERIFIED_CERTIFICATES = 128;

  /** Slots per epoch of which statements are kept as possible evidence. */
  static final int EVIDENCE_SLOTS = 1024;

  /** Epochs of which they are kept. */
  static final int EVIDENCE_EPOCHS = 2;

  /** Different headers remembered per slot; two are proof. */
  static final int HEADERS_PER_SLOT = 3;

  /** Events of one chain position remembered to tell repeats. */
  static final int EVENTS_AT_SEQ = 256;

  /** Past epochs kept of the contract's view beyond those still needed. */
  static final int PAST_EPOCHS = 64;

  /** Peers known at once. */
  static final int PEERS = 256;

  /** Frames and bytes that one member may have relayed in a second. */
  static final int RELAY_FRAMES = 64;

  static final int RELAY_BYTES = 1 << 20;

  /** Accusations kept until they are decided. */
  static final int ACCUSATIONS = 16;

  /** Close requests and leave requests that wait for a place in the log, of each member one. */
  static final int WATCHERS_PER_MEMBER = 1;

  /** Score of a peer (section 9.5). */
  static final int SCORE_MAX = 100;

  static final int SCORE_DROP = 10;
  static final int SCORE_WITHHOLD = 1;
  static final int SCORE_OVERSIZED = 50;
  static final int SCORE_REFILL_PER_SECOND = 10;
  static final long MUTE_MS = 10_000;
  static final int MUTES_UNTIL_DISCONNECT = 3;
  static final long MUTE_WINDOW_MS = 600_000;
  static final long DISCONNECT_MS = 60_000;
  static final int STALE_PER_SECOND = 100;

  /** Acks, statuses, headers and evidence heard from a muted peer in a second. */
  static final int DECISIVE_PER_SECOND = 64;

  /** Contract calls that are not answered yet. */
  static final int OPEN_CALLS = 64;

  /** Snapshot pages being read for peers. */
  static final int OPEN_PAGE_READS = 8;

  static final long HEARTBEAT_MS = 1_000;
  static final long KEEP_ALIVE_LEADER_MS = 5_000;
  static final long KEEP_ALIVE_MS = 20_000;
  static final long CLAIM_MS = 1_000;
  static final long CLAIM_TURN_MS = 500;
  static final long STATUS_MS = 500;
  static final long STATUS_MAX_MS = 4_000;
  static final long OPENING_MS = 200;
  static final long PROPOSE_MS = 500;
  static final long PROPOSE_MAX_MS = 4_000;
  static final long HELD_MS = 100;
  static final long CATCHUP_MS = 1_000;
  static final long RENEW_MS = 5_000;
  static final long NO_PROGRESS_MS = 10_000;
  static final long DEMAND_MS = 2_000;
  static final long SETTLE_STEP_MS = 5_000;
  static final long SET_CHANGE_CHECKPOINT_MS = 60_000;
  static final long AMNESIA_MS = 30_000;
  static final long POST_RETRY_MS = 5_000;

  /** How long a snapshot's next page may take before it is asked for again. */
  static final long SNAPSHOT_STALL_MS = 3_000;

  /** How long a peer counts as connected after its last heartbeat. */
  static final long PEER_LIVE_MS = 3_000;

  private Limits() {}
}
