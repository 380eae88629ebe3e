/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/**
 * An entry of the log that the protocol itself makes.
 *
 * @param positionSeq the chain position it names (rule 12): the operation's own for {@link
 *     ChainOp}, else the header's
 * @param kind what it is
 */
public record SystemTransaction(long positionSeq, Kind kind) implements Transaction {
  /** The kinds of system transactions, in order of their variants. */
  public sealed interface Kind extends Encodable permits ChainOp, Checkpoint, Leave, Close, Tick {}

  /** An operation of the contract, logged once, in order of {@code opSeq}. */
  public record ChainOp(long opSeq, ChainOpBody body) implements Kind {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(0).u64(opSeq);
      body.write(writer);
    }
  }

  /** A plain checkpoint. */
  public record Checkpoint(CheckpointReason reason) implements Kind {
    @Override
    public void write(BcsWriter writer) {
      Wire.putConstant(writer.variant(1), reason);
    }
  }

  /** A member leaves; a checkpoint. */
  public record Leave(SignedLeave signed) implements Kind {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(2);
      signed.write(writer);
    }
  }

  /** The channel closes; a checkpoint. */
  public record Close(CloseCause cause, List<SignedClose> requests) implements Kind {
    /** Keeps a copy of the list. */
    public Close {
      requests = List.copyOf(requests);
    }

    @Override
    public void write(BcsWriter writer) {
      Wire.putConstant(writer.variant(3), cause);
      Wire.putAll(writer, requests);
    }
  }

  /** A tick, numbered from 1. */
  public record Tick(long number) implements Kind {
    @Override
    public void write(BcsWriter writer) {
      writer.variant(4).u64(number);
    }
  }

  /** Whether this closes a stretch of the log that can be settled. */
  public CheckpointKind checkpoint() {
    if (kind instanceof Checkpoint) {
      return CheckpointKind.PLAIN;
    }
    if (kind instanceof Leave) {
      return CheckpointKind.LEAVE;
    }
    return kind instanceof Close ? CheckpointKind.CLOSE : CheckpointKind.NONE;
  }

  @Override
  public void write(BcsWriter writer) {
    writer.variant(1).u64(positionSeq);
    kind.write(writer);
  }

  static SystemTransaction readStruct(BcsReader reader) {
    return new SystemTransaction(Wire.counter(reader), readKind(reader));
  }

  private static Kind readKind(BcsReader reader) {
    return switch (reader.variant(5)) {
      case 0 -> new ChainOp(Wire.counter(reader), ChainOpBody.read(reader));
      case 1 -> new Checkpoint(Wire.constant(reader, CheckpointReason.values()));
      case 2 -> new Leave(SignedLeave.read(reader));
      case 3 ->
          new Close(
              Wire.constant(reader, CloseCause.values()),
              Wire.list(reader, Bounds.MAX_MEMBERS, SignedClose::read));
      default -> new Tick(Wire.counter(reader));
    };
  }
}
