/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.codec.Bytes;
import dev.sluice.move.format.Constant;
import dev.sluice.move.format.Signature;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.VariantFieldHandle;
import java.util.List;
import java.util.stream.IntStream;

/** Writes elements of tables as numbers, different elements as different numbers. */
final class TableKeys {
  private TableKeys() {}

  static int[] signature(Signature signature) {
    IntStream.Builder key = IntStream.builder();
    signature.tokens().forEach(token -> add(token, key));
    return key.build().toArray();
  }

  static int[] constant(Constant constant) {
    IntStream.Builder key = IntStream.builder();
    add(constant.type(), key);
    Bytes data = constant.data();
    for (int i = 0; i < data.length(); i++) {
      key.add(data.get(i));
    }
    return key.build().toArray();
  }

  static int[] variantField(VariantFieldHandle field) {
    return IntStream.concat(
            IntStream.of(field.struct(), field.field()),
            field.variants().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  /** Every type starts with the byte of the file format, so no type is a prefix of another. */
  private static void add(SignatureToken type, IntStream.Builder key) {
    if (type instanceof SignatureToken.Primitive primitive) {
      key.add(primitive.code());
    } else if (type instanceof SignatureToken.Struct struct) {
      key.add(0x8).add(struct.handle());
    } else if (type instanceof SignatureToken.TypeParameter parameter) {
      key.add(0x9).add(parameter.index());
    } else if (type instanceof SignatureToken.StructInstantiation inst) {
      key.add(0xB).add(inst.handle()).add(inst.arguments().size());
      addAll(inst.arguments(), key);
    } else if (type instanceof SignatureToken.Vector vector) {
      key.add(0xA);
      add(vector.element(), key);
    } else {
      key.add(type instanceof SignatureToken.MutableReference ? 0x7 : 0x6);
      addAll(Types.children(type), key);
    }
  }

  private static void addAll(List<SignatureToken> types, IntStream.Builder key) {
    types.forEach(type -> add(type, key));
  }
}
