/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** A status with the signature of its member key. */
public record SignedStatus(Status status, Signature signature) implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = Status.LENGTH + Signature.LENGTH;

  @Override
  public void write(BcsWriter writer) {
    status.write(writer);
    Wire.put(writer, signature);
  }

  /** Reads a signed status. */
  public static SignedStatus read(BcsReader reader) {
    return new SignedStatus(Status.read(reader), Wire.signature(reader));
  }
}
