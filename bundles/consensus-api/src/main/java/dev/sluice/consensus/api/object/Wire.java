/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Reads and writes the field types of the protocol within their bounds (sections 2.1 and 2.6). A
 * count above its bound is refused before anything is allocated.
 */
public final class Wire {
  private Wire() {}

  /**
   * A u64 that counts or tells a time. Values from 2^63 on cannot be reached by counting and are
   * refused, so that they can be compared as Java compares numbers.
   */
  public static long counter(BcsReader reader) {
    long value = reader.u64();
    if (value < 0) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a counter of 2^63 or more");
    }
    return value;
  }

  /** 32 bytes. */
  public static Hash hash(BcsReader reader) {
    return new Hash(reader.fixedBytes(Hash.LENGTH));
  }

  /** 32 bytes. */
  public static Key key(BcsReader reader) {
    return new Key(reader.fixedBytes(Key.LENGTH));
  }

  /** 64 bytes. */
  public static Signature signature(BcsReader reader) {
    return new Signature(reader.fixedBytes(Signature.LENGTH));
  }

  /** 16 bytes. */
  public static BootId bootId(BcsReader reader) {
    return new BootId(reader.fixedBytes(BootId.LENGTH));
  }

  /** Bytes of a fixed length. */
  public static void put(BcsWriter writer, FixedBytes value) {
    writer.fixedBytes(value.bytes());
  }

  /** A vector of at most {@code max} elements. */
  public static <T> List<T> list(BcsReader reader, int max, Function<BcsReader, T> element) {
    int count = count(reader, max);
    List<T> list = new ArrayList<>(Math.min(count, reader.remaining()));
    for (int i = 0; i < count; i++) {
      list.add(element.apply(reader));
    }
    return list;
  }

  /** A vector of u8 of at most {@code max}. */
  public static Bytes bytes(BcsReader reader, int max) {
    return Bytes.of(reader.fixedBytes(count(reader, max)));
  }

  /** A constant of an enum that is encoded as one byte. */
  public static <E extends Enum<E>> E constant(BcsReader reader, E[] values) {
    int value = reader.u8();
    if (value >= values.length) {
      throw new CodecException(Reason.UNKNOWN_VARIANT, "no value " + value);
    }
    return values[value];
  }

  /** A constant of an enum as one byte: its number in the order of declaration. */
  @SuppressWarnings("EnumOrdinal") // the order of these enums is that of the document
  public static void putConstant(BcsWriter writer, Enum<?> constant) {
    writer.u8(constant.ordinal());
  }

  /** A vector of values that write themselves. */
  public static void putAll(BcsWriter writer, Collection<? extends Encodable> values) {
    writer.length(values.size());
    values.forEach(value -> value.write(writer));
  }

  /** A vector of byte strings of fixed length. */
  public static void putFixed(BcsWriter writer, Collection<? extends FixedBytes> values) {
    writer.length(values.size());
    values.forEach(value -> put(writer, value));
  }

  private static int count(BcsReader reader, int max) {
    int count = reader.length();
    if (count > max) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a count of " + count + ", at most " + max);
    }
    return count;
  }
}
