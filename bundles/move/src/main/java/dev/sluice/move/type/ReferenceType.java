/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.type;

import dev.sluice.codec.TypeTag;
import dev.sluice.move.value.Footprint;

/** {@code &target} or {@code &mut target}. */
public final class ReferenceType extends Type {
  private final Type target;
  private final boolean mutable;

  /** The type of references to {@code target}; call through the program only. */
  public ReferenceType(Type target, boolean mutable) {
    super(1 + target.nodes(), 1 + target.depth());
    this.target = target;
    this.mutable = mutable;
  }

  /** The type of what is referred to. */
  public Type target() {
    return target;
  }

  /** Whether the target may be changed. */
  public boolean isMutable() {
    return mutable;
  }

  @Override
  public Kind kind() {
    return Kind.REFERENCE;
  }

  @Override
  public int slotBytes() {
    return Footprint.POINTER;
  }

  @Override
  int tagNesting() {
    return target.tagNesting();
  }

  @Override
  int valueDepth(int limit) {
    return limit == 0 ? 1 : 1 + target.valueDepth(limit - 1);
  }

  @Override
  public TypeTag tag() {
    throw new UnsupportedOperationException("a reference type has no tag: " + this);
  }

  @Override
  public String toString() {
    return (mutable ? "&mut " : "&") + target;
  }
}
