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
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads signatures and their tokens, of one unit. Equal types become one object, so that comparing
 * and analysing types costs the verifier little however large they are and however often they are
 * used.
 */
final class SignatureReader {
  private static final int LAST_KNOWN_TYPE = 0x16;

  private final int version;

  /** Types by what they are made of; a tree, because keys cannot be chosen to slow it down. */
  private final TreeMap<int[], SignatureToken> types = new TreeMap<>(Arrays::compare);

  private final IdentityHashMap<SignatureToken, Integer> numbers = new IdentityHashMap<>();

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
      case 0x6 -> {
        SignatureToken target = token(cursor, depth + 1);
        yield unique(() -> new Reference(target), code, number(target));
      }
      case 0x7 -> {
        SignatureToken target = token(cursor, depth + 1);
        yield unique(() -> new MutableReference(target), code, number(target));
      }
      case 0x8 -> {
        int handle = cursor.index();
        yield unique(() -> new Struct(handle), code, handle);
      }
      case 0x9 -> {
        int index = cursor.uleb(Limits.TYPE_PARAMETER_INDEX, "type parameter index");
        yield unique(() -> new TypeParameter(index), code, index);
      }
      case 0xA -> {
        SignatureToken element = token(cursor, depth + 1);
        yield unique(() -> new Vector(element), code, number(element));
      }
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
    int[] key = new int[count + 2];
    key[0] = 0xB;
    key[1] = handle;
    for (int i = 0; i < count; i++) {
      arguments.add(token(cursor, depth + 1));
      key[i + 2] = number(arguments.get(i));
    }
    return unique(() -> new StructInstantiation(handle, arguments), key);
  }

  private SignatureToken unique(Supplier<SignatureToken> make, int... key) {
    return types.computeIfAbsent(key, k -> make.get());
  }

  private int number(SignatureToken type) {
    return numbers.computeIfAbsent(type, t -> numbers.size());
  }
}
