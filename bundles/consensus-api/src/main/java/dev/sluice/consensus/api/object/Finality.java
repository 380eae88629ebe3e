/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * What a header says of the batch it finalises and of the checkpoint below it (section 3.1, fields
 * 22 to 31; rule 4).
 *
 * @param epoch epoch of the finalised batch's header
 * @param batch its number
 * @param height its last height
 * @param seq the contract's operation counter of the last chain operation in the log up to there
 * @param kind the checkpoint at exactly that height
 * @param stateRoot state after it
 * @param baseHeight the highest checkpoint strictly below
 * @param baseRoot state at that checkpoint
 * @param netChangeRoot changes from base to final (section 4.4)
 * @param payoutRoot who owns what of the escrow at final (section 4.5)
 */
public record Finality(
    long epoch,
    long batch,
    long height,
    long seq,
    CheckpointKind kind,
    Hash stateRoot,
    long baseHeight,
    Hash baseRoot,
    Hash netChangeRoot,
    Hash payoutRoot)
    implements Encodable {

  /** Of headers before anything but genesis is final. */
  public static Finality ofGenesis(Genesis genesis) {
    return new Finality(
        0,
        0,
        0,
        0,
        CheckpointKind.NONE,
        genesis.stateRoot(),
        0,
        genesis.stateRoot(),
        Hash.ZERO,
        genesis.payoutRoot());
  }

  @Override
  public void write(BcsWriter writer) {
    Wire.putConstant(writer.u64(epoch).u64(batch).u64(height).u64(seq), kind);
    Wire.put(writer, stateRoot);
    writer.u64(baseHeight);
    Wire.put(writer, baseRoot);
    Wire.put(writer, netChangeRoot);
    Wire.put(writer, payoutRoot);
  }

  /** Reads the fields. */
  public static Finality read(BcsReader reader) {
    return new Finality(
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.constant(reader, CheckpointKind.values()),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.hash(reader));
  }
}
