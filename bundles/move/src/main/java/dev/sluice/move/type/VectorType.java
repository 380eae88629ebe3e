/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.type;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.gas.Meter;
import dev.sluice.move.value.ByteVector;
import dev.sluice.move.value.Footprint;
import dev.sluice.move.value.LongVector;
import dev.sluice.move.value.ObjectVector;
import dev.sluice.move.value.Vector;
import java.util.Arrays;

/** {@code vector<element>}. */
public final class VectorType extends Type {
  /** Which class of {@link Vector} holds the elements. */
  public enum Storage {
    /** {@link ByteVector}: u8 and bool. */
    BYTES,
    /** {@link LongVector}: u16, u32, u64. */
    LONGS,
    /** {@link ObjectVector}: all other. */
    OBJECTS
  }

  /** Elements read before any is known to be there. */
  private static final int FIRST_CAPACITY = 64;

  private final Type element;
  private final Storage storage;

  /** The type of vectors of {@code element}; call through the program only. */
  public VectorType(Type element) {
    super(1 + element.nodes(), 1 + element.depth());
    this.element = element;
    if (element == PrimitiveType.U8 || element == PrimitiveType.BOOL) {
      storage = Storage.BYTES;
    } else {
      storage = element.isLong() ? Storage.LONGS : Storage.OBJECTS;
    }
  }

  /** The type of the elements. */
  public Type element() {
    return element;
  }

  /** Which class holds the elements. */
  public Storage storage() {
    return storage;
  }

  /** A vector without elements. */
  public Vector empty() {
    return switch (storage) {
      case BYTES -> ByteVector.empty();
      case LONGS -> LongVector.empty();
      case OBJECTS -> ObjectVector.empty(element.slotBytes());
    };
  }

  /** Bytes of one element by the schedule, content of containers apart. */
  public int elementBytes() {
    return storage == Storage.BYTES ? Footprint.BYTE : element.slotBytes();
  }

  @Override
  public Kind kind() {
    return Kind.CONTAINER;
  }

  @Override
  public int slotBytes() {
    return Footprint.POINTER;
  }

  @Override
  int tagNesting() {
    return 1 + element.tagNesting();
  }

  @Override
  int valueDepth(int limit) {
    return limit == 0 ? 1 : 1 + element.valueDepth(limit - 1);
  }

  @Override
  public TypeTag tag() {
    return new TypeTag.Vector(element.tag());
  }

  @Override
  public void writeObject(BcsWriter out, Object value) {
    Vector vector = (Vector) value;
    out.length(vector.size);
    if (vector instanceof ByteVector bytes) {
      out.fixedBytes(bytes.elements, 0, bytes.size);
    } else if (vector instanceof LongVector longs) {
      for (int i = 0; i < longs.size; i++) {
        element.writeLong(out, longs.elements[i]);
      }
    } else if (vector instanceof ObjectVector objects) {
      for (int i = 0; i < objects.size; i++) {
        element.writeObject(out, objects.elements[i]);
      }
    }
  }

  @Override
  public Vector readObject(BcsReader in, Meter meter) {
    int size = in.length();
    if (size > in.remaining()) {
      // Every value takes a byte at least.
      throw new CodecException(
          CodecException.Reason.END_OF_INPUT,
          size + " elements expected, " + in.remaining() + " bytes left");
    }
    meter.allocate(Footprint.VECTOR + (long) size * elementBytes());
    return switch (storage) {
      case BYTES -> readBytes(in, size);
      case LONGS -> readLongs(in, size);
      case OBJECTS -> readObjects(in, size, meter);
    };
  }

  private ByteVector readBytes(BcsReader in, int size) {
    if (element == PrimitiveType.U8) {
      return new ByteVector(in.fixedBytes(size));
    }
    byte[] bools = new byte[size];
    for (int i = 0; i < size; i++) {
      bools[i] = (byte) element.readLong(in);
    }
    return new ByteVector(bools);
  }

  private LongVector readLongs(BcsReader in, int size) {
    long[] longs = new long[size];
    for (int i = 0; i < size; i++) {
      longs[i] = element.readLong(in);
    }
    return new LongVector(longs);
  }

  private ObjectVector readObjects(BcsReader in, int size, Meter meter) {
    Object[] objects = new Object[Math.min(size, FIRST_CAPACITY)];
    for (int i = 0; i < size; i++) {
      if (i == objects.length) {
        objects = Arrays.copyOf(objects, Math.min(size, 2 * i));
      }
      objects[i] = element.readObject(in, meter);
    }
    return new ObjectVector(element.slotBytes(), objects);
  }

  @Override
  public String toString() {
    return "vector<" + element + ">";
  }
}
