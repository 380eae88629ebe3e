/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.type;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.gas.Meter;

/** A type without type parameters. Types of one program are equal only if they are the same. */
public abstract sealed class Type permits PrimitiveType, VectorType, StructType, ReferenceType {
  /** How values of a type are represented. */
  public enum Kind {
    /** A {@code long}: bool and integers up to 64 bits. */
    LONG,
    /** An immutable object: u128, u256, address, signer. */
    OBJECT,
    /** A {@link dev.sluice.move.value.Container}: struct, enum, vector. */
    CONTAINER,
    /**
     * A reference: to a container, that object itself, otherwise a {@link
     * dev.sluice.move.value.Reference}.
     */
    REFERENCE
  }

  /** Most values of any kind that may be nested in each other. */
  public static final int MAX_VALUE_DEPTH = 128;

  /** Most nodes of a type: {@code vector<u64>} has two. */
  public static final int MAX_NODES = 128;

  /** Deepest nesting of a type. */
  public static final int MAX_DEPTH = 20;

  private final int nodes;
  private final int depth;

  Type(int nodes, int depth) {
    this.nodes = nodes;
    this.depth = depth;
  }

  /**
   * Requires that a type is within {@link #MAX_NODES} and {@link #MAX_DEPTH}.
   *
   * @throws MoveException TOO_MANY_TYPE_NODES or VM_MAX_TYPE_DEPTH_REACHED
   */
  public static void requireSize(int nodes, int depth) {
    if (nodes > MAX_NODES) {
      throw MoveException.of(
          StatusCode.TOO_MANY_TYPE_NODES, "a type of more than " + MAX_NODES + " nodes");
    }
    if (depth > MAX_DEPTH) {
      throw MoveException.of(
          StatusCode.VM_MAX_TYPE_DEPTH_REACHED, "a type nested deeper than " + MAX_DEPTH);
    }
  }

  /** How values are represented. */
  public abstract Kind kind();

  /** Whether values are {@code long}s. */
  public final boolean isLong() {
    return kind() == Kind.LONG;
  }

  /** Number of nodes of this type as a tree. */
  public final int nodes() {
    return nodes;
  }

  /** Height of this type as a tree; 1 for primitive types. */
  public final int depth() {
    return depth;
  }

  /** How many vectors and structs are nested in each other in the tag. */
  abstract int tagNesting();

  /**
   * Requires that the tag has a form in BCS, as it must have where it names a place in storage or
   * an event.
   *
   * @throws MoveException TYPE_TAG_LIMIT_EXCEEDED
   */
  public final void requireTag() {
    if (tagNesting() > TypeTag.MAX_NESTING) {
      throw MoveException.of(
          StatusCode.TYPE_TAG_LIMIT_EXCEEDED,
          "a type of more than " + TypeTag.MAX_NESTING + " nested vectors and structs");
    }
  }

  /** Bytes of a field or element of this type by the schedule, content of containers apart. */
  public abstract int slotBytes();

  /**
   * How deep values of this type can nest: 1 for a number, one more than its parts for a container.
   *
   * @return the depth, or {@code limit + 1} if it is above {@code limit}
   */
  abstract int valueDepth(int limit);

  /** Whether values may nest deeper than {@link #MAX_VALUE_DEPTH}. */
  public final boolean isTooDeep() {
    return valueDepth(MAX_VALUE_DEPTH) > MAX_VALUE_DEPTH;
  }

  /**
   * Requires that values nest within {@link #MAX_VALUE_DEPTH}.
   *
   * @throws MoveException VM_MAX_VALUE_DEPTH_REACHED
   */
  public final void requireDepth() {
    if (isTooDeep()) {
      throw tooDeep();
    }
  }

  /** The failure to make a value that nests too deep. */
  public static MoveException tooDeep() {
    return MoveException.of(
        StatusCode.VM_MAX_VALUE_DEPTH_REACHED, "values nested deeper than " + MAX_VALUE_DEPTH);
  }

  /**
   * The name of this type outside the virtual machine.
   *
   * @throws UnsupportedOperationException for references
   */
  public abstract TypeTag tag();

  /** Writes a value of kind LONG. */
  public void writeLong(BcsWriter out, long value) {
    throw new UnsupportedOperationException(toString());
  }

  /** Writes a value of kind OBJECT or CONTAINER, which must not be too deep. */
  public void writeObject(BcsWriter out, Object value) {
    throw new UnsupportedOperationException(toString());
  }

  /**
   * Reads a value of kind LONG.
   *
   * @throws dev.sluice.codec.CodecException if the bytes are no such value
   */
  public long readLong(BcsReader in) {
    throw new UnsupportedOperationException(toString());
  }

  /**
   * Reads a value of kind OBJECT or CONTAINER. The type must not be too deep.
   *
   * @param meter counts the memory of containers
   * @throws dev.sluice.codec.CodecException if the bytes are no such value
   */
  public Object readObject(BcsReader in, Meter meter) {
    throw new UnsupportedOperationException(toString());
  }

  /** The customary text: {@code vector<0x1::string::String>}. */
  @Override
  public abstract String toString();
}
