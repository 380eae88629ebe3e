/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import java.math.BigInteger;
import java.util.List;

/**
 * Move values between BCS and the JSON of Aptos: numbers up to u32 as numbers, longer ones as text,
 * addresses and bytes in hexadecimal, strings as text, structs as objects, enums with a field
 * {@code __variant__}. Thread-safe.
 */
final class ValueJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final AccountAddress ONE = AccountAddress.of(1);
  private static final String VARIANT = "__variant__";

  private final Layouts layouts;

  ValueJson(Layouts layouts) {
    this.layouts = layouts;
  }

  /** The text of a type. */
  static String text(TypeTag type) {
    return type.format(AccountAddress::toStandardString);
  }

  private static boolean is(StructTag tag, String module, String name) {
    return tag.name().equals(name) && tag.module().equals(module) && tag.address().equals(ONE);
  }

  private List<Layouts.Shape> shapes(StructTag tag) {
    return layouts
        .shapes(tag)
        .orElseThrow(() -> ApiException.invalid("there is no type " + text(tag)));
  }

  // To JSON

  /**
   * A value as JSON.
   *
   * @throws CodecException if the bytes are no value of the type
   */
  JsonNode toJson(TypeTag type, Bytes bcs) {
    BcsReader in = new BcsReader(bcs);
    JsonNode json = read(type, in);
    in.end();
    return json;
  }

  private JsonNode read(TypeTag type, BcsReader in) {
    if (type instanceof TypeTag.Primitive primitive) {
      return switch (primitive) {
        case BOOL -> BooleanNode.valueOf(in.bool());
        case U8 -> IntNode.valueOf(in.u8());
        case U16 -> IntNode.valueOf(in.u16());
        case U32 -> LongNode.valueOf(in.u32());
        case U64 -> TextNode.valueOf(Long.toUnsignedString(in.u64()));
        case U128 -> TextNode.valueOf(in.u128().toString());
        case U256 -> TextNode.valueOf(in.u256().toString());
        case ADDRESS, SIGNER -> TextNode.valueOf(in.address().toStandardString());
      };
    } else if (type instanceof TypeTag.Vector vector) {
      return readVector(vector, in);
    }
    return readStruct((StructTag) type, in);
  }

  private JsonNode readVector(TypeTag.Vector vector, BcsReader in) {
    if (vector.element() == TypeTag.Primitive.U8) {
      return TextNode.valueOf(Bytes.of(in.bytes()).toString());
    }
    ArrayNode array = JSON.arrayNode();
    int count = in.length();
    for (int i = 0; i < count; i++) {
      array.add(read(vector.element(), in));
    }
    return array;
  }

  private JsonNode readStruct(StructTag tag, BcsReader in) {
    if (is(tag, "string", "String")) {
      return TextNode.valueOf(in.string());
    }
    List<Layouts.Shape> shapes = shapes(tag);
    ObjectNode object = JSON.objectNode();
    Layouts.Shape shape = shapes.get(0);
    if (shape.variant().isPresent()) {
      shape = shapes.get(in.variant(shapes.size()));
      object.put(VARIANT, shape.variant().orElse(""));
    }
    for (Layouts.Field field : shape.fields()) {
      object.set(field.name(), read(field.type(), in));
    }
    return object;
  }

  // From JSON

  /**
   * The BCS of a value.
   *
   * @throws ApiException invalid_input if the JSON is no value of the type
   */
  Bytes toBcs(TypeTag type, JsonNode json) {
    BcsWriter out = new BcsWriter();
    try {
      write(type, json, out);
    } catch (CodecException | NumberFormatException | ArithmeticException e) {
      throw ApiException.invalid("not a value of type " + text(type) + ": " + e.getMessage());
    }
    return out.toBytes();
  }

  private void write(TypeTag type, JsonNode json, BcsWriter out) {
    if (type instanceof TypeTag.Primitive primitive) {
      writePrimitive(primitive, json, out);
    } else if (type instanceof TypeTag.Vector vector) {
      if (vector.element() == TypeTag.Primitive.U8 && json.isTextual()) {
        out.bytes(Bytes.fromHex(json.textValue()));
        return;
      }
      require(json.isArray(), "an array expected, not " + json.getNodeType());
      out.length(json.size());
      json.forEach(element -> write(vector.element(), element, out));
    } else if (type instanceof StructTag struct) {
      writeStruct(struct, json, out);
    }
  }

  private static void writePrimitive(TypeTag.Primitive type, JsonNode json, BcsWriter out) {
    switch (type) {
      case BOOL -> {
        require(json.isBoolean(), "true or false expected");
        out.bool(json.booleanValue());
      }
      case U8 -> out.u8(number(json, 8).intValue());
      case U16 -> out.u16(number(json, 16).intValue());
      case U32 -> out.u32(number(json, 32).longValue());
      case U64 -> out.u64(number(json, 64).longValue());
      case U128 -> out.u128(U128.of(number(json, 128)));
      case U256 -> out.u256(U256.of(number(json, 256)));
      case ADDRESS -> out.address(address(json));
      case SIGNER -> throw ApiException.invalid("a signer cannot be passed");
    }
  }

  private static BigInteger number(JsonNode json, int bits) {
    require(json.isTextual() || json.isIntegralNumber(), "a number expected");
    String text = json.asText();
    require(!text.isEmpty() && text.length() <= 80, "a number expected");
    BigInteger number = new BigInteger(text);
    require(number.signum() >= 0 && number.bitLength() <= bits, text + " does not fit u" + bits);
    return number;
  }

  private static AccountAddress address(JsonNode json) {
    require(json.isTextual(), "an address expected");
    return AccountAddress.parse(json.textValue());
  }

  private void writeStruct(StructTag tag, JsonNode json, BcsWriter out) {
    if (is(tag, "string", "String")) {
      require(json.isTextual(), "text expected");
      out.string(json.textValue());
    } else if (is(tag, "object", "Object") && json.isTextual()) {
      out.address(address(json));
    } else if (is(tag, "option", "Option") && (json.isNull() || !json.has("vec"))) {
      out.bool(!json.isNull());
      if (!json.isNull()) {
        write(tag.typeArguments().get(0), json, out);
      }
    } else {
      writeShape(tag, json, out);
    }
  }

  private void writeShape(StructTag tag, JsonNode json, BcsWriter out) {
    require(json.isObject(), "an object expected for " + text(tag));
    List<Layouts.Shape> shapes = shapes(tag);
    Layouts.Shape shape = shapes.get(0);
    if (shape.variant().isPresent()) {
      String name = json.path(VARIANT).asText();
      shape =
          shapes.stream()
              .filter(candidate -> candidate.variant().orElse("").equals(name))
              .findFirst()
              .orElseThrow(() -> ApiException.invalid("no variant " + name));
      out.variant(shapes.indexOf(shape));
    }
    for (Layouts.Field field : shape.fields()) {
      JsonNode value = json.get(field.name());
      require(value != null, "the field " + field.name() + " is missing");
      write(field.type(), json.path(field.name()), out);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw ApiException.invalid(message);
    }
  }
}
