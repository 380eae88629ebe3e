/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.format.Opcode;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.Type;
import dev.sluice.move.type.VectorType;

/** Lowers the vector instructions. */
final class VectorLowering {
  private final Lowering lowering;
  private final DataLowering data;
  private final CodeBuffer out;
  private final OperandStack stack;

  VectorLowering(Lowering lowering, DataLowering data) {
    this.lowering = lowering;
    this.data = data;
    this.out = lowering.out();
    this.stack = lowering.stack();
  }

  void lower(Opcode opcode, int signature) {
    Type element = lowering.type(lowering.unit().unit().signatures().get(signature).get(0));
    VectorType type = lowering.types().vector(element);
    switch (opcode) {
      case VEC_PACK -> pack(type, count());
      case VEC_UNPACK -> unpack(type, count());
      case VEC_LEN -> length();
      case VEC_IMM_BORROW -> borrow(type, false);
      case VEC_MUT_BORROW -> borrow(type, true);
      case VEC_PUSH_BACK -> push(type);
      case VEC_POP_BACK -> pop(type);
      case VEC_SWAP -> swap();
      default -> throw new IllegalStateException("not lowered: " + opcode);
    }
  }

  private int count() {
    return (int) lowering.code().u64(lowering.at());
  }

  /** The operation for the way the vector keeps its elements. */
  private static int by(VectorType type, int bytes, int longs, int objects) {
    return switch (type.storage()) {
      case BYTES -> bytes;
      case LONGS -> longs;
      case OBJECTS -> objects;
    };
  }

  private void pack(VectorType type, int count) {
    Type.requireSize(type.nodes(), type.depth());
    type.element().requireDepth();
    lowering.charge(GasCost.VECTOR_PACK);
    lowering.charge(GasCost.VECTOR_PACK_ELEMENT, count);
    int first = stack.settleTop(count);
    stack.pop(count);
    int spec = out.pool(new VectorPack(type, count));
    out.emit(Op.VECTOR_PACK, lowering.result(type), first, spec);
  }

  private void unpack(VectorType type, int count) {
    lowering.charge(GasCost.VECTOR_UNPACK);
    lowering.charge(GasCost.VECTOR_UNPACK_ELEMENT, count);
    int vector = stack.register(0);
    stack.pop(1);
    int first = stack.home(stack.depth());
    for (int i = 0; i < count; i++) {
      stack.push(type.element(), stack.home(stack.depth()));
    }
    out.emit(Op.VECTOR_UNPACK, first, vector, count);
  }

  private void length() {
    lowering.charge(GasCost.VECTOR_LENGTH);
    int vector = stack.register(0);
    stack.pop(1);
    out.emit(Op.VECTOR_LENGTH, lowering.result(PrimitiveType.U64), vector, 0);
  }

  private void borrow(VectorType type, boolean mutable) {
    lowering.charge(GasCost.VECTOR_BORROW);
    Type element = type.element();
    int index = stack.register(0);
    int vector = stack.register(1);
    if (element.kind() == Type.Kind.CONTAINER) {
      stack.pop(2);
      Type reference = lowering.types().reference(element, mutable);
      out.emit(Op.VECTOR_GET_OBJECT, lowering.result(reference), vector, index);
    } else if (data.takeRead()) {
      stack.pop(2);
      int op = by(type, Op.VECTOR_GET_BYTE, Op.VECTOR_GET_LONG, Op.VECTOR_GET_OBJECT);
      out.emit(op, lowering.result(element), vector, index);
    } else if (data.takeWrite()) {
      int value = stack.register(2);
      int op = by(type, Op.VECTOR_PUT_BYTE, Op.VECTOR_PUT_LONG, Op.VECTOR_PUT_OBJECT);
      out.emit(op, value, vector, index);
      stack.pop(3);
    } else {
      stack.pop(2);
      Type reference = lowering.types().reference(element, mutable);
      out.emit(Op.VECTOR_BORROW, lowering.result(reference), vector, index);
    }
  }

  private void push(VectorType type) {
    lowering.charge(GasCost.VECTOR_PUSH);
    int value = stack.register(0);
    int vector = stack.register(1);
    stack.pop(2);
    int op = by(type, Op.VECTOR_PUSH_BYTE, Op.VECTOR_PUSH_LONG, Op.VECTOR_PUSH_OBJECT);
    out.emit(op, vector, value, 0);
  }

  private void pop(VectorType type) {
    lowering.charge(GasCost.VECTOR_POP);
    int vector = stack.register(0);
    stack.pop(1);
    int op = by(type, Op.VECTOR_POP_BYTE, Op.VECTOR_POP_LONG, Op.VECTOR_POP_OBJECT);
    out.emit(op, lowering.result(type.element()), vector, 0);
  }

  private void swap() {
    lowering.charge(GasCost.VECTOR_SWAP);
    out.emit(Op.VECTOR_SWAP, stack.register(2), stack.register(1), stack.register(0));
    stack.pop(3);
  }
}
