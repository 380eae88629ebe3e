/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.List;

/**
 * A type as the binary format writes it: struct types are indices into the unit's struct handles.
 * Equal by structure, so equal tokens of one unit are the same type as long as no struct handle is
 * listed twice (which the verifier makes sure of). Nesting is at most {@link
 * Limits#SIGNATURE_TOKEN_DEPTH}, so recursion over a token is safe.
 */
public sealed interface SignatureToken {
  /** Types without operands. */
  enum Primitive implements SignatureToken {
    /** {@code bool}. */
    BOOL(0x1, 0),
    /** {@code u8}. */
    U8(0x2, 8),
    /** {@code u16}. */
    U16(0xD, 16),
    /** {@code u32}. */
    U32(0xE, 32),
    /** {@code u64}. */
    U64(0x3, 64),
    /** {@code u128}. */
    U128(0x4, 128),
    /** {@code u256}. */
    U256(0xF, 256),
    /** {@code address}. */
    ADDRESS(0x5, 0),
    /** {@code signer}. */
    SIGNER(0xC, 0);

    private final int code;
    private final int width;

    Primitive(int code, int width) {
      this.code = code;
      this.width = width;
    }

    /** The byte in the file. */
    public int code() {
      return code;
    }

    /** Bits of the integer type, 0 if it is none. */
    public int width() {
      return width;
    }
  }

  /** {@code vector<element>}. */
  record Vector(SignatureToken element) implements SignatureToken {}

  /** A struct or enum type without type arguments; {@code handle} is a struct handle. */
  record Struct(int handle) implements SignatureToken {}

  /** A struct or enum type with at least one type argument. */
  record StructInstantiation(int handle, List<SignatureToken> arguments) implements SignatureToken {
    /** Copies the list. */
    public StructInstantiation {
      arguments = List.copyOf(arguments);
    }
  }

  /** {@code &target}. */
  record Reference(SignatureToken target) implements SignatureToken {}

  /** {@code &mut target}. */
  record MutableReference(SignatureToken target) implements SignatureToken {}

  /** A type parameter of the function or struct the token stands in. */
  record TypeParameter(int index) implements SignatureToken {}

  /** Whether this is one of the integer types. */
  default boolean isInteger() {
    return this instanceof Primitive p && p.width() > 0;
  }

  /** Whether this is a reference, mutable or not. */
  default boolean isReference() {
    return this instanceof Reference || this instanceof MutableReference;
  }
}
