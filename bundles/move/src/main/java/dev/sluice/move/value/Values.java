/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import dev.sluice.move.gas.Meter;

/** Operations on values that are objects, whatever their kind. */
public final class Values {
  private Values() {}

  /** A value independent of {@code value}: a deep copy of a container, anything else itself. */
  public static Object copy(Object value, Meter meter) {
    return value instanceof Container container ? container.copy(meter) : value;
  }

  /** Whether two values of one Move type are equal. */
  public static boolean equal(Object a, Object b, Meter meter) {
    return a instanceof Container container
        ? container.contentEquals((Container) b, meter)
        : a.equals(b);
  }

  /** Orders two values of one Move type as {@link Container#compareContent}. */
  public static int compare(Object a, Object b, Meter meter) {
    if (a instanceof Container container) {
      return container.compareContent((Container) b, meter);
    } else if (a instanceof U128 number) {
      return number.compareTo((U128) b);
    } else if (a instanceof U256 number) {
      return number.compareTo((U256) b);
    } else if (a instanceof AccountAddress address) {
      return address.compareTo((AccountAddress) b);
    }
    return ((Signer) a).address().compareTo(((Signer) b).address());
  }

  /** Ends a value: see {@link Container#release}. */
  public static void release(Object value, Meter meter) {
    if (value instanceof Container container) {
      container.release(meter);
    }
  }
}
