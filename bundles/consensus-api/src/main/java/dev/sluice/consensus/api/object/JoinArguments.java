/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;
import java.util.Optional;

/** What a joiner hands to the contract (section 3.8). */
public record JoinArguments(
    AccountAddress address,
    Key txKey,
    Key memberKey,
    Key peerKey,
    Bytes endpoint,
    Signature possessionTx,
    Signature possessionMember,
    long deposit,
    Optional<Approval> approval)
    implements Encodable {
  /** Signatures of the present set over a {@link JoinApproval}. */
  public record Approval(long validUntil, long signers, List<Signature> signatures)
      implements Encodable {
    /** Keeps a copy of the list. */
    public Approval {
      signatures = List.copyOf(signatures);
    }

    @Override
    public void write(BcsWriter writer) {
      writer.u64(validUntil).u64(signers);
      Wire.putFixed(writer, signatures);
    }

    static Approval read(BcsReader reader) {
      return new Approval(
          Wire.counter(reader),
          reader.u64(),
          Wire.list(reader, Bounds.MAX_MEMBERS, Wire::signature));
    }
  }

  /** The record the contract will list. */
  public MemberRecord record(long joinSeq) {
    return new MemberRecord(address, txKey, memberKey, peerKey, endpoint, joinSeq);
  }

  @Override
  public void write(BcsWriter writer) {
    writer.address(address);
    Wire.put(writer, txKey);
    Wire.put(writer, memberKey);
    Wire.put(writer, peerKey);
    writer.bytes(endpoint);
    Wire.put(writer, possessionTx);
    Wire.put(writer, possessionMember);
    writer.u64(deposit).option(approval, (w, a) -> a.write(w));
  }

  /** Reads the arguments. */
  public static JoinArguments read(BcsReader reader) {
    return new JoinArguments(
        reader.address(),
        Wire.key(reader),
        Wire.key(reader),
        Wire.key(reader),
        Wire.bytes(reader, Bounds.MAX_ENDPOINT),
        Wire.signature(reader),
        Wire.signature(reader),
        reader.u64(),
        reader.option(Approval::read));
  }
}
