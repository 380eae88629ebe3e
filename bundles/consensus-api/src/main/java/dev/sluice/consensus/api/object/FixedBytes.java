/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.Hex;
import java.util.Arrays;

/**
 * A byte string of a fixed length, encoded without length. Immutable, equal by type and content,
 * ordered as unsigned bytes.
 */
public abstract sealed class FixedBytes implements Comparable<FixedBytes>
    permits Hash, Key, Signature, BootId {
  private final byte[] bytes;

  /** Takes {@code bytes} without a copy; they must not change any more. */
  FixedBytes(byte[] bytes, int length) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(length + " bytes expected, not " + bytes.length);
    }
    this.bytes = bytes;
  }

  /** A copy of the bytes. */
  public final byte[] toArray() {
    return bytes.clone();
  }

  /** Copies the bytes into {@code target} from {@code offset} on. */
  public final void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, bytes.length);
  }

  /** The bytes themselves, for code of this package that does not change them. */
  final byte[] bytes() {
    return bytes;
  }

  /** Lower-case hexadecimal. */
  public final String toHex() {
    return Hex.encode(bytes);
  }

  @Override
  public final int compareTo(FixedBytes other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public final boolean equals(Object other) {
    return this == other
        || (other instanceof FixedBytes that
            && getClass() == that.getClass()
            && Arrays.equals(bytes, that.bytes));
  }

  @Override
  public final int hashCode() {
    return bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24;
  }

  @Override
  public final String toString() {
    return toHex();
  }
}
