/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;

/** What a transaction runs. */
public sealed interface TransactionPayload
    permits Script, EntryFunction, MultisigPayload, InnerPayload {
  /**
   * Reads a payload.
   *
   * @throws CodecException also for module bundles (variant 1), which no chain takes any more
   */
  static TransactionPayload read(BcsReader in) {
    return switch (in.variant(5)) {
      case 0 -> Script.readScript(in);
      case 2 -> EntryFunction.readCall(in);
      case 3 -> MultisigPayload.readMultisig(in);
      case 4 -> InnerPayload.readInner(in);
      default -> throw new CodecException(Reason.UNKNOWN_VARIANT, "module bundles are obsolete");
    };
  }

  /** Writes the payload with its variant number. */
  default void write(BcsWriter out) {
    if (this instanceof Script script) {
      script.writeScript(out.variant(0));
    } else if (this instanceof EntryFunction function) {
      function.writeCall(out.variant(2));
    } else if (this instanceof MultisigPayload multisig) {
      multisig.writeMultisig(out.variant(3));
    } else if (this instanceof InnerPayload inner) {
      inner.writeInner(out.variant(4));
    }
  }

  /** The payload in BCS. */
  default Bytes toBcs() {
    BcsWriter out = new BcsWriter(256);
    write(out);
    return out.toBytes();
  }
}
