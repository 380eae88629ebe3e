/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.Optional;

/** Two statements one member must not have signed both (rule 24): 513 bytes. */
public record Evidence(
    AckStatement first,
    Signature firstSignature,
    AckStatement second,
    Signature secondSignature,
    int index)
    implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = 513;

  /** Why the two exclude each other. */
  public enum Kind {
    /** Two headers in one slot. */
    TWO_IN_SLOT,
    /** The next batch on another parent. */
    WRONG_PARENT,
    /** A second opening of the epoch. */
    SECOND_OPENING
  }

  /** Which offence the statements show, if one; signatures are not looked at. */
  public Optional<Kind> kind() {
    if (!first.sameEpoch(second)) {
      return Optional.empty();
    }
    if (first.batch() == second.batch()) {
      return first.headerHash().equals(second.headerHash())
          ? Optional.empty()
          : Optional.of(Kind.TWO_IN_SLOT);
    }
    if (second.batch() == first.batch() + 1 && !second.parentHash().equals(first.headerHash())) {
      return Optional.of(Kind.WRONG_PARENT);
    }
    return first.batch() < second.batch() && second.parentEpoch() < second.epoch()
        ? Optional.of(Kind.SECOND_OPENING)
        : Optional.empty();
  }

  @Override
  public void write(BcsWriter writer) {
    first.write(writer);
    Wire.put(writer, firstSignature);
    second.write(writer);
    Wire.put(writer, secondSignature);
    writer.u8(index);
  }

  /** Reads evidence. */
  public static Evidence read(BcsReader reader) {
    return new Evidence(
        AckStatement.read(reader),
        Wire.signature(reader),
        AckStatement.read(reader),
        Wire.signature(reader),
        reader.u8());
  }
}
