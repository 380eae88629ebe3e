/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.TypeTag;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import java.util.OptionalLong;

/** The number of BCS bytes that all values of a type have. */
final class SerializedSize {
  private SerializedSize() {}

  /** The size; empty if values differ in it, or for signers, whose form is nobody's business. */
  static OptionalLong of(Type type) {
    type.requireDepth();
    if (type instanceof PrimitiveType primitive) {
      return ofPrimitive(primitive);
    } else if (type instanceof StructType struct && !struct.isEnum()) {
      long total = 0;
      for (StructType.Field field : struct.variants().get(0).fields()) {
        OptionalLong size = of(field.type());
        if (size.isEmpty()) {
          return size;
        }
        total += size.getAsLong();
      }
      return OptionalLong.of(total);
    }
    return OptionalLong.empty();
  }

  private static OptionalLong ofPrimitive(PrimitiveType type) {
    if (type.tag() == TypeTag.Primitive.SIGNER) {
      return OptionalLong.empty();
    } else if (type.tag() == TypeTag.Primitive.BOOL) {
      return OptionalLong.of(1);
    }
    boolean isAddress = type.tag() == TypeTag.Primitive.ADDRESS;
    return OptionalLong.of(isAddress ? type.width() : type.width() / Byte.SIZE);
  }
}
