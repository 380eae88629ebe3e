/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;

/**
 * An argument of a script.
 *
 * @param kind its type
 * @param bcs its value in BCS, as a function takes it
 */
public record ScriptArgument(Kind kind, Bytes bcs) {
  /** The types of arguments, in the order of their variant numbers. */
  public enum Kind {
    /** u8. */
    U8(1),
    /** u64. */
    U64(8),
    /** u128. */
    U128(16),
    /** address. */
    ADDRESS(AccountAddress.LENGTH),
    /** vector of u8. */
    U8_VECTOR(0),
    /** bool. */
    BOOL(1),
    /** u16. */
    U16(2),
    /** u32. */
    U32(4),
    /** u256. */
    U256(32),
    /** Any other value, serialized. */
    SERIALIZED(0);

    private final int size;

    Kind(int size) {
      this.size = size;
    }
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  static ScriptArgument read(BcsReader in) {
    Kind kind = KINDS.get(in.variant(KINDS.size()));
    return switch (kind) {
      case BOOL -> new ScriptArgument(kind, Bytes.of((byte) (in.bool() ? 1 : 0)));
      case U8_VECTOR -> new ScriptArgument(kind, new BcsWriter().bytes(in.bytes()).toBytes());
      case SERIALIZED -> new ScriptArgument(kind, Bytes.of(in.bytes()));
      default -> new ScriptArgument(kind, Bytes.of(in.fixedBytes(kind.size)));
    };
  }

  void write(BcsWriter out) {
    out.variant(KINDS.indexOf(kind));
    if (kind == Kind.SERIALIZED) {
      out.bytes(bcs);
    } else {
      out.fixedBytes(bcs);
    }
  }
}
