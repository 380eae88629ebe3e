/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsWriter;

/** A value with one encoding, in Binary Canonical Serialization. */
public interface Encodable {
  /** Writes this value. */
  void write(BcsWriter writer);

  /** The encoding. For a signed object these are the bytes that are signed. */
  default byte[] encode() {
    BcsWriter writer = new BcsWriter(256);
    write(writer);
    return writer.toByteArray();
  }
}
