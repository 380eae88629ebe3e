/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.format.Code;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.OperandKind;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.type.PrimitiveType;
import dev.sluice.move.type.StructType;
import dev.sluice.move.type.StructType.Variant;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Shape;
import java.util.Arrays;
import java.util.List;

/** Lowers references, structs, enums and global storage; hands vectors on. */
final class DataLowering {
  private final Lowering lowering;
  private final CodeBuffer out;
  private final OperandStack stack;
  private final VectorLowering vectors;

  DataLowering(Lowering lowering) {
    this.lowering = lowering;
    this.out = lowering.out();
    this.stack = lowering.stack();
    this.vectors = new VectorLowering(lowering, this);
  }

  void lower(Opcode opcode) {
    Code code = lowering.code();
    int index = opcode.operand() == OperandKind.NONE ? 0 : code.index(lowering.at());
    switch (opcode) {
      case READ_REF -> readReference();
      case WRITE_REF -> writeReference();
      case FREEZE_REF -> freeze();
      case PACK -> pack(struct(index), 0);
      case PACK_GENERIC -> pack(structInstance(index), 0);
      case PACK_VARIANT -> pack(variantType(module().variants().get(index)), variant(index));
      case PACK_VARIANT_GENERIC -> {
        Instantiation instance = module().variantInstantiations().get(index);
        pack(variantInstance(instance), variant(instance.target()));
      }
      case UNPACK -> unpack(struct(index), 0);
      case UNPACK_GENERIC -> {
        StructType type = structInstance(index);
        type.requireDepth();
        unpack(type, 0);
      }
      case UNPACK_VARIANT -> unpack(variantType(module().variants().get(index)), variant(index));
      case UNPACK_VARIANT_GENERIC -> {
        Instantiation instance = module().variantInstantiations().get(index);
        StructType type = variantInstance(instance);
        type.requireDepth();
        unpack(type, variant(instance.target()));
      }
      case TEST_VARIANT -> testVariant(variant(index));
      case TEST_VARIANT_GENERIC ->
          testVariant(variant(module().variantInstantiations().get(index).target()));
      case IMM_BORROW_FIELD -> borrowField(module().fields().get(index), false);
      case MUT_BORROW_FIELD -> borrowField(module().fields().get(index), true);
      case IMM_BORROW_FIELD_GENERIC -> borrowField(fieldInstance(index), false);
      case MUT_BORROW_FIELD_GENERIC -> borrowField(fieldInstance(index), true);
      case IMM_BORROW_VARIANT_FIELD ->
          borrowVariantField(module().variantFields().get(index), false);
      case MUT_BORROW_VARIANT_FIELD ->
          borrowVariantField(module().variantFields().get(index), true);
      case IMM_BORROW_VARIANT_FIELD_GENERIC ->
          borrowVariantField(variantFieldInstance(index), false);
      case MUT_BORROW_VARIANT_FIELD_GENERIC ->
          borrowVariantField(variantFieldInstance(index), true);
      case EXISTS -> exists(struct(index));
      case EXISTS_GENERIC -> exists(structInstance(index));
      case IMM_BORROW_GLOBAL -> borrowGlobal(struct(index), false);
      case IMM_BORROW_GLOBAL_GENERIC -> borrowGlobal(structInstance(index), false);
      case MUT_BORROW_GLOBAL -> borrowGlobal(struct(index), true);
      case MUT_BORROW_GLOBAL_GENERIC -> borrowGlobal(structInstance(index), true);
      case MOVE_FROM -> moveFrom(struct(index));
      case MOVE_FROM_GENERIC -> moveFrom(structInstance(index));
      case MOVE_TO -> moveTo(struct(index));
      case MOVE_TO_GENERIC -> moveTo(structInstance(index));
      default -> vectors.lower(opcode, index);
    }
  }

  private CompiledModule module() {
    return lowering.unit().module();
  }

  private StructType struct(int definition) {
    return lowering.types().struct(lowering.unit(), definition, List.of());
  }

  private StructType structInstance(int index) {
    return instance(module().structInstantiations().get(index));
  }

  private StructType instance(Instantiation instance) {
    return instance(instance.target(), instance.typeArguments());
  }

  private StructType instance(int definition, int typeArguments) {
    StructType type =
        lowering.types().struct(lowering.unit(), definition, lowering.arguments(typeArguments));
    Type.requireSize(type.nodes(), type.depth());
    return type;
  }

  private int variant(int handle) {
    return module().variants().get(handle).variant();
  }

  private StructType variantType(VariantHandle handle) {
    return struct(handle.struct());
  }

  private StructType variantInstance(Instantiation instance) {
    return instance(module().variants().get(instance.target()).struct(), instance.typeArguments());
  }

  private FieldHandle fieldInstance(int index) {
    return module().fields().get(module().fieldInstantiations().get(index).target());
  }

  private VariantFieldHandle variantFieldInstance(int index) {
    return module().variantFields().get(module().variantFieldInstantiations().get(index).target());
  }

  // References

  private void readReference() {
    lowering.charge(GasCost.READ_REFERENCE);
    Type type = Lowering.target(stack.type(0));
    int reference = stack.register(0);
    stack.pop(1);
    int op =
        switch (type.kind()) {
          case LONG -> Op.READ_LONG;
          case OBJECT -> Op.READ_OBJECT;
          default -> Op.COPY;
        };
    out.emit(op, lowering.result(type), reference, 0);
  }

  private void writeReference() {
    lowering.charge(GasCost.WRITE_REFERENCE);
    int reference = stack.register(0);
    int value = stack.register(1);
    int op =
        switch (stack.type(1).kind()) {
          case LONG -> Op.WRITE_LONG;
          case OBJECT -> Op.WRITE_OBJECT;
          default -> Op.REPLACE;
        };
    stack.pop(2);
    out.emit(op, value, reference, 0);
  }

  private void freeze() {
    lowering.charge(GasCost.FREEZE_REFERENCE);
    Type type = lowering.types().reference(Lowering.target(stack.type(0)), false);
    int register = stack.register(0);
    stack.pop(1);
    stack.push(type, register);
  }

  /** Whether the reference being made is only read; then takes in the ReadRef. */
  boolean takeRead() {
    boolean read = lowering.nextIs(Opcode.READ_REF);
    if (read) {
      lowering.charge(GasCost.READ_REFERENCE);
      lowering.advance();
    }
    return read;
  }

  /** Whether the reference being made is only written to; then takes in the WriteRef. */
  boolean takeWrite() {
    boolean written = lowering.nextIs(Opcode.WRITE_REF);
    if (written) {
      lowering.charge(GasCost.WRITE_REFERENCE);
      lowering.advance();
    }
    return written;
  }

  // Structs

  private void pack(StructType type, int number) {
    type.requireDepth();
    Shape shape = type.variants().get(number).shape();
    int count = shape.fieldCount();
    lowering.charge(GasCost.PACK);
    lowering.charge(GasCost.PACK_FIELD, count);
    int first = stack.settleTop(count);
    stack.pop(count);
    out.emit(Op.PACK, lowering.result(type), first, out.pool(shape));
  }

  private void unpack(StructType type, int number) {
    Variant variant = type.variants().get(number);
    int count = variant.fields().size();
    lowering.charge(GasCost.UNPACK);
    lowering.charge(GasCost.UNPACK_FIELD, count);
    int value = stack.register(0);
    stack.pop(1);
    int first = stack.home(stack.depth());
    for (StructType.Field field : variant.fields()) {
      stack.push(field.type(), stack.home(stack.depth()));
    }
    out.emit(type.isEnum() ? Op.UNPACK_VARIANT : Op.UNPACK, first, value, number);
  }

  private void testVariant(int number) {
    lowering.charge(GasCost.TEST_VARIANT);
    int value = stack.register(0);
    stack.pop(1);
    out.emit(Op.TEST_VARIANT, lowering.result(PrimitiveType.BOOL), value, number);
  }

  private void borrowField(FieldHandle handle, boolean mutable) {
    lowering.charge(GasCost.BORROW_FIELD);
    StructType owner = (StructType) Lowering.target(stack.type(0));
    Variant variant = owner.variants().get(0);
    Type type = variant.fields().get(handle.field()).type();
    int slot = variant.shape().slot(handle.field());
    int struct = stack.register(0);
    if (type.kind() == Type.Kind.CONTAINER) {
      stack.pop(1);
      Type reference = lowering.types().reference(type, mutable);
      out.emit(Op.GET_OBJECT, lowering.result(reference), struct, slot);
    } else if (takeRead()) {
      stack.pop(1);
      int op = type.isLong() ? Op.GET_LONG : Op.GET_OBJECT;
      out.emit(op, lowering.result(type), struct, slot);
    } else if (takeWrite()) {
      int op = type.isLong() ? Op.PUT_LONG : Op.PUT_OBJECT;
      out.emit(op, stack.register(1), struct, slot);
      stack.pop(2);
    } else {
      stack.pop(1);
      int op = type.isLong() ? Op.BORROW_LONG : Op.BORROW_OBJECT;
      Type reference = lowering.types().reference(type, mutable);
      out.emit(op, lowering.result(reference), struct, slot);
    }
  }

  private void borrowVariantField(VariantFieldHandle handle, boolean mutable) {
    lowering.charge(GasCost.BORROW_VARIANT_FIELD);
    StructType owner = (StructType) Lowering.target(stack.type(0));
    int[] slots = new int[owner.variants().size()];
    Arrays.fill(slots, VariantField.ABSENT);
    for (int variant : handle.variants()) {
      slots[variant] = owner.variants().get(variant).shape().slot(handle.field());
    }
    Variant variant = owner.variants().get(handle.variants().get(0));
    Type type = variant.fields().get(handle.field()).type();
    int struct = stack.register(0);
    int slot = stack.home(stack.depth() - 1);
    stack.pop(1);
    out.emit(Op.VARIANT_SLOT, slot, struct, out.pool(new VariantField(slots)));
    Type reference = lowering.types().reference(type, mutable);
    if (type.kind() == Type.Kind.CONTAINER) {
      out.emit(Op.GET_OBJECT_AT, lowering.result(reference), struct, slot);
    } else if (takeRead()) {
      int op = type.isLong() ? Op.GET_LONG_AT : Op.GET_OBJECT_AT;
      out.emit(op, lowering.result(type), struct, slot);
    } else {
      int op = type.isLong() ? Op.BORROW_LONG_AT : Op.BORROW_OBJECT_AT;
      out.emit(op, lowering.result(reference), struct, slot);
    }
  }

  // Global storage

  private void exists(StructType type) {
    type.requireTag();
    lowering.charge(GasCost.EXISTS);
    int address = stack.register(0);
    stack.pop(1);
    out.emit(Op.EXISTS, lowering.result(PrimitiveType.BOOL), address, out.pool(type));
  }

  private void borrowGlobal(StructType type, boolean mutable) {
    type.requireTag();
    lowering.charge(GasCost.BORROW_GLOBAL);
    int address = stack.register(0);
    stack.pop(1);
    int op = mutable ? Op.BORROW_GLOBAL_MUT : Op.BORROW_GLOBAL;
    Type reference = lowering.types().reference(type, mutable);
    out.emit(op, lowering.result(reference), address, out.pool(type));
  }

  private void moveFrom(StructType type) {
    type.requireTag();
    lowering.charge(GasCost.MOVE_FROM);
    int address = stack.register(0);
    stack.pop(1);
    out.emit(Op.MOVE_FROM, lowering.result(type), address, out.pool(type));
  }

  private void moveTo(StructType type) {
    type.requireTag();
    lowering.charge(GasCost.MOVE_TO);
    out.emit(Op.MOVE_TO, stack.register(1), stack.register(0), out.pool(type));
    stack.pop(2);
  }
}
