/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * JSON of a node, in the tree form of {@link NodeJson}, into BCS. May throw {@link
 * Layouts.Missing}, so it runs under {@link Layouts#with}. A value that does not fit its type is
 * refused as the error that the caller names: an answer of the node is a bad answer, a text of the
 * user an invalid request.
 */
final class Values {
  /** Deepest nesting of structs and vectors. */
  static final int MAX_DEPTH = 64;

  static final StructTag STRING = StructTag.of(AccountAddress.of(1), "string", "String");
  private static final Pattern PARAMETER = Pattern.compile("(?<![:\\w])T(\\d{1,3})(?![\\w:])");

  private final Layouts layouts;
  private final Function<String, ChainException> misfit;

  /** Refuses misfits as {@code code}. */
  Values(Layouts layouts, Code code) {
    this.layouts = layouts;
    this.misfit = what -> new ChainException(code, what);
  }

  Bytes bcs(TypeTag type, Object json) {
    var out = new BcsWriter();
    try {
      write(out, type, json, 0);
    } catch (NumberFormatException | CodecException e) {
      throw misfit.apply("no " + type + ": " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw misfit.apply("no " + type + ": " + e.getMessage());
    }
    return out.toBytes();
  }

  private void write(BcsWriter out, TypeTag type, Object json, int depth) {
    if (depth > MAX_DEPTH) {
      throw misfit.apply("a value nests deeper than " + MAX_DEPTH);
    }
    if (type instanceof TypeTag.Primitive primitive) {
      primitive(out, primitive, json);
    } else if (type instanceof TypeTag.Vector vector) {
      vector(out, vector.element(), json, depth);
    } else if (type instanceof StructTag struct) {
      struct(out, struct, json, depth);
    }
  }

  private void primitive(BcsWriter out, TypeTag.Primitive type, Object json) {
    if (type == TypeTag.Primitive.BOOL) {
      if (json instanceof Boolean flag) {
        out.bool(flag);
        return;
      }
      String text = text(json);
      if (!text.equals("true") && !text.equals("false")) {
        throw misfit.apply("no bool: " + text);
      }
      out.bool(text.equals("true"));
      return;
    }
    String text = text(json);
    switch (type) {
      case U8 -> out.u8((int) number(text, 8).longValue());
      case U16 -> out.u16((int) number(text, 16).longValue());
      case U32 -> out.u32(number(text, 32).longValue());
      case U64 -> out.u64(number(text, 64).longValue());
      case U128 -> out.u128(U128.of(number(text, 128)));
      case U256 -> out.u256(U256.of(number(text, 256)));
      case ADDRESS -> out.address(AccountAddress.parse(text));
      default -> throw misfit.apply("a value of type " + type);
    }
  }

  private String text(Object json) {
    if (json instanceof String text) {
      return text;
    }
    throw misfit.apply("a text is missing");
  }

  private BigInteger number(String text, int bits) {
    if (text.length() > 80) {
      throw misfit.apply("a number of " + text.length() + " digits");
    }
    var number = new BigInteger(text);
    if (number.signum() < 0 || number.bitLength() > bits) {
      throw misfit.apply(text + " is no u" + bits);
    }
    return number;
  }

  private void vector(BcsWriter out, TypeTag element, Object json, int depth) {
    if (json instanceof String hex) {
      if (element != TypeTag.Primitive.U8) {
        throw misfit.apply("no list: " + hex);
      }
      out.bytes(Bytes.fromHex(hex));
      return;
    }
    if (!(json instanceof List<?> items)) {
      throw misfit.apply("a list is missing");
    }
    out.length(items.size());
    for (Object item : items) {
      write(out, element, item, depth + 1);
    }
  }

  private void struct(BcsWriter out, StructTag type, Object json, int depth) {
    if (type.equals(STRING)) {
      out.string(text(json));
      return;
    }
    StructLayout layout = layouts.layout(type);
    if (!(json instanceof Map<?, ?> fields)) {
      // A wrapper of one field, such as an Object, may be given as its content.
      if (layout.fields().size() == 1) {
        write(out, fieldType(type, layout.fields().get(0)), json, depth + 1);
        return;
      }
      throw misfit.apply("the fields of " + type + " are missing");
    }
    if (fields.size() != layout.fields().size()) {
      throw misfit.apply(type + " has " + layout.fields().size() + " fields, not " + fields.size());
    }
    for (StructLayout.Field field : layout.fields()) {
      Object value = fields.get(field.name());
      if (value == null) {
        throw misfit.apply("field " + field.name() + " of " + type + " is missing");
      }
      write(out, fieldType(type, field), value, depth + 1);
    }
  }

  private static TypeTag fieldType(StructTag owner, StructLayout.Field field) {
    return type(field.type(), owner.typeArguments());
  }

  /** A type as an ABI writes it, with type arguments in place of {@code T0}, {@code T1} ... */
  static TypeTag type(String abi, List<TypeTag> arguments) {
    String text =
        PARAMETER
            .matcher(abi)
            .replaceAll(
                match -> {
                  int index = Integer.parseInt(match.group(1));
                  if (index >= arguments.size()) {
                    throw new CodecException(
                        CodecException.Reason.BAD_TEXT, abi + " needs more type arguments");
                  }
                  return arguments.get(index).toLongString();
                });
    return TypeTag.parse(text);
  }
}
