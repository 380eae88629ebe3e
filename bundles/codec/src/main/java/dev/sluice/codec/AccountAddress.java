/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.util.Arrays;

/**
 * The address of an account: 32 bytes on current chains, 16 on older ones. Immutable, ordered as
 * unsigned bytes. Addresses of different lengths are never equal.
 */
public final class AccountAddress implements Comparable<AccountAddress> {
  /** Bytes of an address on Aptos, Sui, Rooch and Initia. */
  public static final int LENGTH = 32;

  /** Bytes of an address on chains of the first generation, such as Starcoin. */
  public static final int SHORT_LENGTH = 16;

  private final byte[] bytes;
  private final int hash;

  private AccountAddress(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  /**
   * The address with these bytes, which are copied.
   *
   * @throws IllegalArgumentException if there are neither 32 nor 16 bytes
   */
  public static AccountAddress of(byte... bytes) {
    return copyOfRange(bytes, 0, bytes.length);
  }

  /**
   * The address made of the bytes from {@code from} to before {@code to}.
   *
   * @throws IllegalArgumentException if these are neither 32 nor 16 bytes
   */
  public static AccountAddress copyOfRange(byte[] bytes, int from, int to) {
    requireLength(to - from);
    return new AccountAddress(Arrays.copyOfRange(bytes, from, to));
  }

  /** The 32-byte address with the numeric value {@code value}, read as unsigned. */
  public static AccountAddress of(long value) {
    return of(value, LENGTH);
  }

  /** The address of {@code length} bytes with the numeric value {@code value}, read as unsigned. */
  public static AccountAddress of(long value, int length) {
    requireLength(length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < Long.BYTES; i++) {
      bytes[length - 1 - i] = (byte) (value >>> (8 * i));
    }
    return new AccountAddress(bytes);
  }

  /**
   * Reads {@code 0x} followed by 1 to 64 hexadecimal digits as a 32-byte address.
   *
   * @throws CodecException if the text has another form
   */
  public static AccountAddress parse(String text) {
    return parse(text, LENGTH);
  }

  /**
   * Reads {@code 0x} followed by hexadecimal digits, missing leading zeros added.
   *
   * @param length bytes of the address, 32 or 16
   * @throws CodecException if the text has another form
   */
  public static AccountAddress parse(String text, int length) {
    requireLength(length);
    int digits = text.length() - 2;
    if (!text.startsWith("0x") || digits < 1 || digits > 2 * length) {
      throw new CodecException(
          CodecException.Reason.BAD_TEXT,
          "not an address: 0x and 1 to " + 2 * length + " hexadecimal digits expected");
    }
    return new AccountAddress(Hex.decode("0".repeat(2 * length - digits) + text.substring(2)));
  }

  private static void requireLength(int length) {
    if (length != LENGTH && length != SHORT_LENGTH) {
      throw new IllegalArgumentException("an address has 32 or 16 bytes, not " + length);
    }
  }

  /** Number of bytes, 32 or 16. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** Copies the bytes into {@code target} from {@code offset} on. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** {@code 0x} and all digits. */
  public String toLongString() {
    return "0x" + Hex.encode(bytes);
  }

  /**
   * The short form for the addresses up to {@code 0xf}, the long form for all others, as Aptos
   * wants it (AIP 40).
   */
  public String toStandardString() {
    String text = toString();
    return text.length() == 3 ? text : toLongString();
  }

  /** {@code 0x} and the digits without leading zeros: {@code 0x42}. */
  @Override
  public String toString() {
    String digits = Hex.encode(bytes);
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    return "0x" + digits.substring(start);
  }

  @Override
  public int compareTo(AccountAddress other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof AccountAddress that && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
