/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.format.Code;
import dev.sluice.move.format.Opcode;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.type.Type;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lowering must know of a function's locals: which need a cell because they are borrowed, and
 * which structs and vectors each block finds in them, so that they can be ended where they are
 * overwritten or where the function returns.
 */
final class LocalAnalysis {
  /** Containers that locals hold at some point. */
  static final class State {
    /** Locals that hold one on some path to here. */
    final BitSet possible = new BitSet();

    /** Locals that hold one on every path to here. */
    final BitSet certain = new BitSet();

    private State copy() {
      State copy = new State();
      copy.possible.or(possible);
      copy.certain.or(certain);
      return copy;
    }

    private boolean merge(State other) {
      int before = possible.cardinality() - certain.cardinality();
      int possibleBefore = possible.cardinality();
      possible.or(other.possible);
      certain.and(other.certain);
      return possible.cardinality() != possibleBefore
          || possible.cardinality() - certain.cardinality() != before;
    }

    void fill(int local) {
      possible.set(local);
      certain.set(local);
    }

    void empty(int local) {
      possible.clear(local);
      certain.clear(local);
    }
  }

  private final Code code;
  private final Type.Kind[] kinds;
  private final BitSet leaders = new BitSet();
  private final BitSet borrowed = new BitSet();
  private final BitSet uncertain = new BitSet();
  private final @Nullable State[] entries;

  /**
   * Analyses a function.
   *
   * @param parameters the first locals, which are set at the start
   * @param locals the types of all locals
   */
  LocalAnalysis(Code code, int parameters, List<SignatureToken> locals, List<Type> typeArguments) {
    this.code = code;
    this.kinds = new Type.Kind[locals.size()];
    this.entries = new State[code.length()];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = kind(locals.get(i), typeArguments);
    }
    findLeaders();
    State start = new State();
    for (int i = 0; i < parameters; i++) {
      if (kinds[i] == Type.Kind.CONTAINER) {
        start.fill(i);
      }
    }
    run(start);
  }

  private static Type.Kind kind(SignatureToken token, List<Type> typeArguments) {
    if (token instanceof SignatureToken.Primitive primitive) {
      return switch (primitive) {
        case BOOL, U8, U16, U32, U64 -> Type.Kind.LONG;
        case U128, U256, ADDRESS, SIGNER -> Type.Kind.OBJECT;
      };
    } else if (token instanceof SignatureToken.TypeParameter parameter) {
      return typeArguments.get(parameter.index()).kind();
    }
    return token.isReference() ? Type.Kind.REFERENCE : Type.Kind.CONTAINER;
  }

  private void findLeaders() {
    leaders.set(0);
    for (int i = 0; i < code.length(); i++) {
      Opcode opcode = code.opcode(i);
      if (opcode.isBranch()) {
        leaders.set(code.index(i));
      }
      if ((opcode.isBranch() || opcode.isUnconditionalBranch()) && i + 1 < code.length()) {
        leaders.set(i + 1);
      }
      if (opcode == Opcode.MUT_BORROW_LOC || opcode == Opcode.IMM_BORROW_LOC) {
        borrowed.set(code.index(i));
      }
    }
  }

  private void run(State start) {
    Deque<Integer> work = new ArrayDeque<>();
    entries[0] = start;
    work.add(0);
    while (!work.isEmpty()) {
      int block = work.remove();
      int end = end(block);
      State state = entry(block).copy();
      for (int i = block; i < end; i++) {
        step(state, i);
      }
      Opcode last = code.opcode(end - 1);
      if (last.isBranch()) {
        flow(state, code.index(end - 1), work);
      }
      if (!last.isUnconditionalBranch()) {
        flow(state, end, work);
      }
    }
  }

  private void step(State state, int at) {
    switch (code.opcode(at)) {
      case MOVE_LOC -> state.empty(code.index(at));
      case ST_LOC -> {
        int local = code.index(at);
        if (kinds[local] == Type.Kind.CONTAINER) {
          noteUncertain(state, local);
          state.fill(local);
        }
      }
      case RET -> state.possible.stream().forEach(local -> noteUncertain(state, local));
      default -> {}
    }
  }

  private void noteUncertain(State state, int local) {
    if (state.possible.get(local) && !state.certain.get(local)) {
      uncertain.set(local);
    }
  }

  private void flow(State state, int target, Deque<Integer> work) {
    State known = entries[target];
    if (known == null) {
      entries[target] = state.copy();
      work.add(target);
    } else if (known.merge(state)) {
      work.add(target);
    }
  }

  private State entry(int block) {
    State state = entries[block];
    if (state == null) {
      throw new IllegalStateException("block " + block + " cannot be reached");
    }
    return state;
  }

  Type.Kind kind(int local) {
    return kinds[local];
  }

  int localCount() {
    return kinds.length;
  }

  /** Whether the local lives in a cell, because references to it are made. */
  boolean isCell(int local) {
    return borrowed.get(local)
        && (kinds[local] == Type.Kind.LONG || kinds[local] == Type.Kind.OBJECT);
  }

  /** Whether the local must be null while it holds nothing, because it may be ended then. */
  boolean isCleared(int local) {
    return uncertain.get(local);
  }

  /** Whether any path leads to the block. */
  boolean isReachable(int block) {
    return entries[block] != null;
  }

  /** What the locals hold at the start of a block; the caller may change it. */
  State stateAt(int block) {
    return entry(block).copy();
  }

  /** The start of the block after the one at {@code block}. */
  int end(int block) {
    int next = leaders.nextSetBit(block + 1);
    return next < 0 ? code.length() : next;
  }

  /** Whether a branch leads to the first block. */
  boolean loopsToStart() {
    for (int i = 0; i < code.length(); i++) {
      if (code.opcode(i).isBranch() && code.index(i) == 0) {
        return true;
      }
    }
    return false;
  }
}
