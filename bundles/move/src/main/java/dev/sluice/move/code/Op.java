/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

/**
 * The instructions of {@link LoweredCode}. An instruction is one {@code long}: the opcode in bits 0
 * to 7, operand a in bits 8 to 23, b in bits 24 to 39, c in bits 40 to 63. Registers are numbered
 * from the start of the frame, locals first; each has a {@code long} side (L) and an object side
 * (O), and the instruction says which it means. "Pool" is {@link LoweredCode#pool}.
 *
 * <p>Every basic block starts with one word that is no instruction but the gas the block costs. An
 * instruction that transfers control to a block, and the last one of a block that runs into the
 * next, takes it.
 */
public final class Op {
  /** The next block follows. */
  public static final int FALL = 0;

  /** To c. */
  public static final int JUMP = 1;

  /** To c if L[a] is true, else to the following block. */
  public static final int JUMP_TRUE = 2;

  /** To c if L[a] is false. */
  public static final int JUMP_FALSE = 3;

  /** To c if L[a] == L[b]. */
  public static final int JUMP_EQ = 4;

  /** To c if L[a] != L[b]. */
  public static final int JUMP_NE = 5;

  /** To c if L[a] < L[b], as unsigned. */
  public static final int JUMP_LT = 6;

  /** To c if L[a] <= L[b], as unsigned. */
  public static final int JUMP_LE = 7;

  /** To c if L[a] == b. */
  public static final int JUMP_EQ_IMM = 8;

  /** To c if L[a] != b. */
  public static final int JUMP_NE_IMM = 9;

  /** To c if L[a] < b, as unsigned. */
  public static final int JUMP_LT_IMM = 10;

  /** To c if L[a] >= b, as unsigned. */
  public static final int JUMP_GE_IMM = 11;

  /**
   * Calls pool[c], a {@link LoadedFunction}. Its frame starts at register a of this frame, where
   * the arguments are and where the results will be; a less the number of locals is the depth of
   * this frame's operand stack below the arguments.
   */
  public static final int CALL = 12;

  /** The same for a generic function, whose first use is charged. */
  public static final int CALL_GENERIC = 13;

  /** The same for a native function. */
  public static final int CALL_NATIVE = 14;

  /** Returns nothing. */
  public static final int RETURN = 15;

  /** Returns L[a]. */
  public static final int RETURN_LONG = 16;

  /** Returns O[a]. */
  public static final int RETURN_OBJECT = 17;

  /** Returns b registers from a on, both sides. */
  public static final int RETURN_MANY = 18;

  /** Aborts with code L[a]. */
  public static final int ABORT = 19;

  /** Fails with pool[c], a {@link dev.sluice.move.MoveException}. */
  public static final int FAIL = 20;

  /** Requires that the operand stacks of all frames hold no more than 1024 with c of this frame. */
  public static final int CHECK_DEPTH = 21;

  /** L[a] = L[b]. */
  public static final int MOVE_LONG = 22;

  /** O[a] = O[b]. */
  public static final int MOVE_OBJECT = 23;

  /** L[a] = the 40 bits of b and c. */
  public static final int LOAD_IMM = 24;

  /** L[a] = the next word. */
  public static final int LOAD_WORD = 25;

  /** O[a] = pool[c], an immutable value. */
  public static final int LOAD_OBJECT = 26;

  /** O[a] = a copy of pool[c], a vector. */
  public static final int LOAD_VECTOR = 27;

  /** O[a] = null: a local that may later be dropped without being set. */
  public static final int CLEAR = 28;

  /** L[a] = L[b] + L[c] in 64 bits. */
  public static final int ADD = 29;

  /** L[a] = L[b] + c in 64 bits. */
  public static final int ADD_IMM = 30;

  /** L[a] = L[b] + L[lower 16 bits of c] in as many bits as the upper 8 bits of c say (8 to 32). */
  public static final int ADD_SMALL = 31;

  /** L[a] = L[b] + lower 16 bits of c, in as many bits as the upper 8 say. */
  public static final int ADD_SMALL_IMM = 32;

  /** L[a] = L[b] - L[c]. */
  public static final int SUB = 33;

  /** L[a] = L[b] - c. */
  public static final int SUB_IMM = 34;

  /** L[a] = L[b] * L[c] in 64 bits. */
  public static final int MUL = 35;

  /** L[a] = L[b] * L[c], operands as of ADD_SMALL. */
  public static final int MUL_SMALL = 36;

  /** L[a] = L[b] / L[c], as unsigned. */
  public static final int DIV = 37;

  /** L[a] = L[b] mod L[c], as unsigned. */
  public static final int MOD = 38;

  /** L[a] = L[b] / c, where c is not 0. */
  public static final int DIV_IMM = 39;

  /** L[a] = L[b] mod c, where c is not 0. */
  public static final int MOD_IMM = 40;

  /** L[a] = L[b] & L[c]. */
  public static final int AND = 41;

  /** L[a] = L[b] | L[c]. */
  public static final int OR = 42;

  /** L[a] = L[b] ^ L[c]. */
  public static final int XOR = 43;

  /** L[a] = not L[b], a bool. */
  public static final int NOT = 44;

  /** L[a] = L[b] << L[lower 16 bits of c], in as many bits as the upper 8 say (8 to 64). */
  public static final int SHL = 45;

  /** L[a] = L[b] >> L[lower 16 bits of c], in as many bits as the upper 8 say. */
  public static final int SHR = 46;

  /** L[a] = L[b], which must fit c bits. */
  public static final int CAST = 47;

  /** L[a] = L[b] == L[c]. */
  public static final int EQ = 48;

  /** L[a] = L[b] != L[c]. */
  public static final int NE = 49;

  /** L[a] = L[b] < L[c], as unsigned. */
  public static final int LT = 50;

  /** L[a] = L[b] <= L[c], as unsigned. */
  public static final int LE = 51;

  /** O[a] = O[b] op O[lower 16 bits of c]; the upper 8 bits are a {@link WideOp}. */
  public static final int WIDE = 52;

  /** L[a] = O[b] op O[lower 16 bits of c], a comparison. */
  public static final int WIDE_COMPARE = 53;

  /** O[a] = O[b] op L[lower 16 bits of c], a shift. */
  public static final int WIDE_SHIFT = 54;

  /** Converts b to a; c is the width from in its upper 12 and the width to in its lower 12 bits. */
  public static final int WIDE_CAST = 55;

  /** O[a] = a struct of pool[c], a {@link dev.sluice.move.value.Shape}, fields from b on. */
  public static final int PACK = 56;

  /** The fields of O[b] into registers from a on. */
  public static final int UNPACK = 57;

  /** The same, if O[b] is variant c. */
  public static final int UNPACK_VARIANT = 58;

  /** L[a] = the field of O[b] at slot c. */
  public static final int GET_LONG = 59;

  /** O[a] = the field of O[b] at slot c. */
  public static final int GET_OBJECT = 60;

  /** The field of O[b] at slot c = L[a]. */
  public static final int PUT_LONG = 61;

  /** The field of O[b] at slot c = O[a], an immutable value. */
  public static final int PUT_OBJECT = 62;

  /** O[a] = a reference to the {@code long} field of O[b] at slot c. */
  public static final int BORROW_LONG = 63;

  /** O[a] = a reference to the immutable field of O[b] at slot c. */
  public static final int BORROW_OBJECT = 64;

  /** O[a] = the number of the slot of the field pool[c], a {@link VariantField}, of O[b]; L[a]. */
  public static final int VARIANT_SLOT = 65;

  /** L[a] = the field of O[b] at slot L[c]. */
  public static final int GET_LONG_AT = 66;

  /** O[a] = the field of O[b] at slot L[c]. */
  public static final int GET_OBJECT_AT = 67;

  /** O[a] = a reference to the {@code long} field of O[b] at slot L[c]. */
  public static final int BORROW_LONG_AT = 68;

  /** O[a] = a reference to the immutable field of O[b] at slot L[c]. */
  public static final int BORROW_OBJECT_AT = 69;

  /** L[a] = whether O[b] is variant c. */
  public static final int TEST_VARIANT = 70;

  /** L[a] = what the reference O[b] refers to. */
  public static final int READ_LONG = 71;

  /** O[a] = what the reference O[b] refers to, an immutable value. */
  public static final int READ_OBJECT = 72;

  /** What the reference O[b] refers to = L[a]. */
  public static final int WRITE_LONG = 73;

  /** What the reference O[b] refers to = O[a], an immutable value. */
  public static final int WRITE_OBJECT = 74;

  /** O[a] = a deep copy of O[b], a container. */
  public static final int COPY = 75;

  /** O[b] takes over the content of O[a]; both are containers. */
  public static final int REPLACE = 76;

  /** O[a] = a cell that holds L[b]. */
  public static final int CELL_LONG = 77;

  /** O[a] = a cell that holds O[b]. */
  public static final int CELL_OBJECT = 78;

  /** L[a] = O[b] equals O[c] by content. */
  public static final int EQ_OBJECT = 79;

  /** Ends the container O[a], which may be null. */
  public static final int DROP = 80;

  /** L[a] = the length of O[b]. */
  public static final int VECTOR_LENGTH = 81;

  /** L[a] = element L[c] of the bytes O[b]. */
  public static final int VECTOR_GET_BYTE = 82;

  /** L[a] = element L[c] of the longs O[b]. */
  public static final int VECTOR_GET_LONG = 83;

  /** O[a] = element L[c] of the objects O[b]. */
  public static final int VECTOR_GET_OBJECT = 84;

  /** Element L[c] of the bytes O[b] = L[a]. */
  public static final int VECTOR_PUT_BYTE = 85;

  /** Element L[c] of the longs O[b] = L[a]. */
  public static final int VECTOR_PUT_LONG = 86;

  /** Element L[c] of the objects O[b] = O[a], an immutable value. */
  public static final int VECTOR_PUT_OBJECT = 87;

  /** O[a] = a reference to element L[c] of O[b]. */
  public static final int VECTOR_BORROW = 88;

  /** Appends L[b] to the bytes O[a]. */
  public static final int VECTOR_PUSH_BYTE = 89;

  /** Appends L[b] to the longs O[a]. */
  public static final int VECTOR_PUSH_LONG = 90;

  /** Appends O[b] to the objects O[a]. */
  public static final int VECTOR_PUSH_OBJECT = 91;

  /** L[a] = the last of the bytes O[b], which is removed. */
  public static final int VECTOR_POP_BYTE = 92;

  /** L[a] = the last of the longs O[b], which is removed. */
  public static final int VECTOR_POP_LONG = 93;

  /** O[a] = the last of the objects O[b], which is removed. */
  public static final int VECTOR_POP_OBJECT = 94;

  /** Exchanges elements L[b] and L[c] of O[a]. */
  public static final int VECTOR_SWAP = 95;

  /** O[a] = a vector of the elements from b on; pool[c] is a {@link VectorPack}. */
  public static final int VECTOR_PACK = 96;

  /** The elements of O[b], of which there must be c, into registers from a on. */
  public static final int VECTOR_UNPACK = 97;

  /** L[a] = whether O[b] has a resource of pool[c], a {@link dev.sluice.move.type.StructType}. */
  public static final int EXISTS = 98;

  /** O[a] = the resource of pool[c] at O[b], to be read. */
  public static final int BORROW_GLOBAL = 99;

  /** O[a] = the resource of pool[c] at O[b], to be changed. */
  public static final int BORROW_GLOBAL_MUT = 100;

  /** O[a] = the resource of pool[c] at O[b], taken out. */
  public static final int MOVE_FROM = 101;

  /** The resource of pool[c] at the signer that O[a] refers to = O[b]. */
  public static final int MOVE_TO = 102;

  private Op() {}
}
