/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Constant;
import dev.sluice.move.format.SignatureToken;
import java.util.List;

/**
 * Constants are booleans, integers, addresses and vectors of these, so that nobody can forge a
 * signer or a struct, and their bytes are the BCS encoding of one value of that type.
 */
final class ConstantsPass {
  /** BCS: the most elements of a sequence. */
  private static final long MAX_LENGTH = Integer.MAX_VALUE;

  private static final int MAX_LENGTH_BYTES = 5;
  private static final int BAD = -1;

  private final Bytes data;
  private final int addressLength;

  private ConstantsPass(Bytes data, int addressLength) {
    this.data = data;
    this.addressLength = addressLength;
  }

  static void verify(UnitView view) {
    // All addresses of a unit have one length; a script without any is taken as of today's chains.
    List<AccountAddress> addresses = view.unit().addresses();
    int addressLength = addresses.isEmpty() ? AccountAddress.LENGTH : addresses.get(0).length();
    List<Constant> constants = view.unit().constants();
    for (int i = 0; i < constants.size(); i++) {
      Constant constant = constants.get(i);
      if (!isAllowed(constant.type())) {
        throw MoveException.of(StatusCode.INVALID_CONSTANT_TYPE, "constant " + i);
      }
      ConstantsPass pass = new ConstantsPass(constant.data(), addressLength);
      if (pass.skip(constant.type(), 0) != constant.data().length()) {
        throw MoveException.of(StatusCode.MALFORMED_CONSTANT_DATA, "constant " + i);
      }
    }
  }

  private static boolean isAllowed(SignatureToken type) {
    return type instanceof SignatureToken.Vector vector
        ? isAllowed(vector.element())
        : type instanceof SignatureToken.Primitive && type != SignatureToken.Primitive.SIGNER;
  }

  /** The position after a value of the type at {@code from}, or {@link #BAD}. */
  private int skip(SignatureToken type, int from) {
    if (type instanceof SignatureToken.Vector vector) {
      return skipVector(vector.element(), from);
    }
    SignatureToken.Primitive primitive = (SignatureToken.Primitive) type;
    if (primitive == SignatureToken.Primitive.BOOL) {
      boolean ok = from < data.length() && (data.get(from) == 0 || data.get(from) == 1);
      return ok ? from + 1 : BAD;
    }
    int length =
        primitive == SignatureToken.Primitive.ADDRESS ? addressLength : primitive.width() / 8;
    return length <= data.length() - from ? from + length : BAD;
  }

  private int skipVector(SignatureToken element, int from) {
    long length = 0;
    int position = from;
    for (int i = 0; ; i++) {
      if (i == MAX_LENGTH_BYTES || position == data.length()) {
        return BAD;
      }
      int group = data.get(position++);
      length |= (long) (group & 0x7F) << (7 * i);
      if (group >= 0) {
        if (group == 0 && i > 0) {
          return BAD;
        }
        break;
      }
    }
    if (length > MAX_LENGTH) {
      return BAD;
    }
    // Every element takes at least a byte, so the data bound the loop.
    for (long i = 0; i < length && position != BAD; i++) {
      position = skip(element, position);
    }
    return position;
  }
}
