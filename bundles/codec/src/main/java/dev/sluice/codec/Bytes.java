/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable string of bytes, equal by content and ordered as unsigned bytes. Copies in and out,
 * so that no caller can change it. Thread-safe.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code content}. */
  public static Bytes of(byte... content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /** The UTF-8 bytes of {@code text}. */
  public static Bytes utf8(String text) {
    return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes of hexadecimal {@code text}, with or without {@code 0x}.
   *
   * @throws IllegalArgumentException if the text is no hexadecimal
   */
  public static Bytes hex(String text) {
    byte[] content = Hex.decode(text);
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** Number of bytes. */
  public int size() {
    return content.length;
  }

  /** A fresh array. */
  public byte[] toByteArray() {
    return content.clone();
  }

  /** A read-only view, positioned at the first byte. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** The bytes read as UTF-8; malformed input becomes the replacement character. */
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Lower-case hexadecimal without prefix. */
  public String toHex() {
    return Hex.encode(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Bytes other && Arrays.equals(content, other.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** {@code 0x} and hexadecimal. */
  @Override
  public String toString() {
    return "0x" + toHex();
  }
}
