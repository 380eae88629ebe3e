/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.Hex;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Struct;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** {@code 0x1::type_info} and {@code 0x1::type_name}. */
final class TypeNatives {
  /** Abort code for a type that is no struct, as on the public networks. */
  private static final long NOT_A_STRUCT = 1;

  private TypeNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("type_info", "type_of", TypeNatives::typeOf)
        .add("type_info", "type_name", TypeNatives::typeName)
        .add(
            "type_info",
            "chain_id_internal",
            context -> context.returnLong(context.transaction().chainId()))
        .add("type_name", "get", TypeNatives::canonicalName);
  }

  private static byte[] text(NativeContext context, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    context.charge(GasCost.NATIVE_BYTE, bytes.length);
    return bytes;
  }

  private static void typeOf(NativeContext context) {
    if (!(context.typeArgument(0) instanceof StructType type)) {
      throw NativeContext.abort(NOT_A_STRUCT);
    }
    String name = type.name();
    if (!type.arguments().isEmpty()) {
      name +=
          type.arguments().stream().map(Type::toString).collect(Collectors.joining(", ", "<", ">"));
    }
    Struct info = Struct.blank(((StructType) context.resultType(0)).variants().get(0).shape());
    info.objects[0] = type.module().address();
    info.objects[1] = new ByteVector(text(context, type.module().name()));
    info.objects[2] = new ByteVector(text(context, name));
    give(context, info);
  }

  private static void give(NativeContext context, Container value) {
    context.meter().allocate(value.footprint());
    context.returnObject(value);
  }

  private static void typeName(NativeContext context) {
    byte[] name = text(context, context.typeArgument(0).toString());
    give(context, wrap(context.resultType(0), name));
  }

  /** Addresses in full and without 0x, nothing after commas. */
  private static void canonicalName(NativeContext context) {
    String name =
        context
            .typeArgument(0)
            .tag()
            .format(address -> Hex.encode(address.toArray()))
            .replace(", ", ",");
    give(context, wrap(context.resultType(0), text(context, name)));
  }

  /** A struct that, by way of as many structs of one field as there are, holds {@code bytes}. */
  static Container wrap(Type type, byte[] bytes) {
    if (type instanceof StructType struct) {
      StructType.Variant only = struct.variants().get(0);
      Struct value = Struct.blank(only.shape());
      value.objects[0] = wrap(only.fields().get(0).type(), bytes);
      return value;
    }
    return new ByteVector(bytes);
  }
}
