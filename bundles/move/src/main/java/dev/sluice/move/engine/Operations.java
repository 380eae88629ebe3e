/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.code.VariantField;
import dev.sluice.move.code.VectorPack;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.VectorType;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Footprint;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Shape;
import dev.sluice.move.value.Signer;
import dev.sluice.move.value.Struct;
import dev.sluice.move.value.Vector;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the larger instructions do, for all engines. Registers are passed as the two sides of a
 * frame and the position of the first.
 */
public final class Operations {
  private Operations() {}

  /** Makes a struct of the registers from {@code from} on. */
  public static Struct pack(Shape shape, long[] longs, Object[] objects, int from, Meter meter) {
    meter.allocate(shape.bytes);
    Struct struct = Struct.blank(shape);
    int longSlot = 0;
    int objectSlot = 0;
    for (int i = 0; i < shape.fieldCount(); i++) {
      if (shape.isLong(i)) {
        struct.longs[longSlot++] = longs[from + i];
      } else {
        struct.objects[objectSlot++] = objects[from + i];
      }
    }
    return struct;
  }

  /** Takes a struct apart into the registers from {@code to} on. */
  public static void unpack(Struct struct, long[] longs, Object[] objects, int to, Meter meter) {
    Shape shape = struct.shape;
    meter.free(shape.bytes);
    long[] fromLongs = struct.longs;
    Object[] fromObjects = struct.objects;
    int longSlot = 0;
    int objectSlot = 0;
    for (int i = 0; i < shape.fieldCount(); i++) {
      if (shape.isLong(i)) {
        longs[to + i] = fromLongs[longSlot++];
      } else {
        objects[to + i] = fromObjects[objectSlot++];
      }
    }
    struct.discard();
  }

  /** Requires a variant. */
  public static Struct requireVariant(Object value, int variant) {
    Struct struct = (Struct) value;
    if (struct.shape.variant != variant) {
      throw Failures.variant();
    }
    return struct;
  }

  /** The slot of a field of the variant that the value is. */
  public static int variantSlot(VariantField field, Object value) {
    int slot = field.slot(((Struct) value).shape.variant);
    if (slot == VariantField.ABSENT) {
      throw Failures.variant();
    }
    return slot;
  }

  /** Writes through a reference to a container. */
  public static void replace(Container target, Container value, Meter meter) {
    target.release(meter);
    target.become(value);
  }

  /** Whether two objects of one Move type are equal by content. */
  public static boolean equal(Object left, Object right, Meter meter) {
    return left instanceof Container container
        ? container.contentEquals((Container) right, meter)
        : left.equals(right);
  }

  /** Ends a container. */
  public static void drop(@Nullable Object value, Meter meter) {
    if (value != null) {
      ((Container) value).release(meter);
    }
  }

  /** A vector of the registers from {@code from} on. */
  public static Vector vectorPack(
      VectorPack spec, long[] longs, Object[] objects, int from, Meter meter) {
    VectorType type = spec.type();
    int count = spec.count();
    meter.allocate(Footprint.VECTOR + (long) count * type.elementBytes());
    if (count == 0) {
      return type.empty();
    }
    return switch (type.storage()) {
      case BYTES -> {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
          bytes[i] = (byte) longs[from + i];
        }
        yield new ByteVector(bytes);
      }
      case LONGS -> new LongVector(Arrays.copyOfRange(longs, from, from + count));
      case OBJECTS ->
          new ObjectVector(
              type.element().slotBytes(), Arrays.copyOfRange(objects, from, from + count));
    };
  }

  /** Takes a vector of {@code count} elements apart into the registers from {@code to} on. */
  public static void vectorUnpack(
      Vector vector, int count, long[] longs, Object[] objects, int to, Meter meter) {
    if (vector.size != count) {
      throw Failures.vector(Failures.UNPACK_LENGTH);
    }
    meter.free(Footprint.VECTOR + (long) count * vector.elementBytes());
    if (vector instanceof ByteVector bytes) {
      for (int i = 0; i < count; i++) {
        longs[to + i] = bytes.elements[i] & 0xff;
      }
    } else if (vector instanceof LongVector numbers) {
      System.arraycopy(numbers.elements, 0, longs, to, count);
    } else if (vector instanceof ObjectVector others) {
      System.arraycopy(others.elements, 0, objects, to, count);
    }
    vector.discard();
  }

  /** The index of an element, which must exist. */
  public static int index(Vector vector, long index) {
    if (index < 0 || index >= vector.size) {
      throw Failures.vector(Failures.INDEX_OUT_OF_RANGE);
    }
    return (int) index;
  }

  /** A reference to an element. */
  public static Reference vectorBorrow(Vector vector, long index) {
    return new Reference.Element(vector, index(vector, index));
  }

  /** Appends. */
  public static void push(ByteVector vector, long value, Meter meter) {
    meter.allocate(Footprint.BYTE);
    vector.push((byte) value);
  }

  /** Appends. */
  public static void push(LongVector vector, long value, Meter meter) {
    meter.allocate(Footprint.LONG);
    vector.push(value);
  }

  /** Appends. */
  public static void push(ObjectVector vector, Object value, Meter meter) {
    meter.allocate(vector.elementBytes());
    vector.push(value);
  }

  /** Requires an element to pop. */
  public static <V extends Vector> V forPop(V vector, Meter meter) {
    if (vector.size == 0) {
      throw Failures.vector(Failures.POP_EMPTY);
    }
    meter.free(vector.elementBytes());
    return vector;
  }

  /** Exchanges two elements. */
  public static void swap(Vector vector, long i, long j) {
    vector.swapElements(index(vector, i), index(vector, j));
  }

  /** Puts a resource into storage. */
  public static void moveTo(StructType type, Object signer, Object value, Execution execution) {
    AccountAddress address = ((Signer) ((Reference) signer).get()).address();
    execution.storage().moveTo(type, address, (Struct) value);
  }
}
