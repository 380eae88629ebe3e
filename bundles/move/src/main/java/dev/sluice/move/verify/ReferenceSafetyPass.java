/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static dev.sluice.move.verify.BorrowGraph.ANY;
import static dev.sluice.move.verify.BorrowState.VALUE;
import static dev.sluice.move.verify.BorrowState.fieldLabel;
import static dev.sluice.move.verify.BorrowState.globalLabel;
import static dev.sluice.move.verify.BorrowState.localLabel;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.SignatureToken;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * No reference outlives what it refers to, and nothing is written, moved or replaced while a
 * reference to it or to a part of it could still be used. See {@link BorrowGraph}.
 */
final class ReferenceSafetyPass extends FixedPoint<BorrowState> {
  private static final long STEP_COST = 10;
  private static final long STEP_LOCAL_COST = 20;
  private static final long STEP_GRAPH_COST = 50;
  private static final long JOIN_COST = 100;
  private static final long JOIN_LOCAL_COST = 10;
  private static final long JOIN_GRAPH_COST = 50;
  private static final long RESULT_EDGE_COST = 100;
  private static final float RESULT_EDGE_GROWTH = 1.5f;
  private static final long ACQUIRES_COST = 100;

  private final FunctionView function;
  private final UnitView unit;
  private final Code code;
  private final AcquiresPass acquires;
  private final Meter meter;

  /** Values on the operand stack; empty between blocks. */
  private final List<Integer> stack = new ArrayList<>();

  private ReferenceSafetyPass(FunctionView function, AcquiresPass acquires, Meter meter) {
    this.function = function;
    this.unit = function.unit();
    this.code = function.code();
    this.acquires = acquires;
    this.meter = meter;
  }

  static void verify(
      FunctionView function, ControlFlowGraph graph, AcquiresPass acquires, Meter meter) {
    new ReferenceSafetyPass(function, acquires, meter).run(graph, new BorrowState(function));
  }

  @Override
  BorrowState copy(BorrowState state) {
    return state.copy();
  }

  @Override
  BorrowState atEnd(BorrowState state) {
    return state.canonical();
  }

  @Override
  boolean join(BorrowState into, BorrowState other) {
    meter.add(JOIN_COST);
    meter.add(JOIN_LOCAL_COST, into.localCount());
    meter.add(JOIN_GRAPH_COST, into.graph().size());
    return into.join(other);
  }

  @Override
  void execute(BorrowState state, int pc) {
    try {
      meter.add(STEP_COST);
      meter.add(STEP_LOCAL_COST, state.localCount());
      meter.add(STEP_GRAPH_COST, state.graph().size());
      instruction(state, pc, code.opcode(pc));
    } catch (MoveException e) {
      throw e.at(function.location(pc));
    }
  }

  private void instruction(BorrowState state, int pc, Opcode opcode) {
    BorrowGraph graph = state.graph();
    switch (opcode) {
      case POP -> state.release(pop());
      case COPY_LOC -> copyLoc(state, code.index(pc));
      case MOVE_LOC -> moveLoc(state, code.index(pc));
      case ST_LOC -> storeLoc(state, code.index(pc));
      case FREEZE_REF -> {
        int id = pop();
        require(graph.isReadable(id, ANY), StatusCode.FREEZEREF_EXISTS_MUTABLE_BORROW_ERROR);
        int frozen = state.newReference(false);
        graph.borrowStrongly(id, BorrowEdge.NO_PATH, frozen);
        graph.release(id);
        push(frozen);
      }
      case EQ, NEQ -> {
        int right = pop();
        int left = pop();
        require(
            isReadable(graph, right) && isReadable(graph, left),
            StatusCode.READREF_EXISTS_MUTABLE_BORROW_ERROR);
        state.release(right);
        state.release(left);
        push(VALUE);
      }
      case READ_REF, TEST_VARIANT, TEST_VARIANT_GENERIC -> {
        int id = pop();
        require(graph.isReadable(id, ANY), StatusCode.READREF_EXISTS_MUTABLE_BORROW_ERROR);
        graph.release(id);
        push(VALUE);
      }
      case WRITE_REF -> {
        int id = pop();
        pop();
        require(graph.isWritable(id), StatusCode.WRITEREF_EXISTS_BORROW_ERROR);
        graph.release(id);
      }
      case MUT_BORROW_LOC, IMM_BORROW_LOC ->
          borrowLoc(state, code.index(pc), opcode == Opcode.MUT_BORROW_LOC);
      case MUT_BORROW_FIELD,
          MUT_BORROW_FIELD_GENERIC,
          MUT_BORROW_VARIANT_FIELD,
          MUT_BORROW_VARIANT_FIELD_GENERIC ->
          borrowField(state, unit.fieldOperand(code, pc).field(), true);
      case IMM_BORROW_FIELD,
          IMM_BORROW_FIELD_GENERIC,
          IMM_BORROW_VARIANT_FIELD,
          IMM_BORROW_VARIANT_FIELD_GENERIC ->
          borrowField(state, unit.fieldOperand(code, pc).field(), false);
      case MUT_BORROW_GLOBAL, MUT_BORROW_GLOBAL_GENERIC ->
          borrowGlobal(state, unit.structOperand(code, pc).struct(), true);
      case IMM_BORROW_GLOBAL, IMM_BORROW_GLOBAL_GENERIC ->
          borrowGlobal(state, unit.structOperand(code, pc).struct(), false);
      case MOVE_FROM, MOVE_FROM_GENERIC ->
          require(
              !isGlobalBorrowed(state, unit.structOperand(code, pc).struct()),
              StatusCode.GLOBAL_REFERENCE_ERROR);
      case MOVE_TO, MOVE_TO_GENERIC -> {
        pop();
        state.release(pop());
      }
      case CALL, CALL_GENERIC -> {
        FunctionOperand callee = unit.functionOperand(code, pc);
        call(state, callee.handle(), acquires.of(callee.index()));
      }
      case RET -> ret(state);
      case VEC_IMM_BORROW, VEC_MUT_BORROW -> borrowElement(state, opcode == Opcode.VEC_MUT_BORROW);
      case VEC_LEN -> {
        graph.release(pop());
        push(VALUE);
      }
      case VEC_PUSH_BACK -> {
        pop();
        updateVector(graph);
      }
      case VEC_POP_BACK -> {
        updateVector(graph);
        push(VALUE);
      }
      case VEC_SWAP -> {
        pop();
        pop();
        updateVector(graph);
      }
      default -> onValues(pc, opcode);
    }
  }

  /** Instructions that have nothing to do with references. */
  private void onValues(int pc, Opcode opcode) {
    switch (opcode) {
      case BR_TRUE, BR_FALSE, ABORT -> pop();
      case LD_TRUE, LD_FALSE, LD_CONST -> push(VALUE);
      case LD_U8, LD_U16, LD_U32, LD_U64, LD_U128, LD_U256 -> push(VALUE);
      case ADD, SUB, MUL, MOD, DIV, BIT_OR, BIT_AND, XOR, SHL, SHR -> pop();
      case OR, AND, LT, GT, LE, GE -> pop();
      case PACK, PACK_GENERIC, PACK_VARIANT, PACK_VARIANT_GENERIC -> replace(fields(pc), 1);
      case UNPACK, UNPACK_GENERIC, UNPACK_VARIANT, UNPACK_VARIANT_GENERIC -> replace(1, fields(pc));
      case VEC_PACK -> replace(code.u64(pc), 1);
      case VEC_UNPACK -> replace(1, code.u64(pc));
      // The others push as many values as they pop.
      default -> {}
    }
  }

  private long fields(int pc) {
    StructOperand operand = unit.structOperand(code, pc);
    return UnitView.fields(unit.struct(operand.struct()), operand.variant()).size();
  }

  private void replace(long pops, long pushes) {
    for (long i = 0; i < pops; i++) {
      pop();
    }
    for (long i = 0; i < pushes; i++) {
      push(VALUE);
    }
  }

  private void copyLoc(BorrowState state, int local) {
    int value = state.local(local);
    if (value == VALUE) {
      require(
          !state.graph().isMutablyBorrowed(state.frame(), localLabel(local)),
          StatusCode.COPYLOC_EXISTS_BORROW_ERROR);
      push(VALUE);
    } else {
      int copy = state.newReference(state.graph().isMutable(value));
      state.graph().borrowStrongly(value, BorrowEdge.NO_PATH, copy);
      push(copy);
    }
  }

  private void moveLoc(BorrowState state, int local) {
    int value = state.local(local);
    state.setLocal(local, VALUE);
    require(
        value != VALUE || !isLocalBorrowed(state, local), StatusCode.MOVELOC_EXISTS_BORROW_ERROR);
    push(value);
  }

  private void storeLoc(BorrowState state, int local) {
    int old = state.local(local);
    state.setLocal(local, pop());
    require(
        old != VALUE || !isLocalBorrowed(state, local), StatusCode.STLOC_UNSAFE_TO_DESTROY_ERROR);
    state.release(old);
  }

  private void borrowLoc(BorrowState state, int local, boolean mutable) {
    BorrowGraph graph = state.graph();
    // Too many borrows from the frame at once become one that could be of any local.
    require(
        mutable
            ? !graph.isFullyBorrowed(state.frame())
            : !graph.isMutablyBorrowed(state.frame(), localLabel(local)),
        StatusCode.BORROWLOC_EXISTS_BORROW_ERROR);
    int id = state.newReference(mutable);
    graph.borrowStrongly(state.frame(), new int[] {localLabel(local)}, id);
    push(id);
  }

  private void borrowField(BorrowState state, int field, boolean mutable) {
    BorrowGraph graph = state.graph();
    int id = pop();
    require(
        mutable ? !graph.isFullyBorrowed(id) : graph.isReadable(id, fieldLabel(field)),
        StatusCode.BORROWFIELD_EXISTS_MUTABLE_BORROW_ERROR);
    int borrowed = state.newReference(mutable);
    graph.borrowStrongly(id, new int[] {fieldLabel(field)}, borrowed);
    graph.release(id);
    push(borrowed);
  }

  private void borrowGlobal(BorrowState state, int struct, boolean mutable) {
    BorrowGraph graph = state.graph();
    pop();
    require(
        mutable
            ? !isGlobalBorrowed(state, struct)
            : !graph.isMutablyBorrowed(state.frame(), globalLabel(struct)),
        StatusCode.GLOBAL_REFERENCE_ERROR);
    int id = state.newReference(mutable);
    // Weak, because the address is not known: two of them may be to one place or to two.
    graph.borrowWeakly(state.frame(), new int[] {globalLabel(struct)}, id);
    push(id);
  }

  private void borrowElement(BorrowState state, boolean mutable) {
    BorrowGraph graph = state.graph();
    pop();
    int vector = pop();
    require(
        mutable ? graph.isWritable(vector) : graph.isReadable(vector, ANY),
        StatusCode.VEC_BORROW_ELEMENT_EXISTS_MUTABLE_BORROW_ERROR);
    int element = state.newReference(mutable);
    graph.borrowWeakly(vector, BorrowEdge.NO_PATH, element);
    graph.release(vector);
    push(element);
  }

  private void updateVector(BorrowGraph graph) {
    int vector = pop();
    require(graph.isWritable(vector), StatusCode.VEC_UPDATE_EXISTS_MUTABLE_BORROW_ERROR);
    graph.release(vector);
  }

  private void call(BorrowState state, FunctionHandle callee, List<Integer> acquired) {
    BorrowGraph graph = state.graph();
    List<Integer> arguments = popAll(unit.signature(callee.parameters()).size());
    meter.add(ACQUIRES_COST, acquired.size());
    for (int struct : acquired) {
      require(!isGlobalBorrowed(state, struct), StatusCode.GLOBAL_REFERENCE_ERROR);
    }
    TreeSet<Integer> all = new TreeSet<>();
    TreeSet<Integer> mutable = new TreeSet<>();
    for (int id : arguments) {
      if (id != VALUE) {
        all.add(id);
        if (graph.isMutable(id)) {
          require(graph.isWritable(id), StatusCode.CALL_BORROWED_MUTABLE_REFERENCE_ERROR);
          mutable.add(id);
        }
      }
    }
    int references = 0;
    for (SignatureToken type : unit.signature(callee.returns()).tokens()) {
      if (!type.isReference()) {
        push(VALUE);
        continue;
      }
      references++;
      boolean mutableResult = type instanceof SignatureToken.MutableReference;
      int result = state.newReference(mutableResult);
      for (int lender : mutableResult ? mutable : all) {
        graph.borrowWeakly(lender, BorrowEdge.NO_PATH, result);
      }
      push(result);
    }
    meter.addGrowing(RESULT_EDGE_COST, (long) all.size() * references, RESULT_EDGE_GROWTH);
    all.forEach(graph::release);
  }

  private void ret(BorrowState state) {
    BorrowGraph graph = state.graph();
    List<Integer> results = popAll(function.returns().size());
    for (int i = 0; i < state.localCount(); i++) {
      state.release(state.local(i));
      state.setLocal(i, VALUE);
    }
    require(
        !graph.isBorrowed(state.frame(), ANY),
        StatusCode.UNSAFE_RET_LOCAL_OR_RESOURCE_STILL_BORROWED);
    for (int id : results) {
      require(
          id == VALUE || !graph.isMutable(id) || graph.isWritable(id),
          StatusCode.RET_BORROWED_MUTABLE_REFERENCE_ERROR);
    }
  }

  private static boolean isReadable(BorrowGraph graph, int value) {
    return value == VALUE || graph.isReadable(value, ANY);
  }

  private static boolean isLocalBorrowed(BorrowState state, int local) {
    return state.graph().isBorrowed(state.frame(), localLabel(local));
  }

  private static boolean isGlobalBorrowed(BorrowState state, int struct) {
    return state.graph().isBorrowed(state.frame(), globalLabel(struct));
  }

  private void push(int value) {
    stack.add(value);
  }

  private int pop() {
    return stack.remove(stack.size() - 1);
  }

  /** The topmost values, the deepest one first. */
  private List<Integer> popAll(int count) {
    List<Integer> top = stack.subList(stack.size() - count, stack.size());
    List<Integer> values = List.copyOf(top);
    top.clear();
    return values;
  }

  private static void require(boolean holds, StatusCode status) {
    if (!holds) {
      throw MoveException.of(status, "");
    }
  }
}
