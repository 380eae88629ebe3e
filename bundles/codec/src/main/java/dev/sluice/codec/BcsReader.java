/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import dev.sluice.codec.CodecException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads values in Binary Canonical Serialization (github.com/diem/bcs) and accepts only the one
 * form each value has: shortest lengths, bools of 0 or 1, valid UTF-8, ordered map keys. Every
 * method raises {@link CodecException} on other input and never allocates more than a small
 * multiple of the bytes that are there, whatever lengths they claim. Call {@link #end} after the
 * last value. Not thread-safe.
 */
public final class BcsReader {
  /** Most elements of a sequence. */
  public static final int MAX_LENGTH = Integer.MAX_VALUE;

  /** Most values that may be nested in each other, as counted by {@link #enter}. */
  public static final int MAX_DEPTH = 500;

  private final byte[] bytes;
  private final int end;
  private int position;
  private int depth;

  /** Reads {@code bytes}, which must not change meanwhile. */
  public BcsReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  /** Reads the bytes from {@code from} to before {@code to}. */
  public BcsReader(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.position = from;
    this.end = to;
  }

  /** Reads {@code bytes}. */
  public BcsReader(Bytes bytes) {
    this(bytes.toArray());
  }

  /** Reads one value that takes all of {@code bytes}. */
  public static <T> T read(byte[] bytes, Function<BcsReader, T> value) {
    BcsReader reader = new BcsReader(bytes);
    T result = value.apply(reader);
    reader.end();
    return result;
  }

  /** Number of bytes not read yet. */
  public int remaining() {
    return end - position;
  }

  /** Index in the array of the next byte. */
  public int position() {
    return position;
  }

  /** Requires that all bytes have been read. */
  public void end() {
    if (position != end) {
      throw new CodecException(Reason.TRAILING_BYTES, remaining() + " bytes after the value");
    }
  }

  private int take(int count) {
    if (count > remaining()) {
      throw new CodecException(
          Reason.END_OF_INPUT, count + " bytes expected, " + remaining() + " left");
    }
    position += count;
    return position - count;
  }

  /** A bool. */
  public boolean bool() {
    int value = u8();
    if (value > 1) {
      throw new CodecException(Reason.BAD_BOOL, "a bool is 0 or 1, not " + value);
    }
    return value == 1;
  }

  /** An u8. */
  public int u8() {
    return bytes[take(1)] & 0xff;
  }

  /** An u16. */
  public int u16() {
    int at = take(2);
    return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
  }

  /** An u32. */
  public long u32() {
    return u16() | (long) u16() << 16;
  }

  /** An u64; read the result as unsigned. */
  public long u64() {
    return LittleEndian.getLong(bytes, take(8));
  }

  /** An u128. */
  public U128 u128() {
    return U128.fromLittleEndian(bytes, take(U128.BYTES));
  }

  /** An u256. */
  public U256 u256() {
    return U256.fromLittleEndian(bytes, take(U256.BYTES));
  }

  /** An address of 32 bytes. */
  public AccountAddress address() {
    return address(AccountAddress.LENGTH);
  }

  /** An address of {@code length} bytes, 32 or 16. */
  public AccountAddress address(int length) {
    int at = take(length);
    return AccountAddress.copyOfRange(bytes, at, at + length);
  }

  /** The number of elements of a sequence or of bytes of a string, at most {@link #MAX_LENGTH}. */
  public int length() {
    long length = uleb32();
    if (length > MAX_LENGTH) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a length of " + length);
    }
    return (int) length;
  }

  /** The number of an enum's variant, which must be below {@code count}. */
  public int variant(int count) {
    long variant = uleb32();
    if (variant >= count) {
      throw new CodecException(Reason.UNKNOWN_VARIANT, "no variant " + variant + " of " + count);
    }
    return (int) variant;
  }

  /** An u32 of variable length, as lengths and variant numbers are written. */
  public long uleb32() {
    long value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int digit = u8();
      value |= (digit & 0x7fL) << shift;
      if (digit < 0x80) {
        if (digit == 0 && shift > 0) {
          throw new CodecException(Reason.NOT_SHORTEST, "a length with a leading zero");
        }
        if (value >>> 32 != 0) {
          break;
        }
        return value;
      }
    }
    throw new CodecException(Reason.OUT_OF_RANGE, "a length of more than 32 bits");
  }

  /** A vector of u8. */
  public byte[] bytes() {
    return fixedBytes(length());
  }

  /** {@code count} bytes without length. */
  public byte[] fixedBytes(int count) {
    int at = take(count);
    return Arrays.copyOfRange(bytes, at, at + count);
  }

  /** A string. */
  public String string() {
    int length = length();
    int at = take(length);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CodecException(Reason.BAD_UTF8, "a string that is not UTF-8");
    }
  }

  /**
   * A vector. Elements must take at least one byte each, as all types of Move and of the chains do.
   */
  public <T> List<T> list(Function<BcsReader, T> element) {
    int count = length();
    if (count > remaining()) {
      throw new CodecException(
          Reason.END_OF_INPUT, count + " elements expected, " + remaining() + " bytes left");
    }
    List<T> list = new ArrayList<>(Math.min(count, 1024));
    for (int i = 0; i < count; i++) {
      list.add(element.apply(this));
    }
    return list;
  }

  /** An option. */
  public <T> Optional<T> option(Function<BcsReader, T> value) {
    return bool() ? Optional.of(value.apply(this)) : Optional.empty();
  }

  /** A map, in the order of its serialized keys. */
  public <K, V> Map<K, V> map(Function<BcsReader, K> key, Function<BcsReader, V> value) {
    int count = length();
    Map<K, V> map = new LinkedHashMap<>();
    int lastStart = 0;
    int lastEnd = 0;
    for (int i = 0; i < count; i++) {
      int start = position;
      K k = key.apply(this);
      if (i > 0 && Arrays.compareUnsigned(bytes, lastStart, lastEnd, bytes, start, position) >= 0) {
        throw new CodecException(Reason.BAD_MAP_ORDER, "map keys are not in ascending order");
      }
      lastStart = start;
      lastEnd = position;
      map.put(k, value.apply(this));
    }
    return map;
  }

  /** Counts one level of nesting, at most {@link #MAX_DEPTH}; to be paired with {@link #leave}. */
  public void enter() {
    if (++depth > MAX_DEPTH) {
      throw new CodecException(Reason.TOO_DEEP, "more than " + MAX_DEPTH + " nested values");
    }
  }

  /** Leaves a level of nesting. */
  public void leave() {
    depth--;
  }
}
