/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/** A leave request with the signature of the member's transaction key. */
public record SignedLeave(LeaveRequest request, Signature signature) implements Encodable {
  @Override
  public void write(BcsWriter writer) {
    request.write(writer);
    Wire.put(writer, signature);
  }

  /** Reads a signed request. */
  public static SignedLeave read(BcsReader reader) {
    return new SignedLeave(LeaveRequest.read(reader), Wire.signature(reader));
  }
}
