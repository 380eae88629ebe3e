/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** What an operation of the contract means for the log (section 3.4). */
public sealed interface ChainOpBody extends Encodable {

  /** A member joined with a deposit; also the creator, at operation 1. */
  record Joined(MemberRecord member, long setVersion, long deposit) implements ChainOpBody {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(0);
      member.write(writer);
      writer.u64(setVersion).u64(deposit);
    }
  }

  /** A member was removed; its balance is frozen as it was at {@code cutHeight} (rule 19). */
  record Removed(AccountAddress member, long setVersion, RemovalCause cause, long cutHeight)
      implements ChainOpBody {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(1).address(member).u64(setVersion);
      Wire.putConstant(writer, cause);
      writer.u64(cutHeight);
    }
  }

  /** A checkpoint was settled; {@code setVersion} is that after it. */
  record Settled(long height, Hash root, CheckpointKind kind, long setVersion)
      implements ChainOpBody {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(2).u64(height);
      Wire.put(writer, root);
      Wire.putConstant(writer, kind);
      writer.u64(setVersion);
    }
  }

  /** What a removed member is paid is fixed; 0 = nothing was posted. */
  record CutFixed(AccountAddress member, long postedHeight) implements ChainOpBody {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(3).address(member).u64(postedHeight);
    }
  }

  /** An exit was opened. */
  record ExitOpened() implements ChainOpBody {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(4);
    }
  }

  /** An exit was cancelled by a settlement. */
  record ExitCancelled() implements ChainOpBody {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(5);
    }
  }

  /** Reads an operation. */
  static ChainOpBody read(BcsReader reader) {
    return switch (reader.variant(6)) {
      case 0 -> new Joined(MemberRecord.read(reader), Wire.counter(reader), reader.u64());
      case 1 ->
          new Removed(
              reader.address(),
              Wire.counter(reader),
              Wire.constant(reader, RemovalCause.values()),
              Wire.counter(reader));
      case 2 ->
          new Settled(
              Wire.counter(reader),
              Wire.hash(reader),
              Wire.constant(reader, CheckpointKind.values()),
              Wire.counter(reader));
      case 3 -> new CutFixed(reader.address(), Wire.counter(reader));
      case 4 -> new ExitOpened();
      default -> new ExitCancelled();
    };
  }
}
