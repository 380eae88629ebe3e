/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.MoveException;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.gas.GasCost;
import dev.sluice.move.gas.GasSchedule;
import dev.sluice.move.type.ReferenceType;
import dev.sluice.move.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the stack code of a verified function into {@link LoweredCode}: operands become registers,
 * copies and moves of locals mostly disappear, frequent pairs of instructions become one, and the
 * gas of each basic block one number. Relies on what the verifier has proved, above all that every
 * block starts and ends with an empty operand stack.
 */
final class Lowering {
  private final LoadedFunction function;
  private final LoadedUnit unit;
  private final Specializations types;
  private final GasSchedule schedule;
  private final Code code;
  private final List<SignatureToken> localTokens;
  private final LocalAnalysis locals;
  private final CodeBuffer out;
  private final OperandStack stack;
  private final ArithmeticLowering arithmetic;
  private final DataLowering data;

  private LocalAnalysis.State state = new LocalAnalysis.State();
  private int at;
  private int end;
  private long gas;

  private Lowering(LoadedFunction function, boolean checked) {
    this.function = function;
    this.unit = function.unit();
    this.types = function.specializations();
    this.schedule = types.program().schedule();
    this.code = function.body().code();
    this.localTokens = localTokens();
    this.locals =
        new LocalAnalysis(
            code, function.parameters().size(), localTokens, function.typeArguments());
    this.out = new CodeBuffer(code.length());
    this.stack = new OperandStack(out, localTokens.size(), checked);
    this.arithmetic = new ArithmeticLowering(this);
    this.data = new DataLowering(this);
  }

  /**
   * Lowers a function.
   *
   * @param checked whether to check the depth of the operand stack wherever it grows
   */
  static LoweredCode lower(LoadedFunction function, boolean checked) {
    return new Lowering(function, checked).lower();
  }

  private List<SignatureToken> localTokens() {
    var signatures = unit.unit().signatures();
    List<SignatureToken> tokens = new ArrayList<>();
    tokens.addAll(signatures.get(unit.functionView(function.index()).parameters()).tokens());
    tokens.addAll(signatures.get(function.body().locals()).tokens());
    return tokens;
  }

  private LoweredCode lower() {
    int entry = out.append(0);
    int ownLocals = locals.localCount() - function.parameters().size();
    gas = ownLocals * schedule.of(GasCost.CALL_LOCAL);
    prepareLocals();
    boolean separate = locals.loopsToStart();
    if (separate) {
      out.emit(Op.FALL, 0, 0, 0);
      out.set(entry, gas);
    }
    for (int block = 0; block < code.length(); block = locals.end(block)) {
      if (locals.isReachable(block)) {
        lowerBlock(block, block == 0 && !separate ? entry : placeBlock(block));
      }
    }
    return out.finish(function, locals.localCount(), stack.maxDepth());
  }

  private int placeBlock(int block) {
    gas = 0;
    out.at(block);
    out.place(block);
    return out.append(0);
  }

  private void prepareLocals() {
    for (int local = 0; local < locals.localCount(); local++) {
      boolean isParameter = local < function.parameters().size();
      if (locals.isCell(local)) {
        int op = locals.kind(local) == Type.Kind.LONG ? Op.CELL_LONG : Op.CELL_OBJECT;
        out.emit(op, local, local, 0);
      } else if (locals.isCleared(local) && !isParameter) {
        out.emit(Op.CLEAR, local, 0, 0);
      }
    }
  }

  private void lowerBlock(int block, int gasWord) {
    state = locals.stateAt(block);
    stack.startBlock();
    end = locals.end(block);
    try {
      for (at = block; at < end; at++) {
        out.at(at);
        lowerInstruction(code.opcode(at));
      }
      if (!code.opcode(end - 1).isBranch() && !code.opcode(end - 1).isUnconditionalBranch()) {
        out.emit(Op.FALL, 0, 0, 0);
      }
    } catch (MoveException e) {
      // What this instruction needs does not exist: it fails when it is reached, not before.
      out.emit(Op.FAIL, 0, 0, out.pool(e));
    }
    out.set(gasWord, gas);
  }

  // What the parts of the lowering share.

  Code code() {
    return code;
  }

  /** Offset of the instruction being lowered. */
  int at() {
    return at;
  }

  LoadedUnit unit() {
    return unit;
  }

  LoadedFunction function() {
    return function;
  }

  Specializations types() {
    return types;
  }

  CodeBuffer out() {
    return out;
  }

  OperandStack stack() {
    return stack;
  }

  void charge(GasCost cost) {
    gas += schedule.of(cost);
  }

  void charge(GasCost cost, long count) {
    gas += schedule.of(cost) * count;
  }

  /** Whether the block goes on with this instruction. */
  boolean nextIs(Opcode opcode) {
    return at + 1 < end && code.opcode(at + 1) == opcode;
  }

  /** Goes on to the next instruction, which the present one has taken in. */
  void advance() {
    at++;
  }

  /**
   * The register for the result of the present instruction, whose operands have been popped: the
   * local that it is stored to next, or a new entry of the stack.
   */
  int result(Type type) {
    if (nextIs(Opcode.ST_LOC)) {
      int local = code.index(at + 1);
      if (!locals.isCell(local) && !state.possible.get(local) && !stack.uses(local)) {
        stack.grow(1);
        advance();
        charge(GasCost.STORE_LOCAL);
        filled(local);
        return local;
      }
    }
    int register = stack.home(stack.depth());
    stack.push(type, register);
    return register;
  }

  private void filled(int local) {
    if (locals.kind(local) == Type.Kind.CONTAINER) {
      state.fill(local);
    }
  }

  /** The type that a token of this unit means here, within the limits on types. */
  Type type(SignatureToken token) {
    Type type = types.type(unit, token, function.typeArguments());
    Type.requireSize(type.nodes(), type.depth());
    return type;
  }

  /** The type arguments an instantiation gives, within the limits on types. */
  List<Type> arguments(int signature) {
    List<Type> arguments = new ArrayList<>();
    for (SignatureToken token : unit.unit().signatures().get(signature).tokens()) {
      arguments.add(type(token));
    }
    return arguments;
  }

  private void lowerInstruction(Opcode opcode) {
    switch (opcode) {
      case POP -> pop();
      case RET -> ret();
      case BR_TRUE -> branchIf(Op.JUMP_TRUE);
      case BR_FALSE -> branchIf(Op.JUMP_FALSE);
      case BRANCH -> {
        charge(GasCost.BRANCH);
        out.jump(Op.JUMP, 0, 0, code.index(at));
      }
      case COPY_LOC -> copyLocal(code.index(at));
      case MOVE_LOC -> moveLocal(code.index(at));
      case ST_LOC -> storeLocal(code.index(at));
      case MUT_BORROW_LOC, IMM_BORROW_LOC ->
          borrowLocal(code.index(at), opcode == Opcode.MUT_BORROW_LOC);
      case CALL -> call(unit.unit().functionHandles().get(code.index(at)), List.of());
      case CALL_GENERIC -> {
        Instantiation call = unit.unit().functionInstantiations().get(code.index(at));
        charge(GasCost.CALL_TYPE_ARGUMENT, call(call));
      }
      case ABORT -> {
        charge(GasCost.ABORT);
        out.emit(Op.ABORT, stack.register(0), 0, 0);
      }
      case NOP -> charge(GasCost.NOP);
      default -> {
        if (!arithmetic.lower(opcode)) {
          data.lower(opcode);
        }
      }
    }
  }

  private void pop() {
    charge(GasCost.POP);
    if (stack.type(0).kind() == Type.Kind.CONTAINER) {
      out.emit(Op.DROP, stack.register(0), 0, 0);
    }
    stack.pop(1);
  }

  private void ret() {
    charge(GasCost.RETURN);
    int count = function.returns().size();
    int first = 0;
    if (count == 1) {
      first = stack.register(0);
    } else if (count > 1) {
      first = stack.settleTop(count);
    }
    state.possible.stream().forEach(local -> out.emit(Op.DROP, local, 0, 0));
    switch (count) {
      case 0 -> out.emit(Op.RETURN, 0, 0, 0);
      case 1 -> out.emit(stack.type(0).isLong() ? Op.RETURN_LONG : Op.RETURN_OBJECT, first, 0, 0);
      default -> out.emit(Op.RETURN_MANY, first, count, 0);
    }
  }

  private void branchIf(int op) {
    charge(GasCost.BRANCH_IF);
    out.jump(op, stack.register(0), 0, code.index(at));
  }

  private Type localType(int local) {
    return types.type(unit, localTokens.get(local), function.typeArguments());
  }

  private void copyLocal(int local) {
    charge(GasCost.COPY_LOCAL);
    Type type = localType(local);
    if (locals.isCell(local)) {
      int op = type.isLong() ? Op.READ_LONG : Op.READ_OBJECT;
      out.emit(op, result(type), local, 0);
    } else if (type.kind() == Type.Kind.CONTAINER) {
      out.emit(Op.COPY, result(type), local, 0);
    } else {
      stack.push(type, local);
    }
  }

  private void moveLocal(int local) {
    charge(GasCost.MOVE_LOCAL);
    Type type = localType(local);
    state.empty(local);
    if (locals.isCell(local)) {
      int op = type.isLong() ? Op.READ_LONG : Op.READ_OBJECT;
      out.emit(op, result(type), local, 0);
    } else if (locals.isCleared(local)) {
      out.emit(Op.MOVE_OBJECT, result(type), local, 0);
      out.emit(Op.CLEAR, local, 0, 0);
    } else {
      stack.push(type, local);
    }
  }

  private void storeLocal(int local) {
    charge(GasCost.STORE_LOCAL);
    boolean isLong = stack.type(0).isLong();
    if (locals.isCell(local)) {
      int op = isLong ? Op.WRITE_LONG : Op.WRITE_OBJECT;
      out.emit(op, stack.register(0), local, 0);
      stack.pop(1);
      return;
    }
    boolean isConstant = stack.isConstant(0);
    long constant = stack.constant(0);
    int source = isConstant ? local : stack.register(0);
    stack.pop(1);
    stack.release(local);
    if (state.possible.get(local)) {
      out.emit(Op.DROP, local, 0, 0);
    }
    filled(local);
    if (isConstant) {
      OperandStack.load(out, local, constant);
    } else if (source != local) {
      out.emit(isLong ? Op.MOVE_LONG : Op.MOVE_OBJECT, local, source, 0);
    }
  }

  private void borrowLocal(int local, boolean mutable) {
    charge(GasCost.BORROW_LOCAL);
    // The cell of a local, or the container it holds, stays the same while the reference lives.
    stack.push(types.reference(localType(local), mutable), local);
  }

  private int call(Instantiation call) {
    List<Type> arguments = arguments(call.typeArguments());
    call(unit.unit().functionHandles().get(call.target()), arguments);
    return arguments.size();
  }

  private void call(FunctionHandle handle, List<Type> typeArguments) {
    LoadedFunction callee = types.function(unit, handle, typeArguments);
    int arguments = callee.parameters().size();
    charge(GasCost.CALL);
    charge(GasCost.CALL_ARGUMENT, arguments);
    if (callee.nativeFunction != null) {
      charge(GasCost.NATIVE);
    }
    int window = stack.settleTop(arguments);
    int op = typeArguments.isEmpty() ? Op.CALL : Op.CALL_GENERIC;
    out.emit(callee.nativeFunction != null ? Op.CALL_NATIVE : op, window, 0, out.pool(callee));
    stack.pop(arguments);
    for (Type type : callee.returns()) {
      stack.push(type, stack.home(stack.depth()));
    }
  }

  /** The type of the target of a reference. */
  static Type target(Type reference) {
    return ((ReferenceType) reference).target();
  }
}
