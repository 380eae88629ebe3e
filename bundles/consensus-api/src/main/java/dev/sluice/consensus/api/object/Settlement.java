/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** What the contract is shown to settle, to open an exit or to fix a cut (section 3.8). */
public record Settlement(BatchHeader header, Certificate certificate, PayoutList payouts)
    implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    header.write(writer);
    certificate.write(writer);
    payouts.write(writer);
  }

  /** Reads a settlement. */
  public static Settlement read(BcsReader reader) {
    return new Settlement(
        BatchHeader.read(reader), Certificate.read(reader), PayoutList.read(reader));
  }
}
