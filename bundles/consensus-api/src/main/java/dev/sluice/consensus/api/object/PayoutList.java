/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/**
 * Who owns what of the escrow at a height (sections 3.8 and 4.5): the whole allocation.
 *
 * @param kind the checkpoint at that height
 * @param subject the leaver if {@code kind} is LEAVE, else all zero
 * @param cuts of members that were removed and not paid yet, sorted by set
 * @param entries sorted by account and asset, no duplicates, no zero amounts
 */
public record PayoutList(
    CheckpointKind kind, AccountAddress subject, List<Cut> cuts, List<Entry> entries)
    implements Encodable {
  /** Nobody, as subject. */
  public static final AccountAddress NOBODY = AccountAddress.of(0);

  /** Nothing to anybody. */
  public static final PayoutList EMPTY =
      new PayoutList(CheckpointKind.NONE, NOBODY, List.of(), List.of());

  /** Keeps copies of the lists. */
  public PayoutList {
    cuts = List.copyOf(cuts);
    entries = List.copyOf(entries);
  }

  /** The height at which a removed member's balance was frozen. */
  public record Cut(AccountAddress member, long removalSet, long height) implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.address(member).u64(removalSet).u64(height);
    }

    static Cut read(BcsReader reader) {
      return new Cut(reader.address(), Wire.counter(reader), Wire.counter(reader));
    }
  }

  /**
   * One account's amount of one asset.
   *
   * @param amount unsigned, not zero
   * @param release whether it is paid out when this list is settled
   */
  public record Entry(AccountAddress account, Hash asset, long amount, boolean release)
      implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.address(account);
      Wire.put(writer, asset);
      writer.u64(amount).u8(release ? 1 : 0);
    }

    static Entry read(BcsReader reader) {
      return new Entry(reader.address(), Wire.hash(reader), reader.u64(), reader.bool());
    }
  }

  /** The payout root: H of the encoding. */
  public Hash root() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.PAYOUT.write(writer);
    Wire.putConstant(writer, kind);
    writer.address(subject);
    Wire.putAll(writer, cuts);
    Wire.putAll(writer, entries);
  }

  /** Reads a list; its order is not checked. */
  public static PayoutList read(BcsReader reader) {
    Tag.PAYOUT.expect(reader);
    return new PayoutList(
        Wire.constant(reader, CheckpointKind.values()),
        reader.address(),
        Wire.list(reader, Bounds.MAX_CUTS, Cut::read),
        Wire.list(reader, Bounds.MAX_PAYOUTS, Entry::read));
  }
}
