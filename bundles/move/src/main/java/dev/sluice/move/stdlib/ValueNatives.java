/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.natives.NativeContext;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import dev.sluice.move.value.Footprint;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.Reference;
import dev.sluice.move.value.Struct;
import dev.sluice.move.value.Values;
import java.util.OptionalLong;

/** Natives that treat values of any type alike: BCS, comparison, exchange. */
final class ValueNatives {
  /** Abort code for a value that has no bytes, as on the public networks. */
  private static final long NOT_SERIALIZABLE = 0x1C5;

  /** Abort code for bytes that are no such value, as on the public networks. */
  private static final long MALFORMED_BYTES = 0x10001;

  private ValueNatives() {}

  static void addTo(Natives natives) {
    natives
        .add("bcs", "to_bytes", ValueNatives::toBytes)
        .add("bcs", "serialized_size", ValueNatives::serializedSize)
        .add("bcs", "constant_serialized_size", ValueNatives::constantSerializedSize)
        .add("from_bcs", "from_bytes", ValueNatives::fromBytes)
        .add("util", "from_bytes", ValueNatives::fromBytes)
        .add("cmp", "compare", ValueNatives::compare)
        .add("mem", "swap", ValueNatives::swap);
  }

  /** The bytes of what the first argument refers to. */
  private static BcsWriter write(NativeContext context) {
    Type type = context.typeArgument(0);
    if (type.isTooDeep()) {
      throw NativeContext.abort(NOT_SERIALIZABLE);
    }
    Object reference = context.argument(0);
    BcsWriter out = new BcsWriter();
    if (reference instanceof Container container) {
      // Bytes are never more than the memory of the value.
      context.charge(GasCost.BCS_BYTE, container.footprint());
      type.writeObject(out, container);
    } else if (type.isLong()) {
      type.writeLong(out, ((Reference) reference).getLong());
    } else {
      type.writeObject(out, ((Reference) reference).get());
    }
    return out;
  }

  private static void toBytes(NativeContext context) {
    context.returnBytes(write(context).toByteArray());
  }

  private static void serializedSize(NativeContext context) {
    context.returnLong(write(context).size());
  }

  /** Some(size) if all values of the type have it, else None. */
  private static void constantSerializedSize(NativeContext context) {
    OptionalLong size = SerializedSize.of(context.typeArgument(0));
    long[] element = size.isPresent() ? new long[] {size.getAsLong()} : new long[0];
    StructType option = (StructType) context.resultType(0);
    Struct result = Struct.blank(option.variants().get(0).shape());
    LongVector vector = new LongVector(element);
    context.meter().allocate(result.shape.bytes + vector.footprint());
    result.objects[0] = vector;
    context.returnObject(result);
  }

  private static void fromBytes(NativeContext context) {
    Type type = context.typeArgument(0);
    type.requireDepth();
    byte[] bytes = context.takeBytes(0);
    context.charge(GasCost.BCS_BYTE, bytes.length);
    try {
      BcsReader in = new BcsReader(bytes);
      if (type.isLong()) {
        long value = type.readLong(in);
        in.end();
        context.returnLong(value);
      } else {
        Object value = type.readObject(in, context.meter());
        in.end();
        context.returnObject(value);
      }
    } catch (CodecException e) {
      throw NativeContext.abort(MALFORMED_BYTES);
    }
  }

  private static void compare(NativeContext context) {
    Object left = context.argument(0);
    Object right = context.argument(1);
    int order;
    if (left instanceof Container container) {
      order = container.compareContent((Container) right, context.meter());
    } else if (context.typeArgument(0).isLong()) {
      order = Long.compareUnsigned(((Reference) left).getLong(), ((Reference) right).getLong());
    } else {
      order = Values.compare(((Reference) left).get(), ((Reference) right).get(), context.meter());
    }
    StructType ordering = (StructType) context.resultType(0);
    context.meter().allocate(Footprint.STRUCT);
    int variant = Integer.signum(order) + 1;
    context.returnObject(Struct.blank(ordering.variants().get(variant).shape()));
  }

  private static void swap(NativeContext context) {
    Object left = context.argument(0);
    Object right = context.argument(1);
    if (left instanceof Container container) {
      container.swap((Container) right);
      return;
    }
    Reference a = (Reference) left;
    Reference b = (Reference) right;
    if (context.typeArgument(0).isLong()) {
      long value = a.getLong();
      a.setLong(b.getLong());
      b.setLong(value);
    } else {
      Object value = a.get();
      a.set(b.get());
      b.set(value);
    }
  }
}
