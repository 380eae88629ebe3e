/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.model;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Constant;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import dev.sluice.move.model.ModelValues.Cell;
import dev.sluice.move.model.ModelValues.Num;
import dev.sluice.move.model.ModelValues.Obj;
import dev.sluice.move.model.ModelValues.Sig;
import dev.sluice.move.model.ModelValues.Vec;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Executes functions of verified modules, one instruction after the other, without gas. */
public final class ModelVm {
  /** A call took more than the allowed number of steps. */
  public static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A call came to a native function, which the model does not know. */
  public static final class Native extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final int LIMIT = 1024;

  private record Key(AccountAddress address, TypeTag type) {}

  private static final class Frame {
    final CompiledModule module;
    final int function;
    final List<TypeTag> typeArguments;
    final Code code;
    final List<Cell> locals = new ArrayList<>();
    int pc;

    Frame(CompiledModule module, int function, List<TypeTag> typeArguments, CodeUnit body) {
      this.module = module;
      this.function = function;
      this.typeArguments = typeArguments;
      this.code = body.code();
    }
  }

  private final ModelTypes types;
  private final Map<Key, Cell> storage = new HashMap<>();
  private final List<Object> stack = new ArrayList<>();
  private final Deque<Frame> callers = new ArrayDeque<>();
  private final long maxSteps;
  private @Nullable Frame current;

  /** A machine with these modules and an empty storage. */
  public ModelVm(List<CompiledModule> modules, long maxSteps) {
    Map<ModuleId, CompiledModule> byId = new HashMap<>();
    modules.forEach(module -> byId.put(module.id(), module));
    this.types = new ModelTypes(byId);
    this.maxSteps = maxSteps;
  }

  /** Puts a resource into storage. */
  public void store(AccountAddress address, TypeTag type, Bytes value) {
    storage.put(new Key(address, type), new Cell(types.read(new BcsReader(value), type)));
  }

  /** A resource in BCS, null if there is none. */
  public @Nullable Bytes stored(AccountAddress address, TypeTag type) {
    Cell cell = storage.get(new Key(address, type));
    return cell == null ? null : bcs(cell);
  }

  private static Bytes bcs(Object value) {
    BcsWriter out = new BcsWriter();
    ModelValues.write(out, value);
    return out.toBytes();
  }

  /**
   * Calls a function.
   *
   * @param arguments in BCS; of a reference what it refers to
   * @return the results in BCS
   * @throws MoveException if it fails, located
   * @throws TooLong if it takes too many steps
   * @throws Native if it comes to a native function
   */
  public List<Bytes> call(
      ModuleId module, String name, List<TypeTag> typeArguments, List<Bytes> arguments) {
    CompiledModule unit = types.module(module);
    FunctionDefinition definition = ModelTypes.function(unit, name);
    stack.clear();
    callers.clear();
    FunctionHandle handle = unit.functionHandles().get(definition.handle());
    List<SignatureToken> parameters = unit.signatures().get(handle.parameters()).tokens();
    for (int i = 0; i < parameters.size(); i++) {
      TypeTag tag = ModelTypes.tag(unit, parameters.get(i), typeArguments);
      Object value = types.read(new BcsReader(arguments.get(i)), tag);
      stack.add(parameters.get(i).isReference() ? new Cell(value) : value);
    }
    Frame frame = enter(unit, definition, typeArguments);
    current = frame;
    try {
      run(frame);
    } catch (MoveException e) {
      Frame at = Objects.requireNonNull(current);
      throw e.at(Location.in(at.module.id(), at.function, at.pc));
    }
    return stack.stream().map(ModelVm::bcs).toList();
  }

  private Frame enter(CompiledModule unit, FunctionDefinition definition, List<TypeTag> arguments) {
    CodeUnit body = definition.code().orElseThrow(Native::new);
    Frame frame = new Frame(unit, unit.functions().indexOf(definition), arguments, body);
    FunctionHandle handle = unit.functionHandles().get(definition.handle());
    int parameters = unit.signatures().get(handle.parameters()).size();
    int locals = unit.signatures().get(body.locals()).size();
    List<Object> values = stack.subList(stack.size() - parameters, stack.size());
    values.forEach(value -> frame.locals.add(new Cell(value)));
    values.clear();
    for (int i = 0; i < locals; i++) {
      frame.locals.add(new Cell(false));
    }
    return frame;
  }

  private void run(Frame start) {
    Frame frame = start;
    for (long steps = 0; steps < maxSteps; steps++) {
      int at = frame.pc;
      int next = at + 1;
      switch (frame.code.opcode(at)) {
        case RET -> {
          if (callers.isEmpty()) {
            return;
          }
          frame = callers.pop();
          current = frame;
          next = frame.pc + 1;
        }
        case BRANCH -> next = frame.code.index(at);
        case BR_TRUE -> next = (Boolean) pop() ? frame.code.index(at) : next;
        case BR_FALSE -> next = (Boolean) pop() ? next : frame.code.index(at);
        case CALL -> {
          frame = call(frame, frame.module.functionHandles().get(frame.code.index(at)), List.of());
          next = 0;
        }
        case CALL_GENERIC -> {
          Instantiation call = frame.module.functionInstantiations().get(frame.code.index(at));
          frame =
              call(
                  frame,
                  frame.module.functionHandles().get(call.target()),
                  arguments(frame, call.typeArguments()));
          next = 0;
        }
        default -> step(frame, at);
      }
      frame.pc = next;
    }
    throw new TooLong();
  }

  private Frame call(Frame caller, FunctionHandle handle, List<TypeTag> typeArguments) {
    CompiledModule owner = types.module(caller.module.moduleOf(handle));
    String name = caller.module.identifiers().get(handle.name());
    Frame callee = enter(owner, ModelTypes.function(owner, name), typeArguments);
    if (callers.size() == LIMIT) {
      throw MoveException.of(StatusCode.CALL_STACK_OVERFLOW, "");
    }
    callers.push(caller);
    current = callee;
    return callee;
  }

  private static List<TypeTag> arguments(Frame frame, int signature) {
    return frame.module.signatures().get(signature).tokens().stream()
        .map(token -> ModelTypes.tag(frame.module, token, frame.typeArguments))
        .toList();
  }

  private void push(Object value) {
    if (stack.size() == LIMIT) {
      throw MoveException.of(StatusCode.EXECUTION_STACK_OVERFLOW, "");
    }
    stack.add(value);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private Cell popRef() {
    return (Cell) pop();
  }

  private void step(Frame frame, int at) {
    Code code = frame.code;
    switch (code.opcode(at)) {
      case POP -> pop();
      case NOP -> {}
      case ABORT ->
          throw MoveException.of(StatusCode.ABORTED, ((Num) pop()).value().longValue(), "");
      case LD_TRUE -> push(true);
      case LD_FALSE -> push(false);
      case LD_U8 -> push(num(8, code.u64(at)));
      case LD_U16 -> push(num(16, code.u64(at)));
      case LD_U32 -> push(num(32, code.u64(at)));
      case LD_U64 -> push(num(64, code.u64(at)));
      case LD_U128 -> push(new Num(128, code.u128(at).toBigInteger()));
      case LD_U256 -> push(new Num(256, code.u256(at).toBigInteger()));
      case LD_CONST -> {
        Constant constant = frame.module.constants().get(code.index(at));
        TypeTag tag = ModelTypes.tag(frame.module, constant.type(), List.of());
        push(types.read(new BcsReader(constant.data()), tag));
      }
      case COPY_LOC -> push(ModelValues.copy(frame.locals.get(code.index(at)).value));
      case MOVE_LOC -> push(frame.locals.get(code.index(at)).value);
      // A new cell: references to the old value do not see the new one.
      case ST_LOC -> frame.locals.set(code.index(at), new Cell(pop()));
      case MUT_BORROW_LOC, IMM_BORROW_LOC -> push(frame.locals.get(code.index(at)));
      case READ_REF -> push(ModelValues.copy(popRef().value));
      case WRITE_REF -> {
        Cell target = popRef();
        target.value = pop();
      }
      case FREEZE_REF -> {}
      case ADD,
          SUB,
          MUL,
          DIV,
          MOD,
          BIT_AND,
          BIT_OR,
          XOR,
          SHL,
          SHR,
          LT,
          LE,
          GT,
          GE,
          CAST_U8,
          CAST_U16,
          CAST_U32,
          CAST_U64,
          CAST_U128,
          CAST_U256 ->
          ModelArithmetic.step(code.opcode(at), stack);
      case AND -> {
        boolean right = (Boolean) pop();
        push((Boolean) pop() && right);
      }
      case OR -> {
        boolean right = (Boolean) pop();
        push((Boolean) pop() || right);
      }
      case NOT -> push(!(Boolean) pop());
      case EQ -> push(ModelValues.equal(pop(), pop()));
      case NEQ -> push(!ModelValues.equal(pop(), pop()));
      default -> data(frame, at);
    }
  }

  private static Num num(int width, long value) {
    return new Num(width, new BigInteger(Long.toUnsignedString(value)));
  }

  private void data(Frame frame, int at) {
    int index = frame.code.index(at);
    CompiledModule m = frame.module;
    switch (frame.code.opcode(at)) {
      case PACK -> pack(-1, fields(m.structs().get(index)));
      case PACK_GENERIC ->
          pack(-1, fields(m.structs().get(m.structInstantiations().get(index).target())));
      case UNPACK, UNPACK_GENERIC -> unpack(-1);
      case PACK_VARIANT -> packVariant(m, m.variants().get(index));
      case PACK_VARIANT_GENERIC ->
          packVariant(m, m.variants().get(m.variantInstantiations().get(index).target()));
      case UNPACK_VARIANT -> unpack(m.variants().get(index).variant());
      case UNPACK_VARIANT_GENERIC ->
          unpack(m.variants().get(m.variantInstantiations().get(index).target()).variant());
      case TEST_VARIANT ->
          push(((Obj) popRef().value).variant == m.variants().get(index).variant());
      case TEST_VARIANT_GENERIC -> {
        VariantHandle variant = m.variants().get(m.variantInstantiations().get(index).target());
        push(((Obj) popRef().value).variant == variant.variant());
      }
      case MUT_BORROW_FIELD, IMM_BORROW_FIELD -> borrowField(m.fields().get(index));
      case MUT_BORROW_FIELD_GENERIC, IMM_BORROW_FIELD_GENERIC ->
          borrowField(m.fields().get(m.fieldInstantiations().get(index).target()));
      case MUT_BORROW_VARIANT_FIELD, IMM_BORROW_VARIANT_FIELD ->
          borrowVariantField(m.variantFields().get(index));
      case MUT_BORROW_VARIANT_FIELD_GENERIC, IMM_BORROW_VARIANT_FIELD_GENERIC ->
          borrowVariantField(
              m.variantFields().get(m.variantFieldInstantiations().get(index).target()));
      default -> {
        if (!vector(frame, at)) {
          global(frame, at);
        }
      }
    }
  }

  private static int fields(StructDefinition definition) {
    return ((StructDefinition.Fields) definition.layout()).fields().size();
  }

  private void packVariant(CompiledModule m, VariantHandle handle) {
    var variants = (StructDefinition.Variants) m.structs().get(handle.struct()).layout();
    pack(handle.variant(), variants.variants().get(handle.variant()).fields().size());
  }

  private void pack(int variant, int count) {
    Obj obj = new Obj(variant);
    List<Object> values = stack.subList(stack.size() - count, stack.size());
    values.forEach(value -> obj.fields.add(new Cell(value)));
    values.clear();
    push(obj);
  }

  private void unpack(int variant) {
    Obj obj = (Obj) pop();
    requireVariant(obj.variant == variant);
    obj.fields.forEach(field -> push(field.value));
  }

  private static void requireVariant(boolean right) {
    if (!right) {
      throw MoveException.of(StatusCode.STRUCT_VARIANT_MISMATCH, "");
    }
  }

  private void borrowField(FieldHandle handle) {
    push(((Obj) popRef().value).fields.get(handle.field()));
  }

  private void borrowVariantField(VariantFieldHandle handle) {
    Obj obj = (Obj) popRef().value;
    requireVariant(handle.variants().contains(obj.variant));
    push(obj.fields.get(handle.field()));
  }

  private boolean vector(Frame frame, int at) {
    switch (frame.code.opcode(at)) {
      case VEC_PACK -> {
        Vec vec = new Vec();
        int count = (int) frame.code.u64(at);
        List<Object> values = stack.subList(stack.size() - count, stack.size());
        values.forEach(value -> vec.elements.add(new Cell(value)));
        values.clear();
        push(vec);
      }
      case VEC_UNPACK -> {
        Vec vec = (Vec) pop();
        requireVector(vec.elements.size() == frame.code.u64(at), 3);
        vec.elements.forEach(element -> push(element.value));
      }
      case VEC_LEN -> push(num(64, vec(popRef()).elements.size()));
      case VEC_IMM_BORROW, VEC_MUT_BORROW -> {
        Num index = (Num) pop();
        Vec vec = vec(popRef());
        push(vec.elements.get(index(vec, index)));
      }
      case VEC_PUSH_BACK -> {
        Object value = pop();
        vec(popRef()).elements.add(new Cell(value));
      }
      case VEC_POP_BACK -> {
        Vec vec = vec(popRef());
        requireVector(!vec.elements.isEmpty(), 2);
        push(vec.elements.remove(vec.elements.size() - 1).value);
      }
      case VEC_SWAP -> {
        Num j = (Num) pop();
        Num i = (Num) pop();
        Vec vec = vec(popRef());
        Collections.swap(vec.elements, index(vec, i), index(vec, j));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Vec vec(Cell reference) {
    return (Vec) reference.value;
  }

  private static int index(Vec vec, Num index) {
    requireVector(index.value().compareTo(BigInteger.valueOf(vec.elements.size())) < 0, 1);
    return index.value().intValue();
  }

  private static void requireVector(boolean right, long reason) {
    if (!right) {
      throw MoveException.of(StatusCode.VECTOR_OPERATION_ERROR, reason, "");
    }
  }

  private Key key(Frame frame, int at, AccountAddress address) {
    int index = frame.code.index(at);
    int definition = index;
    List<TypeTag> typeArguments = List.of();
    if (frame.code.opcode(at).mnemonic().endsWith("Generic")) {
      Instantiation instance = frame.module.structInstantiations().get(index);
      definition = instance.target();
      typeArguments = arguments(frame, instance.typeArguments());
    }
    int handle = frame.module.structs().get(definition).handle();
    return new Key(address, ModelTypes.tag(frame.module, handle, typeArguments));
  }

  private void global(Frame frame, int at) {
    switch (frame.code.opcode(at)) {
      case EXISTS, EXISTS_GENERIC ->
          push(storage.containsKey(key(frame, at, (AccountAddress) pop())));
      case IMM_BORROW_GLOBAL,
          IMM_BORROW_GLOBAL_GENERIC,
          MUT_BORROW_GLOBAL,
          MUT_BORROW_GLOBAL_GENERIC ->
          push(present(storage.get(key(frame, at, (AccountAddress) pop()))));
      case MOVE_FROM, MOVE_FROM_GENERIC ->
          push(present(storage.remove(key(frame, at, (AccountAddress) pop()))).value);
      case MOVE_TO, MOVE_TO_GENERIC -> {
        Object value = pop();
        Key key = key(frame, at, ((Sig) popRef().value).address());
        if (storage.containsKey(key)) {
          throw MoveException.of(StatusCode.RESOURCE_ALREADY_EXISTS, "");
        }
        storage.put(key, new Cell(value));
      }
      default -> throw new IllegalStateException(frame.code.opcode(at).mnemonic());
    }
  }

  private static Cell present(@Nullable Cell cell) {
    if (cell == null) {
      throw MoveException.of(StatusCode.MISSING_DATA, "");
    }
    return cell;
  }
}
