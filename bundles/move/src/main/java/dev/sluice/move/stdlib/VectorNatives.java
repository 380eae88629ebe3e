/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.move.engine.Operations;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.VectorType;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Footprint;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Vector;

/** {@code 0x1::vector}: the bodies of the vector instructions, and moving ranges. */
final class VectorNatives {
  private static final String VECTOR = "vector";

  /** Abort code for a position outside of a vector, as on the public networks. */
  private static final long INDEX_OUT_OF_BOUNDS = 0x20000;

  private VectorNatives() {}

  static void addTo(Natives natives) {
    natives
        .add(VECTOR, "empty", VectorNatives::empty)
        .add(VECTOR, "length", context -> context.returnLong(vector(context, 0).size))
        .add(VECTOR, "borrow", VectorNatives::borrow)
        .add(VECTOR, "borrow_mut", VectorNatives::borrow)
        .add(VECTOR, "push_back", VectorNatives::pushBack)
        .add(VECTOR, "pop_back", VectorNatives::popBack)
        .add(VECTOR, "destroy_empty", VectorNatives::destroyEmpty)
        .add(
            VECTOR,
            "swap",
            context ->
                Operations.swap(
                    vector(context, 0), context.longArgument(1), context.longArgument(2)))
        .add(VECTOR, "move_range", VectorNatives::moveRange);
  }

  private static Vector vector(NativeContext context, int index) {
    return (Vector) context.argument(index);
  }

  private static void empty(NativeContext context) {
    context.meter().allocate(Footprint.VECTOR);
    context.returnObject(((VectorType) context.resultType(0)).empty());
  }

  private static void borrow(NativeContext context) {
    Vector vector = vector(context, 0);
    long index = context.longArgument(1);
    if (vector instanceof ObjectVector objects && objects.elementBytes() == Footprint.POINTER) {
      context.returnObject(objects.elements[Operations.index(vector, index)]);
    } else {
      context.returnObject(Operations.vectorBorrow(vector, index));
    }
  }

  private static void pushBack(NativeContext context) {
    Vector vector = vector(context, 0);
    if (vector instanceof ByteVector bytes) {
      Operations.push(bytes, context.longArgument(1), context.meter());
    } else if (vector instanceof LongVector longs) {
      Operations.push(longs, context.longArgument(1), context.meter());
    } else if (vector instanceof ObjectVector objects) {
      Operations.push(objects, context.argument(1), context.meter());
    }
  }

  private static void popBack(NativeContext context) {
    Vector vector = Operations.forPop(vector(context, 0), context.meter());
    if (vector instanceof ByteVector bytes) {
      context.returnLong(bytes.pop() & 0xff);
    } else if (vector instanceof LongVector longs) {
      context.returnLong(longs.pop());
    } else if (vector instanceof ObjectVector objects) {
      context.returnObject(objects.pop());
    }
  }

  private static void destroyEmpty(NativeContext context) {
    Operations.vectorUnpack(vector(context, 0), 0, new long[0], new Object[0], 0, context.meter());
  }

  private static void moveRange(NativeContext context) {
    Vector from = vector(context, 0);
    long position = context.longArgument(1);
    long count = context.longArgument(2);
    Vector to = vector(context, 3);
    long target = context.longArgument(4);
    if (position < 0
        || count < 0
        || position > from.size
        || count > from.size - position
        || target < 0
        || target > to.size) {
      throw NativeContext.abort(INDEX_OUT_OF_BOUNDS);
    }
    long moved = from.size - position + to.size - target + count;
    context.charge(GasCost.NATIVE_BYTE, moved * from.elementBytes());
    from.moveRange((int) position, (int) count, to, (int) target);
  }
}
