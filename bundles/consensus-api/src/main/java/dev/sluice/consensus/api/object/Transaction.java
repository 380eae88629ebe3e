/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;

/** An entry of the log (section 3.4): a client's or the system's. Written with its variant. */
public sealed interface Transaction extends Encodable permits SignedTransaction, SystemTransaction {

  /** Reads an entry. */
  static Transaction read(BcsReader reader) {
    return reader.variant(2) == 0
        ? SignedTransaction.readStruct(reader)
        : SystemTransaction.readStruct(reader);
  }
}
