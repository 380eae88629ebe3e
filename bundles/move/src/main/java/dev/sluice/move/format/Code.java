/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.U128;
import dev.sluice.codec.U256;
import java.util.Arrays;

/**
 * The instructions of a function, numbered from 0. Immutable and thread-safe.
 *
 * <p>One byte and one int per instruction; immediates that do not fit lie in a pool of longs.
 */
public final class Code {
  private final byte[] opcodes;
  private final int[] operands;
  private final long[] pool;

  private Code(byte[] opcodes, int[] operands, long[] pool) {
    this.opcodes = opcodes;
    this.operands = operands;
    this.pool = pool;
  }

  /** Number of instructions. */
  public int length() {
    return opcodes.length;
  }

  /** The instruction at {@code offset}. */
  public Opcode opcode(int offset) {
    return Opcode.known(opcodes[offset]);
  }

  /**
   * The local, branch target or table index that the instruction at {@code offset} names. Its
   * {@link Opcode#operand} says which; it may be out of range.
   *
   * @throws IllegalArgumentException if the instruction has no such operand
   */
  public int index(int offset) {
    int operand = operands[offset];
    return switch (opcode(offset).operand()) {
      case NONE, U8, U16, U32, U64, U128, U256 -> throw noOperand(offset, "index");
      case SIGNATURE_AND_COUNT -> (int) pool[operand];
      default -> operand;
    };
  }

  /**
   * The immediate of LdU8, LdU16, LdU32 or LdU64, or the number of elements of VecPack or
   * VecUnpack, as an unsigned number.
   *
   * @throws IllegalArgumentException if the instruction has no such operand
   */
  public long u64(int offset) {
    int operand = operands[offset];
    return switch (opcode(offset).operand()) {
      case U8, U16 -> operand;
      case U32 -> Integer.toUnsignedLong(operand);
      case U64 -> pool[operand];
      case SIGNATURE_AND_COUNT -> pool[operand + 1];
      default -> throw noOperand(offset, "64-bit immediate");
    };
  }

  /**
   * The immediate of LdU128.
   *
   * @throws IllegalArgumentException if this is another instruction
   */
  public U128 u128(int offset) {
    if (opcode(offset) != Opcode.LD_U128) {
      throw noOperand(offset, "128-bit immediate");
    }
    int operand = operands[offset];
    return U128.of(pool[operand + 1], pool[operand]);
  }

  /**
   * The immediate of LdU256.
   *
   * @throws IllegalArgumentException if this is another instruction
   */
  public U256 u256(int offset) {
    if (opcode(offset) != Opcode.LD_U256) {
      throw noOperand(offset, "256-bit immediate");
    }
    int operand = operands[offset];
    return U256.of(pool[operand + 3], pool[operand + 2], pool[operand + 1], pool[operand]);
  }

  private IllegalArgumentException noOperand(int offset, String what) {
    return new IllegalArgumentException(opcode(offset) + " has no " + what);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Code that
        && Arrays.equals(opcodes, that.opcodes)
        && Arrays.equals(operands, that.operands)
        && Arrays.equals(pool, that.pool);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(opcodes) + Arrays.hashCode(operands);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length(); i++) {
      text.append(i == 0 ? "" : "; ").append(opcode(i).mnemonic());
    }
    return text.toString();
  }

  /** Collects instructions. Not thread-safe. */
  public static final class Builder {
    private byte[] opcodes = new byte[16];
    private int[] operands = new int[16];
    private int length;
    private long[] pool = new long[4];
    private int pooled;

    /** Appends an instruction without operand. */
    public Builder add(Opcode opcode) {
      require(opcode, opcode.operand() == OperandKind.NONE);
      return append(opcode, 0);
    }

    /** Appends an instruction that names a local, a branch target or a table index. */
    public Builder add(Opcode opcode, int index) {
      require(
          opcode,
          switch (opcode.operand()) {
            case NONE, U8, U16, U32, U64, U128, U256, SIGNATURE_AND_COUNT -> false;
            default -> true;
          });
      return append(opcode, index);
    }

    /** Appends LdU8, LdU16, LdU32 or LdU64. */
    public Builder load(Opcode opcode, long value) {
      int shift =
          switch (opcode.operand()) {
            case U8 -> 8;
            case U16 -> 16;
            case U32 -> 32;
            case U64 -> 0;
            default -> -1;
          };
      require(opcode, shift == 0 || (shift > 0 && value >>> shift == 0));
      return append(opcode, shift == 0 ? pool(value) : (int) value);
    }

    /** Appends LdU128. */
    public Builder load(U128 value) {
      return append(Opcode.LD_U128, pool(value.low(), value.high()));
    }

    /** Appends LdU256. */
    public Builder load(U256 value) {
      return append(
          Opcode.LD_U256, pool(value.word(0), value.word(1), value.word(2), value.word(3)));
    }

    /** Appends VecPack or VecUnpack. */
    public Builder vector(Opcode opcode, int signature, long count) {
      require(opcode, opcode.operand() == OperandKind.SIGNATURE_AND_COUNT);
      return append(opcode, pool(signature, count));
    }

    /** Number of instructions so far. */
    public int length() {
      return length;
    }

    /** Sets the target of the branch at {@code offset}. */
    public Builder setTarget(int offset, int target) {
      Opcode opcode = Opcode.known(opcodes[offset]);
      require(opcode, offset < length && opcode.isBranch());
      operands[offset] = target;
      return this;
    }

    /** The instructions so far. */
    public Code build() {
      return new Code(
          Arrays.copyOf(opcodes, length),
          Arrays.copyOf(operands, length),
          Arrays.copyOf(pool, pooled));
    }

    private static void require(Opcode opcode, boolean fits) {
      if (!fits) {
        throw new IllegalArgumentException("this operand does not fit " + opcode);
      }
    }

    private Builder append(Opcode opcode, int operand) {
      if (length == opcodes.length) {
        opcodes = Arrays.copyOf(opcodes, 2 * length);
        operands = Arrays.copyOf(operands, 2 * length);
      }
      opcodes[length] = (byte) opcode.code();
      operands[length++] = operand;
      return this;
    }

    private int pool(long... words) {
      if (pooled + words.length > pool.length) {
        pool = Arrays.copyOf(pool, 2 * pool.length);
      }
      System.arraycopy(words, 0, pool, pooled, words.length);
      pooled += words.length;
      return pooled - words.length;
    }
  }
}
