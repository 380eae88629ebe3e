/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.ReferenceType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.type.VectorType;
import java.util.List;
import java.util.Random;

/** Values of any type in BCS; numbers are often at the edge of their range. */
final class RandomValues {
  private static final int MAX_ELEMENTS = 4;

  private RandomValues() {}

  static Bytes of(Type type, Random random) {
    BcsWriter out = new BcsWriter();
    write(out, type, random);
    return out.toBytes();
  }

  private static void write(BcsWriter out, Type type, Random random) {
    if (type instanceof ReferenceType reference) {
      write(out, reference.target(), random);
    } else if (type instanceof VectorType vector) {
      int count = random.nextInt(MAX_ELEMENTS);
      out.length(count);
      for (int i = 0; i < count; i++) {
        write(out, vector.element(), random);
      }
    } else if (type instanceof StructType struct) {
      List<StructType.Variant> variants = struct.variants();
      int variant = random.nextInt(variants.size());
      if (struct.isEnum()) {
        out.variant(variant);
      }
      variants.get(variant).fields().forEach(field -> write(out, field.type(), random));
    } else {
      primitive(out, (PrimitiveType) type, random);
    }
  }

  private static void primitive(BcsWriter out, PrimitiveType type, Random random) {
    switch (type.tag()) {
      case BOOL -> out.bool(random.nextBoolean());
      case ADDRESS, SIGNER -> {
        byte[] bytes = new byte[type.width()];
        bytes[bytes.length - 1] = (byte) random.nextInt(3);
        out.fixedBytes(bytes);
      }
      default -> {
        byte[] bytes = new byte[type.width() / 8];
        switch (random.nextInt(4)) {
          case 0 -> random.nextBytes(bytes);
          case 1 -> java.util.Arrays.fill(bytes, (byte) -1);
          case 2 -> bytes[bytes.length - 1] = (byte) 0x80;
          default -> bytes[0] = (byte) random.nextInt(5);
        }
        out.fixedBytes(bytes);
      }
    }
  }
}
