/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.math.BigInteger;
import java.util.HexFormat;

/** The text forms of a CID (multibase): read four, write one. */
final class Multibase {
  /** Longest text looked at: base16 of the longest CID, with room. */
  private static final int MAX_TEXT = 128;

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

  private Multibase() {}

  static byte[] decode(String text) {
    if (text.length() < 2 || text.length() > MAX_TEXT) {
      throw invalid("a CID has 2 to " + MAX_TEXT + " characters, not " + text.length());
    }
    String digits = text.substring(1);
    return switch (text.charAt(0)) {
      case 'b' -> decodeBase32(digits);
      case 'f' -> decodeBase16(digits);
      case 'k' -> decodeNumber(digits, BASE36);
      case 'z' -> decodeNumber(digits, BASE58);
      default -> throw invalid("a CID starts with b, z, f or k, this one with " + text.charAt(0));
    };
  }

  static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder("b");
    int bits = 0;
    int held = 0;
    for (byte b : bytes) {
      held = held << 8 | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(held >>> bits & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(held << (5 - bits) & 31));
    }
    return text.toString();
  }

  private static byte[] decodeBase32(String digits) {
    byte[] bytes = new byte[digits.length() * 5 / 8];
    int at = 0;
    int bits = 0;
    int held = 0;
    for (int i = 0; i < digits.length(); i++) {
      held = (held << 5 | digit(digits.charAt(i), BASE32)) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >>> bits);
      }
    }
    // One byte string, one text: no superfluous digit and no stray bit in the last one.
    if (bits >= 5 || (held & ((1 << bits) - 1)) != 0) {
      throw invalid("the base32 text of this CID has left-over bits");
    }
    return bytes;
  }

  private static byte[] decodeBase16(String digits) {
    if (!digits.equals(digits.toLowerCase(java.util.Locale.ROOT))) {
      throw invalid("base16 CIDs are written in lower case");
    }
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new StorageException(
          StorageError.INVALID, "the base16 text of this CID is malformed", e);
    }
  }

  private static byte[] decodeNumber(String digits, String alphabet) {
    BigInteger base = BigInteger.valueOf(alphabet.length());
    BigInteger number = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digit(digits.charAt(i), alphabet);
      zeros += number.signum() == 0 && digit == 0 ? 1 : 0;
      number = number.multiply(base).add(BigInteger.valueOf(digit));
    }
    byte[] magnitude = number.toByteArray();
    int skip = magnitude[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[zeros + magnitude.length - skip];
    System.arraycopy(magnitude, skip, bytes, zeros, magnitude.length - skip);
    return bytes;
  }

  private static int digit(char character, String alphabet) {
    int digit = alphabet.indexOf(character);
    if (digit < 0) {
      throw invalid("character '" + character + "' does not belong in this CID");
    }
    return digit;
  }

  private static StorageException invalid(String message) {
    return new StorageException(StorageError.INVALID, message);
  }
}
