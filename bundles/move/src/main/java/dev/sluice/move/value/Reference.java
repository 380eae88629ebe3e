/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

/**
 * A Move reference to something that is no container: a local, a field or a vector element that is
 * a number, an address or a signer. (A reference to a container is the container.)
 */
public abstract sealed class Reference {
  Reference() {}

  /** The value, if it is a {@code long}. */
  public long getLong() {
    throw new IllegalStateException();
  }

  /** Replaces the value, if it is a {@code long}. */
  public void setLong(long value) {
    throw new IllegalStateException();
  }

  /** The value, if it is an object. */
  public Object get() {
    throw new IllegalStateException();
  }

  /** Replaces the value, if it is an object. */
  public void set(Object value) {
    throw new IllegalStateException();
  }

  /** A place of its own for a {@code long}: a local that is borrowed. */
  public static final class LongCell extends Reference {
    private long value;

    /** A cell that holds {@code value}. */
    public LongCell(long value) {
      this.value = value;
    }

    @Override
    public long getLong() {
      return value;
    }

    @Override
    public void setLong(long newValue) {
      value = newValue;
    }
  }

  /** A place of its own for an object. */
  public static final class ObjectCell extends Reference {
    private Object value;

    /** A cell that holds {@code value}. */
    public ObjectCell(Object value) {
      this.value = value;
    }

    @Override
    public Object get() {
      return value;
    }

    @Override
    public void set(Object newValue) {
      value = newValue;
    }
  }

  /** A {@code long} field. */
  public static final class LongField extends Reference {
    private final Struct owner;
    private final int slot;

    /** The field in {@link Struct#longs} at {@code slot}. */
    public LongField(Struct owner, int slot) {
      this.owner = owner;
      this.slot = slot;
    }

    @Override
    public long getLong() {
      return owner.longs[slot];
    }

    @Override
    public void setLong(long newValue) {
      owner.longs[slot] = newValue;
    }
  }

  /** A field that is an object. */
  public static final class ObjectField extends Reference {
    private final Struct owner;
    private final int slot;

    /** The field in {@link Struct#objects} at {@code slot}. */
    public ObjectField(Struct owner, int slot) {
      this.owner = owner;
      this.slot = slot;
    }

    @Override
    public Object get() {
      return owner.objects[slot];
    }

    @Override
    public void set(Object newValue) {
      owner.objects[slot] = newValue;
    }
  }

  /** An element of a vector. */
  public static final class Element extends Reference {
    private final Vector owner;
    private final int index;

    /** The element at {@code index}, which is in range. */
    public Element(Vector owner, int index) {
      this.owner = owner;
      this.index = index;
    }

    @Override
    public long getLong() {
      return owner instanceof ByteVector bytes
          ? bytes.elements[index] & 0xff
          : ((LongVector) owner).elements[index];
    }

    @Override
    public void setLong(long newValue) {
      if (owner instanceof ByteVector bytes) {
        bytes.elements[index] = (byte) newValue;
      } else {
        ((LongVector) owner).elements[index] = newValue;
      }
    }

    @Override
    public Object get() {
      return ((ObjectVector) owner).elements[index];
    }

    @Override
    public void set(Object newValue) {
      ((ObjectVector) owner).elements[index] = newValue;
    }
  }
}
