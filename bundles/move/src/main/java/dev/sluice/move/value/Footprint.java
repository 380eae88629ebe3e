/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;

/**
 * Bytes that values count for against the memory limit. Part of the gas schedule: all members of a
 * channel must count alike, so these are rounded figures of one JVM, not measurements.
 */
public final class Footprint {
  /** A struct or enum value without its fields. */
  public static final int STRUCT = 48;

  /** A vector without its elements. */
  public static final int VECTOR = 48;

  /** An element of vector&lt;u8&gt; or vector&lt;bool&gt;. */
  public static final int BYTE = 1;

  /** Any other field or element of at most 64 bits. */
  public static final int LONG = 8;

  /** A u128. */
  public static final int U128_VALUE = 40;

  /** A u256. */
  public static final int U256_VALUE = 56;

  /** An address or a signer. */
  public static final int ADDRESS = 80;

  /** The pointer to a nested struct or vector, besides that value itself. */
  public static final int POINTER = 8;

  private Footprint() {}

  /** Bytes of a field or element that is an object, without the content of a container. */
  static int ofSlot(Object value) {
    if (value instanceof Container) {
      return POINTER;
    } else if (value instanceof U128) {
      return U128_VALUE;
    } else if (value instanceof U256) {
      return U256_VALUE;
    } else if (value instanceof AccountAddress || value instanceof Signer) {
      return ADDRESS;
    }
    throw new IllegalArgumentException("not a value: " + value.getClass());
  }
}
