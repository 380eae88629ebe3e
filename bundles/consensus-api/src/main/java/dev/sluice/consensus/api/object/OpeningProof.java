/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;

/** The statuses on which an epoch is opened (rule 6): ascending index, no index twice. */
public record OpeningProof(List<SignedStatus> statuses) implements Encodable {
  /** Keeps a copy of the list. */
  public OpeningProof {
    statuses = List.copyOf(statuses);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.PROOF.write(writer);
    Wire.putAll(writer, statuses);
  }

  /** Reads a proof. */
  public static OpeningProof read(BcsReader reader) {
    Tag.PROOF.expect(reader);
    return new OpeningProof(Wire.list(reader, Bounds.MAX_MEMBERS, SignedStatus::read));
  }
}
