/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;
import java.math.BigInteger;
import java.util.Arrays;

/** Base58 with Bitcoin's alphabet, without checksum. */
public final class Base58 {
  /** Longest text that is read; the work grows with the square of the length. */
  public static final int MAX_TEXT_LENGTH = 1024;

  private static final String ALPHABET =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(58);

  private Base58() {}

  /** The text of {@code bytes}. */
  public static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      text.append(ALPHABET.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
      text.append(ALPHABET.charAt(0));
    }
    return text.reverse().toString();
  }

  /**
   * The bytes of {@code text}.
   *
   * @throws CodecException if it is too long or has a character of another alphabet
   */
  public static byte[] decode(String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw new CodecException(
          Reason.BAD_TEXT, "base58 text of more than " + MAX_TEXT_LENGTH + " characters");
    }
    BigInteger value = BigInteger.ZERO;
    int zeros = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new CodecException(Reason.BAD_TEXT, "not base58 at character " + i);
      }
      value = value.multiply(BASE).add(BigInteger.valueOf(digit));
      zeros += digit == 0 && zeros == i ? 1 : 0;
    }
    byte[] magnitude = value.toByteArray();
    int start = magnitude[0] == 0 ? 1 : 0;
    byte[] bytes = new byte[zeros + magnitude.length - start];
    System.arraycopy(magnitude, start, bytes, zeros, magnitude.length - start);
    return value.signum() == 0 ? Arrays.copyOf(bytes, zeros) : bytes;
  }
}
