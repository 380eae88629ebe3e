/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;

/**
 * Forms in which unsigned 64-bit numbers take as many bytes as they need. Unless told otherwise,
 * only the shortest form of a number is read.
 */
public enum Varint {
  /** Groups of 7 bits, lowest first, the top bit tells that more follow; up to 10 bytes. */
  LEB128 {
    @Override
    public byte[] encode(long value) {
      return groups(value, 10);
    }

    @Override
    public Decoded decode(byte[] bytes, int from) {
      return leb128(bytes, from);
    }
  },

  /**
   * Like {@link #LEB128}, but a ninth byte carries 8 bits and ends the number (Bitmark). Longer
   * forms of a number are read, too, because that protocol's peers do so.
   */
  NINE_BYTES {
    @Override
    public byte[] encode(long value) {
      return groups(value, 9);
    }

    @Override
    public Decoded decode(byte[] bytes, int from) {
      return nineBytes(bytes, from);
    }
  },

  /** One byte up to 0xfc; else 0xfd, 0xfe or 0xff and 2, 4 or 8 bytes, lowest first (Bitcoin). */
  COMPACT_SIZE {
    @Override
    public byte[] encode(long value) {
      BcsWriter writer = new BcsWriter();
      if (value >>> 16 == 0) {
        if (value < 0xfd) {
          return new byte[] {(byte) value};
        }
        writer.u8(0xfd).u16((int) value);
      } else if (value >>> 32 == 0) {
        writer.u8(0xfe).u32(value);
      } else {
        writer.u8(0xff).u64(value);
      }
      return writer.toByteArray();
    }

    @Override
    public Decoded decode(byte[] bytes, int from) {
      BcsReader reader = new BcsReader(bytes, from, bytes.length);
      int first = reader.u8();
      long value =
          switch (first) {
            case 0xfd -> reader.u16();
            case 0xfe -> reader.u32();
            case 0xff -> reader.u64();
            default -> first;
          };
      int length = reader.position() - from;
      if (encode(value).length != length) {
        throw notShortest();
      }
      return new Decoded(value, length);
    }
  };

  /**
   * A number that was read.
   *
   * @param value the number, unsigned
   * @param length how many bytes it took
   */
  public record Decoded(long value, int length) {}

  /** The bytes of {@code value}, read as unsigned. */
  public abstract byte[] encode(long value);

  /**
   * The number that starts at {@code from}.
   *
   * @throws CodecException if the bytes end before it, or it has a shorter form (unless the form
   *     allows that) or more than 64 bits
   */
  public abstract Decoded decode(byte[] bytes, int from);

  private static CodecException notShortest() {
    return new CodecException(Reason.NOT_SHORTEST, "a number not in its shortest form");
  }

  private static byte[] groups(long value, int maxLength) {
    BcsWriter writer = new BcsWriter(maxLength);
    long rest = value;
    while (rest >>> 7 != 0 && writer.size() < maxLength - 1) {
      writer.u8((int) rest | 0x80);
      rest >>>= 7;
    }
    return writer.u8((int) rest).toByteArray();
  }

  private static Decoded leb128(byte[] bytes, int from) {
    BcsReader reader = new BcsReader(bytes, from, bytes.length);
    long value = 0;
    for (int length = 0; length < 10; length++) {
      int digit = reader.u8();
      if (length == 9 && digit > 1) {
        break;
      }
      value |= (digit & 0x7fL) << (7 * length);
      if (digit == 0 && length > 0) {
        throw notShortest();
      }
      if (digit < 0x80) {
        return new Decoded(value, length + 1);
      }
    }
    throw new CodecException(Reason.OUT_OF_RANGE, "a number of more than 64 bits");
  }

  private static Decoded nineBytes(byte[] bytes, int from) {
    BcsReader reader = new BcsReader(bytes, from, bytes.length);
    long value = 0;
    for (int length = 0; length < 8; length++) {
      int digit = reader.u8();
      value |= (digit & 0x7fL) << (7 * length);
      if (digit < 0x80) {
        return new Decoded(value, length + 1);
      }
    }
    return new Decoded(value | (long) reader.u8() << 56, 9);
  }
}
