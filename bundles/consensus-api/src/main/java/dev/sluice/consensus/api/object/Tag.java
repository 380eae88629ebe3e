/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first 16 bytes of every hashed or signed object (section 2.2). They name the kind of object
 * and the version of the protocol, so that no bytes can be taken for another kind.
 */
public enum Tag {
  /** {@link BatchHeader}. */
  HEADER("SLUICE1:HEADER.."),
  /** {@link AckStatement}. */
  ACK("SLUICE1:ACK....."),
  /** {@link Certificate}. */
  CERTIFICATE("SLUICE1:CERT...."),
  /** {@link BatchContent}. */
  CONTENT("SLUICE1:CONTENT."),
  /** {@link ClientTransaction}. */
  CLIENT_TRANSACTION("SLUICE1:CLIENTTX"),
  /** {@link LeaveRequest}. */
  LEAVE("SLUICE1:LEAVE..."),
  /** {@link CloseRequest}. */
  CLOSE("SLUICE1:CLOSE..."),
  /** {@link Status}. */
  STATUS("SLUICE1:STATUS.."),
  /** {@link OpeningProof}. */
  PROOF("SLUICE1:PROOF..."),
  /** {@link NoConfidence}. */
  NO_CONFIDENCE("SLUICE1:NOCONF.."),
  /** {@link InclusionDemand}. */
  DEMAND("SLUICE1:DEMAND.."),
  /** {@link JoinApproval}. */
  ADMISSION("SLUICE1:ADMIT..."),
  /** {@link KeyPossession}. */
  POSSESSION("SLUICE1:POSSESS."),
  /** {@link WatchDelegation}. */
  WATCH("SLUICE1:WATCH..."),
  /** {@link PeerHello}. */
  HELLO("SLUICE1:HELLO..."),
  /** {@link Genesis}. */
  GENESIS("SLUICE1:GENESIS."),
  /** {@link MemberList}. */
  MEMBERS("SLUICE1:MEMBERS."),
  /** {@link ClaimSeed}. */
  CLAIM("SLUICE1:CLAIM..."),
  /** {@link ConfigRecord}. */
  CONFIG("SLUICE1:CONFIG.."),
  /** {@link PayoutList}. */
  PAYOUT("SLUICE1:PAYOUT.."),
  /** {@link NetChangePage}. */
  NET_PAGE("SLUICE1:NETPAGE."),
  /** {@link SettlementProposal}. */
  SETTLEMENT("SLUICE1:SETTLE.."),
  /** {@link PunishmentProposal}. */
  PUNISHMENT("SLUICE1:PUNISH.."),
  /** {@link LogState}. */
  LOG_STATE("SLUICE1:LOGSTATE"),
  /** {@link SnapshotManifest}. */
  SNAPSHOT_MANIFEST("SLUICE1:SNAPMAN."),
  /** {@link SnapshotPage}. */
  SNAPSHOT_PAGE("SLUICE1:SNAPPAGE");

  /** Number of bytes. */
  public static final int LENGTH = 16;

  @SuppressWarnings("ImmutableEnumChecker") // never changed, copied on the way out
  private final byte[] bytes;

  Tag(String text) {
    bytes = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  void write(BcsWriter writer) {
    writer.fixedBytes(bytes);
  }

  void expect(BcsReader reader) {
    if (!Arrays.equals(reader.fixedBytes(LENGTH), bytes)) {
      throw new CodecException(Reason.UNKNOWN_VARIANT, "the tag of " + this + " expected");
    }
  }
}
