/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.move.StatusCode;
import dev.sluice.move.format.SignatureToken.MutableReference;
import dev.sluice.move.format.SignatureToken.Primitive;
import dev.sluice.move.format.SignatureToken.Reference;
import dev.sluice.move.format.SignatureToken.Struct;
import dev.sluice.move.format.SignatureToken.StructInstantiation;
import dev.sluice.move.format.SignatureToken.TypeParameter;
import dev.sluice.move.format.SignatureToken.Vector;
import java.util.ArrayList;
import java.util.List;

/** Reads signatures and their tokens. */
final class SignatureReader {
  private static final int LAST_KNOWN_TYPE = 0x16;

  private final int version;

  SignatureReader(int version) {
    this.version = version;
  }

  Signature signature(Cursor cursor) {
    int count = cursor.uleb(Limits.SIGNATURE_TOKENS, "number of types");
    if (count == 0) {
      return Signature.EMPTY;
    }
    List<SignatureToken> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tokens.add(token(cursor));
    }
    return new Signature(tokens);
  }

  SignatureToken token(Cursor cursor) {
    return token(cursor, 1);
  }

  private SignatureToken token(Cursor cursor, int depth) {
    if (depth > Limits.SIGNATURE_TOKEN_DEPTH) {
      throw cursor.malformed("a type nested more than " + Limits.SIGNATURE_TOKEN_DEPTH + " deep");
    }
    int code = cursor.u8();
    return switch (code) {
      case 0x1 -> Primitive.BOOL;
      case 0x2 -> Primitive.U8;
      case 0x3 -> Primitive.U64;
      case 0x4 -> Primitive.U128;
      case 0x5 -> Primitive.ADDRESS;
      case 0x6 -> new Reference(token(cursor, depth + 1));
      case 0x7 -> new MutableReference(token(cursor, depth + 1));
      case 0x8 -> new Struct(cursor.index());
      case 0x9 ->
          new TypeParameter(cursor.uleb(Limits.TYPE_PARAMETER_INDEX, "type parameter index"));
      case 0xA -> new Vector(token(cursor, depth + 1));
      case 0xB -> structInstantiation(cursor, depth);
      case 0xC -> Primitive.SIGNER;
      case 0xD -> since6(cursor, Primitive.U16);
      case 0xE -> since6(cursor, Primitive.U32);
      case 0xF -> since6(cursor, Primitive.U256);
      default -> {
        if (code >= 0x10 && code <= LAST_KNOWN_TYPE) {
          throw cursor.malformed("type " + code + " in bytecode version " + version);
        }
        throw cursor.failure(StatusCode.UNKNOWN_SERIALIZED_TYPE, "type " + code);
      }
    };
  }

  private SignatureToken since6(Cursor cursor, Primitive type) {
    if (version < 6) {
      throw cursor.malformed("type " + type + " in bytecode version " + version);
    }
    return type;
  }

  private SignatureToken structInstantiation(Cursor cursor, int depth) {
    int handle = cursor.index();
    int count = cursor.uleb(Limits.TYPE_PARAMETERS, "number of type arguments");
    if (count == 0) {
      throw cursor.malformed("a generic struct without type arguments");
    }
    List<SignatureToken> arguments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      arguments.add(token(cursor, depth + 1));
    }
    return new StructInstantiation(handle, arguments);
  }
}
