/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Struct;
import java.nio.charset.StandardCharsets;

/** {@code 0x1::string_utils}: values as text. */
final class FormatNatives {
  private static final long ARGUMENTS_MISMATCH = 1;
  private static final long INVALID_FORMAT = 2;

  private FormatNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("string_utils", "native_format", FormatNatives::format)
        .add("string_utils", "native_format_list", FormatNatives::formatList);
  }

  private static void format(NativeContext context) {
    ValueFormat format =
        new ValueFormat(
            context,
            context.longArgument(1) != 0,
            context.longArgument(2) != 0,
            context.longArgument(3) != 0,
            context.longArgument(4) != 0);
    Type type = context.typeArgument(0);
    Object reference = context.argument(0);
    if (reference instanceof Container container) {
      format.append(type, container, 0);
    } else if (type.isLong()) {
      format.append(type, ((Reference) reference).getLong());
    } else {
      format.append(type, ((Reference) reference).get(), 0);
    }
    give(context, format.text());
  }

  private static void give(NativeContext context, String text) {
    Container string =
        TypeNatives.wrap(context.resultType(0), text.getBytes(StandardCharsets.UTF_8));
    context.meter().allocate(string.footprint());
    context.returnObject(string);
  }

  /** Puts the values of a list, Cons(value, rest) or NIL, for the {} in the format. */
  private static void formatList(NativeContext context) {
    ByteVector formatBytes = (ByteVector) context.argument(0);
    context.charge(GasCost.NATIVE_BYTE, formatBytes.size);
    if (!StringNatives.isUtf8(formatBytes)) {
      throw NativeContext.abort(INVALID_FORMAT);
    }
    String pattern = new String(formatBytes.elements, 0, formatBytes.size, StandardCharsets.UTF_8);
    ValueFormat format = new ValueFormat(context, true, false, true, false);
    Type rest = context.typeArgument(0);
    Object list = context.argument(1);
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i++);
      if (c != '{' && c != '}') {
        format.append(c);
        continue;
      }
      char next = i < pattern.length() ? pattern.charAt(i++) : 0;
      if (next == c) {
        format.append(c);
      } else if (c == '{' && next == '}') {
        StructType cons = requireList(rest, "Cons");
        Struct cell = (Struct) list;
        appendHead(format, cons, cell);
        rest = cons.arguments().get(1);
        list = cell.objects[cell.shape.slot(1)];
      } else {
        throw NativeContext.abort(INVALID_FORMAT);
      }
    }
    requireList(rest, "NIL");
    give(context, format.text());
  }

  private static void appendHead(ValueFormat format, StructType cons, Struct cell) {
    Type type = cons.arguments().get(0);
    int slot = cell.shape.slot(0);
    if (type.isLong()) {
      format.append(type, cell.longs[slot]);
    } else {
      format.append(type, cell.objects[slot], 0);
    }
  }

  private static StructType requireList(Type type, String name) {
    if (type instanceof StructType struct) {
      AccountAddress address = struct.module().address();
      AccountAddress one = AccountAddress.of(1, address.length());
      if (struct.isNamed(new ModuleId(one, "string_utils"), name)) {
        return struct;
      }
    }
    throw NativeContext.abort(ARGUMENTS_MISMATCH);
  }
}
