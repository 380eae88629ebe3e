/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Hex;
import dev.sluice.move.ModuleId;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.type.VectorType;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Signer;
import dev.sluice.move.value.Struct;
import dev.sluice.move.value.Vector;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes values as the networks' {@code string_utils} does. Not thread-safe. */
final class ValueFormat {
  private final NativeContext context;
  private final boolean typeNames;
  private final boolean longAddresses;
  private final boolean singleLine;
  private final boolean integerTypes;
  private final StringBuilder out = new StringBuilder();
  private int charged;

  ValueFormat(
      NativeContext context,
      boolean typeNames,
      boolean longAddresses,
      boolean singleLine,
      boolean integerTypes) {
    this.context = context;
    this.typeNames = typeNames;
    this.longAddresses = longAddresses;
    this.singleLine = singleLine;
    this.integerTypes = integerTypes;
  }

  String text() {
    charge();
    return out.toString();
  }

  private void charge() {
    context.charge(GasCost.NATIVE_BYTE, out.length() - charged);
    charged = out.length();
  }

  void append(char c) {
    out.append(c);
  }

  /** Writes a bool or an integer up to 64 bits. */
  void append(Type type, long value) {
    if (type == PrimitiveType.BOOL) {
      out.append(value != 0);
    } else {
      out.append(Long.toUnsignedString(value));
      appendIntegerType(type);
    }
    charge();
  }

  private void appendIntegerType(Type type) {
    if (integerTypes) {
      out.append(type);
    }
  }

  /** Writes another value, {@code depth} levels deep in others. */
  void append(Type type, Object value, int depth) {
    charge();
    if (type instanceof VectorType vector) {
      append(vector, (Vector) value, depth);
    } else if (type instanceof StructType struct) {
      append(struct, (Struct) value, depth);
    } else if (value instanceof AccountAddress address) {
      out.append('@').append(text(address));
    } else if (value instanceof Signer signer) {
      out.append("signer(@").append(text(signer.address())).append(')');
    } else {
      out.append(value);
      appendIntegerType(type);
    }
  }

  private String text(AccountAddress address) {
    return longAddresses ? address.toLongString().substring(2) : address.toString();
  }

  private void append(VectorType type, Vector vector, int depth) {
    if (vector instanceof ByteVector bytes && type.element() == PrimitiveType.U8) {
      out.append("0x").append(Hex.encode(bytes.toArray()));
      return;
    }
    boolean compound = type.element().kind() == Type.Kind.CONTAINER;
    out.append('[');
    appendParts(
        vector.size,
        depth,
        !singleLine && compound,
        i -> appendElement(type.element(), vector, i, depth + 1));
    out.append(']');
  }

  private void appendElement(Type type, Vector vector, int index, int depth) {
    if (vector instanceof ByteVector bytes) {
      append(type, bytes.elements[index] & 0xff);
    } else if (vector instanceof LongVector longs) {
      append(type, longs.elements[index]);
    } else if (vector instanceof ObjectVector objects) {
      append(type, objects.elements[index], depth);
    }
  }

  private void append(StructType type, Struct struct, int depth) {
    if (isAt(type, "string", "String") && struct.objects[0] instanceof ByteVector text) {
      String escaped =
          new String(text.toArray(), StandardCharsets.UTF_8)
              .replace("\\", "\\\\")
              .replace("\"", "\\\"");
      out.append('"').append(escaped).append('"');
      return;
    } else if (isAt(type, "option", "Option")
        && !type.isEnum()
        && struct.objects[0] instanceof Vector value) {
      appendOption(type.arguments().get(0), value, depth);
      return;
    }
    StructType.Variant variant = type.variants().get(struct.shape.variant);
    if (type.isEnum()) {
      out.append(variant.name()).append('{');
    } else {
      out.append(typeNames ? type.toString() : type.name()).append(" {");
    }
    List<StructType.Field> fields = variant.fields();
    appendParts(
        fields.size(), depth, !singleLine, i -> appendField(fields.get(i), struct, i, depth + 1));
    out.append('}');
  }

  private void appendField(StructType.Field field, Struct struct, int index, int depth) {
    out.append(field.name()).append(": ");
    int slot = struct.shape.slot(index);
    if (field.type().isLong()) {
      append(field.type(), struct.longs[slot]);
    } else {
      append(field.type(), struct.objects[slot], depth);
    }
  }

  private void appendOption(Type type, Vector value, int depth) {
    if (value.size == 0) {
      out.append("None");
    } else {
      out.append("Some(");
      appendElement(type, value, 0, depth);
      out.append(')');
    }
  }

  private static boolean isAt(StructType type, String module, String name) {
    AccountAddress one = AccountAddress.of(1, type.module().address().length());
    return type.isNamed(new ModuleId(one, module), name);
  }

  private interface Part {
    void append(int index);
  }

  private void appendParts(int count, int depth, boolean newLines, Part part) {
    if (count == 0) {
      return;
    }
    appendSpace(newLines, depth + 1);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        out.append(',');
        appendSpace(newLines, depth + 1);
      }
      part.append(i);
    }
    appendSpace(newLines, depth);
  }

  private void appendSpace(boolean newLine, int depth) {
    if (newLine) {
      out.append('\n').append("  ".repeat(depth));
    } else {
      out.append(' ');
    }
  }
}
