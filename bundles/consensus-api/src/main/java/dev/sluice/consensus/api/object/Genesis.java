/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/**
 * What a channel starts from, fixed at create (section 4.7).
 *
 * @param configHash H of the {@link ConfigRecord}
 * @param stateRoot state before the first transaction
 * @param payoutRoot of the empty payout list
 * @param positionSeq 1, the create operation
 * @param codeHashes of the code that may run in the channel
 */
public record Genesis(
    Domain domain,
    Hash configHash,
    Hash stateRoot,
    Hash payoutRoot,
    long positionSeq,
    List<Hash> codeHashes)
    implements Encodable {
  /** Keeps a copy of the list. */
  public Genesis {
    codeHashes = List.copyOf(codeHashes);
  }

  /** The genesis hash: parent of batch 1. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.GENESIS.write(writer);
    domain.write(writer);
    Wire.put(writer, configHash);
    Wire.put(writer, stateRoot);
    Wire.put(writer, payoutRoot);
    writer.u64(positionSeq);
    Wire.putFixed(writer, codeHashes);
  }

  /** Reads a genesis. */
  public static Genesis read(BcsReader reader) {
    Tag.GENESIS.expect(reader);
    return new Genesis(
        Domain.read(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.list(reader, Bounds.MAX_LISTED, Wire::hash));
  }
}
