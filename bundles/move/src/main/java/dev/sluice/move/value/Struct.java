/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.move.gas.Meter;
import java.util.Arrays;

/** A struct or enum value: its small fields as {@code long}s, the others as objects. */
public final class Struct extends Container {
  private static final long[] NO_LONGS = {};
  private static final Object[] NO_OBJECTS = {};

  /** Where each field is, and for enums which variant this is. */
  public Shape shape;

  /** The fields of at most 64 bits, in order. */
  public long[] longs;

  /** The other fields, in order. */
  public Object[] objects;

  private Struct(Shape shape, long[] longs, Object[] objects) {
    this.shape = shape;
    this.longs = longs;
    this.objects = objects;
  }

  /** A value whose fields are still to be set. */
  public static Struct blank(Shape shape) {
    return new Struct(
        shape,
        shape.longCount == 0 ? NO_LONGS : new long[shape.longCount],
        shape.objectCount == 0 ? NO_OBJECTS : new Object[shape.objectCount]);
  }

  @Override
  public long footprint() {
    long total = shape.bytes;
    for (Object object : objects) {
      if (object instanceof Container nested) {
        total += nested.footprint();
      }
    }
    return total;
  }

  @Override
  public Struct copy(Meter meter) {
    meter.chargeCopy(shape.bytes);
    Struct copy =
        new Struct(
            shape,
            longs.length == 0 ? NO_LONGS : longs.clone(),
            objects.length == 0 ? NO_OBJECTS : objects.clone());
    Object[] fields = copy.objects;
    for (int i = 0; i < fields.length; i++) {
      if (fields[i] instanceof Container nested) {
        fields[i] = nested.copy(meter);
      }
    }
    return copy;
  }

  @Override
  public boolean contentEquals(Container other, Meter meter) {
    Struct that = (Struct) other;
    meter.chargeCompare(shape.bytes);
    if (shape.variant != that.shape.variant || !Arrays.equals(longs, that.longs)) {
      return false;
    }
    for (int i = 0; i < objects.length; i++) {
      if (!Values.equal(objects[i], that.objects[i], meter)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareContent(Container other, Meter meter) {
    Struct that = (Struct) other;
    meter.chargeCompare(shape.bytes);
    if (shape.variant != that.shape.variant) {
      return Integer.compare(shape.variant, that.shape.variant);
    }
    for (int field = 0; field < shape.fieldCount(); field++) {
      int slot = shape.slot(field);
      int order =
          shape.isLong(field)
              ? Long.compareUnsigned(longs[slot], that.longs[slot])
              : Values.compare(objects[slot], that.objects[slot], meter);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  @Override
  public void become(Container other) {
    Struct that = (Struct) other;
    shape = that.shape;
    longs = that.longs;
    objects = that.objects;
  }

  @Override
  public void swap(Container other) {
    Struct mine = new Struct(shape, longs, objects);
    become(other);
    other.become(mine);
  }

  @Override
  public void release(Meter meter) {
    meter.free(shape.bytes);
    for (Object object : objects) {
      if (object instanceof Container nested) {
        nested.release(meter);
      }
    }
    discard();
  }

  /** Forgets the fields, which have moved elsewhere. */
  public void discard() {
    longs = NO_LONGS;
    objects = NO_OBJECTS;
  }
}
