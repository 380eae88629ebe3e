/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;
import java.util.Locale;

/**
 * Text with a readable prefix and a checksum that finds every error of up to four characters (BIP
 * 173 and BIP 350).
 *
 * @param variant which of the two checksums
 * @param prefix the readable part, in lower case
 * @param groups the data as groups of 5 bits, one a byte
 */
public record Bech32(Variant variant, String prefix, Bytes groups) {
  /** The two checksums. */
  public enum Variant {
    /** BIP 173: secret keys of Sui and Rooch, Bitcoin witness version 0. */
    BECH32(1),
    /** BIP 350: Rooch addresses, Bitcoin witness versions 1 and later. */
    BECH32M(0x2bc8_30a3);

    private final int constant;

    Variant(int constant) {
      this.constant = constant;
    }
  }

  /** Longest text. */
  public static final int MAX_TEXT_LENGTH = 90;

  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int CHECKSUM_LENGTH = 6;
  private static final int[] GENERATOR = {
    0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3
  };

  /**
   * Checks the parts.
   *
   * @throws CodecException if the prefix has a character outside ASCII 33 to 126 or in upper case,
   *     a group has more than 5 bits, or the text would be too long
   */
  public Bech32 {
    boolean valid =
        !prefix.isEmpty()
            && prefix.length() + 1 + groups.length() + CHECKSUM_LENGTH <= MAX_TEXT_LENGTH
            && prefix.chars().allMatch(c -> c >= 33 && c <= 126 && (c < 'A' || c > 'Z'));
    for (int i = 0; i < groups.length(); i++) {
      valid &= groups.get(i) >>> 5 == 0;
    }
    if (!valid) {
      throw new CodecException(Reason.BAD_TEXT, "does not fit bech32");
    }
  }

  /** Text that stands for {@code payload}. */
  public static Bech32 of(Variant variant, String prefix, Bytes payload) {
    return new Bech32(variant, prefix, regroup(payload, 0, 8, 5, true));
  }

  /** A Bitcoin address of this witness version, 0 to 16. */
  public static Bech32 segwit(String prefix, int version, Bytes program) {
    byte[] groups = regroup(program, 0, 8, 5, true).toArray();
    byte[] all = new byte[1 + groups.length];
    all[0] = (byte) version;
    System.arraycopy(groups, 0, all, 1, groups.length);
    Variant variant = version == 0 ? Variant.BECH32 : Variant.BECH32M;
    return new Bech32(variant, prefix, Bytes.of(all));
  }

  /**
   * Reads text in lower or upper case, not mixed.
   *
   * @throws CodecException if it has another form or the checksum does not match
   */
  public static Bech32 parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int separator = lower.lastIndexOf('1');
    int dataLength = lower.length() - separator - 1 - CHECKSUM_LENGTH;
    boolean mixed = !text.equals(lower) && !text.equals(text.toUpperCase(Locale.ROOT));
    if (text.length() > MAX_TEXT_LENGTH || separator < 1 || dataLength < 0 || mixed) {
      throw new CodecException(Reason.BAD_TEXT, "not bech32: prefix, 1, data of at most 90");
    }
    byte[] all = new byte[dataLength + CHECKSUM_LENGTH];
    for (int i = 0; i < all.length; i++) {
      int group = ALPHABET.indexOf(lower.charAt(separator + 1 + i));
      if (group < 0) {
        throw new CodecException(Reason.BAD_TEXT, "not bech32 at character " + (separator + 1 + i));
      }
      all[i] = (byte) group;
    }
    String prefix = lower.substring(0, separator);
    int checksum = checksum(prefix, Bytes.of(all));
    for (Variant variant : Variant.values()) {
      if (variant.constant == checksum) {
        return new Bech32(variant, prefix, Bytes.copyOfRange(all, 0, dataLength));
      }
    }
    throw new CodecException(Reason.BAD_CHECKSUM, "bech32 checksum does not match");
  }

  /**
   * The bytes the text stands for.
   *
   * @throws CodecException if the groups are no whole number of bytes, padded with zeros
   */
  public Bytes payload() {
    return regroup(groups, 0, 5, 8, false);
  }

  /**
   * The program of a Bitcoin address, that is the bytes after the first group, its version.
   *
   * @throws CodecException if the groups are no whole number of bytes, padded with zeros
   */
  public Bytes program() {
    if (groups.length() == 0) {
      throw new CodecException(Reason.BAD_TEXT, "bech32 without witness version");
    }
    return regroup(groups, 1, 5, 8, false);
  }

  /** The text, in lower case. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(prefix).append('1');
    for (int i = 0; i < groups.length(); i++) {
      text.append(ALPHABET.charAt(groups.get(i)));
    }
    byte[] padded = new byte[groups.length() + CHECKSUM_LENGTH];
    groups.copyTo(padded, 0);
    int checksum = checksum(prefix, Bytes.of(padded)) ^ variant.constant;
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      text.append(ALPHABET.charAt((checksum >>> (5 * i)) & 31));
    }
    return text.toString();
  }

  private static int checksum(String prefix, Bytes groups) {
    int sum = 1;
    for (int i = 0; i < prefix.length(); i++) {
      sum = step(sum, prefix.charAt(i) >>> 5);
    }
    sum = step(sum, 0);
    for (int i = 0; i < prefix.length(); i++) {
      sum = step(sum, prefix.charAt(i) & 31);
    }
    for (int i = 0; i < groups.length(); i++) {
      sum = step(sum, groups.get(i));
    }
    return sum;
  }

  private static int step(int sum, int value) {
    int top = sum >>> 25;
    int next = ((sum & 0x1ff_ffff) << 5) ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      next ^= ((top >>> i) & 1) != 0 ? GENERATOR[i] : 0;
    }
    return next;
  }

  /** Groups of {@code from} bits made into groups of {@code to} bits. */
  private static Bytes regroup(Bytes groups, int start, int from, int to, boolean pad) {
    int count = groups.length() - start;
    byte[] result = new byte[(count * from + (pad ? to - 1 : 0)) / to];
    int pending = 0;
    int bits = 0;
    int size = 0;
    for (int i = start; i < groups.length(); i++) {
      pending = (pending << from) | (groups.get(i) & ((1 << from) - 1));
      bits += from;
      while (bits >= to) {
        bits -= to;
        result[size++] = (byte) ((pending >>> bits) & ((1 << to) - 1));
      }
      pending &= (1 << bits) - 1;
    }
    if (pad && bits > 0) {
      result[size] = (byte) ((pending << (to - bits)) & ((1 << to) - 1));
    } else if (!pad && (bits >= from || pending != 0)) {
      throw new CodecException(Reason.BAD_TEXT, "bech32 data is not padded with zeros");
    }
    return Bytes.of(result);
  }
}
