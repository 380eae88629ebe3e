/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Writes values in Binary Canonical Serialization. Methods return this writer. Not thread-safe. */
public final class BcsWriter {
  private byte[] bytes;
  private int size;

  /** A writer without bytes. */
  public BcsWriter() {
    this(64);
  }

  /** A writer that expects about {@code capacity} bytes. */
  public BcsWriter(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** Number of bytes written. */
  public int size() {
    return size;
  }

  /** A copy of the bytes written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  /** The bytes written. */
  public Bytes toBytes() {
    return Bytes.copyOfRange(bytes, 0, size);
  }

  /** Makes room for {@code count} bytes and returns the index of the first. */
  private int grow(int count) {
    if (count > bytes.length - size) {
      int wanted = Math.addExact(size, count);
      bytes = Arrays.copyOf(bytes, (int) Math.max(wanted, Math.min(2L * bytes.length, 1 << 30)));
    }
    size += count;
    return size - count;
  }

  /** A bool. */
  public BcsWriter bool(boolean value) {
    return u8(value ? 1 : 0);
  }

  /** The lowest 8 bits. */
  public BcsWriter u8(int value) {
    int at = grow(1);
    bytes[at] = (byte) value;
    return this;
  }

  /** The lowest 16 bits. */
  public BcsWriter u16(int value) {
    return u8(value).u8(value >> 8);
  }

  /** The lowest 32 bits. */
  public BcsWriter u32(long value) {
    return u16((int) value).u16((int) (value >> 16));
  }

  /** An u64. */
  public BcsWriter u64(long value) {
    int at = grow(8);
    LittleEndian.putLong(bytes, at, value);
    return this;
  }

  /** An u128. */
  public BcsWriter u128(U128 value) {
    int at = grow(U128.BYTES);
    value.toLittleEndian(bytes, at);
    return this;
  }

  /** An u256. */
  public BcsWriter u256(U256 value) {
    int at = grow(U256.BYTES);
    value.toLittleEndian(bytes, at);
    return this;
  }

  /** An address. */
  public BcsWriter address(AccountAddress value) {
    int at = grow(value.length());
    value.copyTo(bytes, at);
    return this;
  }

  /** An u32 of variable length, as lengths and variant numbers are written. */
  public BcsWriter uleb32(long value) {
    if (value >>> 32 != 0) {
      throw new IllegalArgumentException(value + " does not fit u32");
    }
    long rest = value;
    while (rest >= 0x80) {
      u8((int) rest | 0x80);
      rest >>>= 7;
    }
    return u8((int) rest);
  }

  /** The number of elements of a sequence. */
  public BcsWriter length(int length) {
    return uleb32(length);
  }

  /** The number of an enum's variant. */
  public BcsWriter variant(int variant) {
    return uleb32(variant);
  }

  /** A vector of u8. */
  public BcsWriter bytes(byte[] value) {
    return length(value.length).fixedBytes(value);
  }

  /** A vector of u8. */
  public BcsWriter bytes(Bytes value) {
    return length(value.length()).fixedBytes(value);
  }

  /** Bytes without length. */
  public BcsWriter fixedBytes(byte[] value) {
    return fixedBytes(value, 0, value.length);
  }

  /** Bytes from {@code from} to before {@code to} without length. */
  public BcsWriter fixedBytes(byte[] value, int from, int to) {
    int at = grow(to - from);
    System.arraycopy(value, from, bytes, at, to - from);
    return this;
  }

  /** Bytes without length. */
  public BcsWriter fixedBytes(Bytes value) {
    int at = grow(value.length());
    value.copyTo(bytes, at);
    return this;
  }

  /** A string. */
  public BcsWriter string(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A vector. */
  public <T> BcsWriter list(Collection<T> values, BiConsumer<BcsWriter, T> element) {
    length(values.size());
    values.forEach(value -> element.accept(this, value));
    return this;
  }

  /** An option. */
  public <T> BcsWriter option(Optional<T> value, BiConsumer<BcsWriter, T> some) {
    bool(value.isPresent());
    value.ifPresent(v -> some.accept(this, v));
    return this;
  }

  /** A map; entries are put in the order of their serialized keys. */
  public <K, V> BcsWriter map(
      Map<K, V> map, BiConsumer<BcsWriter, K> key, BiConsumer<BcsWriter, V> value) {
    TreeMap<Bytes, V> sorted = new TreeMap<>();
    map.forEach(
        (k, v) -> {
          BcsWriter writer = new BcsWriter();
          key.accept(writer, k);
          sorted.put(writer.toBytes(), v);
        });
    length(map.size());
    sorted.forEach(
        (k, v) -> {
          fixedBytes(k);
          value.accept(this, v);
        });
    return this;
  }
}
