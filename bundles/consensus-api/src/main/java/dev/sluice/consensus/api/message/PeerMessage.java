/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.message;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.object.Encodable;

/** A message between members (section 3.9). Written with its variant. */
public sealed interface PeerMessage extends Encodable
    permits Hello,
        Heartbeat,
        Submit,
        Proposal,
        Ack,
        CertificateNotice,
        StatusMessage,
        NoConfidenceMessage,
        Demand,
        EvidenceMessage,
        Accusation,
        CatchUpRequest,
        CatchUpResponse,
        SnapshotRequest,
        SnapshotManifestMessage,
        SnapshotPageMessage,
        ApprovalMessage,
        WatchMessage,
        Relay,
        Refusal,
        LeaveMessage,
        CloseMessage {

  /** Most bytes of a frame with this message. */
  int bound();

  /**
   * Reads a message.
   *
   * @throws CodecException if the bytes are not one
   */
  static PeerMessage read(BcsReader reader) {
    return switch (reader.variant(22)) {
      case 0 -> Hello.readFields(reader);
      case 1 -> Heartbeat.readFields(reader);
      case 2 -> Submit.readFields(reader);
      case 3 -> Proposal.readFields(reader);
      case 4 -> Ack.readFields(reader);
      case 5 -> CertificateNotice.readFields(reader);
      case 6 -> StatusMessage.readFields(reader);
      case 7 -> NoConfidenceMessage.readFields(reader);
      case 8 -> Demand.readFields(reader);
      case 9 -> EvidenceMessage.readFields(reader);
      case 10 -> Accusation.readFields(reader);
      case 11 -> CatchUpRequest.readFields(reader);
      case 12 -> CatchUpResponse.readFields(reader);
      case 13 -> SnapshotRequest.readFields(reader);
      case 14 -> SnapshotManifestMessage.readFields(reader);
      case 15 -> SnapshotPageMessage.readFields(reader);
      case 16 -> ApprovalMessage.readFields(reader);
      case 17 -> WatchMessage.readFields(reader);
      case 18 -> Relay.readFields(reader);
      case 19 -> Refusal.readFields(reader);
      case 20 -> LeaveMessage.readFields(reader);
      default -> CloseMessage.readFields(reader);
    };
  }
}
