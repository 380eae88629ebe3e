/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/**
 * What a transaction did (section 4.2).
 *
 * @param status 0 success; 1 to 999 the protocol's; others the executor's
 * @param gas gas used
 * @param changeSet hash of its changes, zero if none
 * @param events hash of its events, zero if none
 */
public record TxResult(long status, long gas, Hash changeSet, Hash events) implements Encodable {
  /** All zero: success without effect. */
  public static final TxResult NOTHING = new TxResult(0, 0, Hash.ZERO, Hash.ZERO);

  /** The results root over the results of a batch. */
  public static Hash root(List<TxResult> results) {
    return MerkleTree.root(HashFunction.T, results);
  }

  @Override
  public void write(BcsWriter writer) {
    writer.u64(status).u64(gas);
    Wire.put(writer, changeSet);
    Wire.put(writer, events);
  }

  /** Reads a result. */
  public static TxResult read(BcsReader reader) {
    return new TxResult(reader.u64(), reader.u64(), Wire.hash(reader), Wire.hash(reader));
  }
}
