/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;
import dev.sluice.codec.TypeTag.Primitive;
import java.util.List;

/** Type tags in BCS; the numbers of the variants are the same on all Move chains. */
final class TypeTagBcs {
  private static final int VECTOR = 6;
  private static final int STRUCT = 7;
  private static final List<Primitive> PRIMITIVES =
      List.of(
          Primitive.BOOL,
          Primitive.U8,
          Primitive.U64,
          Primitive.U128,
          Primitive.ADDRESS,
          Primitive.SIGNER,
          // 6 and 7 never stand for these two.
          Primitive.SIGNER,
          Primitive.SIGNER,
          Primitive.U16,
          Primitive.U32,
          Primitive.U256);

  private TypeTagBcs() {}

  static TypeTag read(BcsReader reader, int addressLength, int depth) {
    int variant = reader.variant(PRIMITIVES.size());
    return switch (variant) {
      case VECTOR -> new TypeTag.Vector(read(reader, addressLength, deeper(depth)));
      case STRUCT -> readStruct(reader, addressLength, deeper(depth));
      default -> PRIMITIVES.get(variant);
    };
  }

  static StructTag readStruct(BcsReader reader, int addressLength, int depth) {
    AccountAddress address = reader.address(addressLength);
    String module = reader.string();
    String name = reader.string();
    return new StructTag(address, module, name, reader.list(r -> read(r, addressLength, depth)));
  }

  static void write(BcsWriter writer, TypeTag tag, int depth) {
    if (tag instanceof Primitive primitive) {
      writer.variant(PRIMITIVES.indexOf(primitive));
    } else if (tag instanceof TypeTag.Vector vector) {
      write(writer.variant(VECTOR), vector.element(), deeper(depth));
    } else if (tag instanceof StructTag struct) {
      writeStruct(writer.variant(STRUCT), struct, deeper(depth));
    }
  }

  static void writeStruct(BcsWriter writer, StructTag struct, int depth) {
    writer.address(struct.address()).string(struct.module()).string(struct.name());
    writer.list(struct.typeArguments(), (w, argument) -> write(w, argument, depth));
  }

  /** One level below {@code depth}. */
  static int deeper(int depth) {
    if (depth == TypeTag.MAX_NESTING) {
      throw new CodecException(
          Reason.TOO_DEEP,
          "a type of more than " + TypeTag.MAX_NESTING + " nested vectors and structs");
    }
    return depth + 1;
  }
}
