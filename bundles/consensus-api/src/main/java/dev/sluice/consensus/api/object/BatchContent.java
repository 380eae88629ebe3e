/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.Optional;

/** What the content hash of a header covers (section 3.5). */
public record BatchContent(Hash proofHash, long count, long bodyLength, Hash transactionsRoot)
    implements Encodable {
  /** The content of a batch. */
  public static BatchContent of(Optional<OpeningProof> proof, BatchBody body, Hash root) {
    return new BatchContent(
        proof.map(HashFunction.H::hash).orElse(Hash.ZERO),
        body.transactions().size(),
        body.size(),
        root);
  }

  /** H of the encoding. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.CONTENT.write(writer);
    Wire.put(writer, proofHash);
    writer.u32(count).u32(bodyLength);
    Wire.put(writer, transactionsRoot);
  }

  /** Reads a content record. */
  public static BatchContent read(BcsReader reader) {
    Tag.CONTENT.expect(reader);
    return new BatchContent(Wire.hash(reader), reader.u32(), reader.u32(), Wire.hash(reader));
  }
}
