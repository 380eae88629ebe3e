/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The instructions of bytecode versions 5 to 7 (Aptos numbering of the enum instructions). */
public enum Opcode {
  POP(0x01, "Pop", OperandKind.NONE),
  RET(0x02, "Ret", OperandKind.NONE),
  BR_TRUE(0x03, "BrTrue", OperandKind.BRANCH_TARGET),
  BR_FALSE(0x04, "BrFalse", OperandKind.BRANCH_TARGET),
  BRANCH(0x05, "Branch", OperandKind.BRANCH_TARGET),
  LD_U64(0x06, "LdU64", OperandKind.U64),
  LD_CONST(0x07, "LdConst", OperandKind.CONSTANT),
  LD_TRUE(0x08, "LdTrue", OperandKind.NONE),
  LD_FALSE(0x09, "LdFalse", OperandKind.NONE),
  COPY_LOC(0x0A, "CopyLoc", OperandKind.LOCAL),
  MOVE_LOC(0x0B, "MoveLoc", OperandKind.LOCAL),
  ST_LOC(0x0C, "StLoc", OperandKind.LOCAL),
  MUT_BORROW_LOC(0x0D, "MutBorrowLoc", OperandKind.LOCAL),
  IMM_BORROW_LOC(0x0E, "ImmBorrowLoc", OperandKind.LOCAL),
  MUT_BORROW_FIELD(0x0F, "MutBorrowField", OperandKind.FIELD),
  IMM_BORROW_FIELD(0x10, "ImmBorrowField", OperandKind.FIELD),
  CALL(0x11, "Call", OperandKind.FUNCTION),
  PACK(0x12, "Pack", OperandKind.STRUCT),
  UNPACK(0x13, "Unpack", OperandKind.STRUCT),
  READ_REF(0x14, "ReadRef", OperandKind.NONE),
  WRITE_REF(0x15, "WriteRef", OperandKind.NONE),
  ADD(0x16, "Add", OperandKind.NONE),
  SUB(0x17, "Sub", OperandKind.NONE),
  MUL(0x18, "Mul", OperandKind.NONE),
  MOD(0x19, "Mod", OperandKind.NONE),
  DIV(0x1A, "Div", OperandKind.NONE),
  BIT_OR(0x1B, "BitOr", OperandKind.NONE),
  BIT_AND(0x1C, "BitAnd", OperandKind.NONE),
  XOR(0x1D, "Xor", OperandKind.NONE),
  OR(0x1E, "Or", OperandKind.NONE),
  AND(0x1F, "And", OperandKind.NONE),
  NOT(0x20, "Not", OperandKind.NONE),
  EQ(0x21, "Eq", OperandKind.NONE),
  NEQ(0x22, "Neq", OperandKind.NONE),
  LT(0x23, "Lt", OperandKind.NONE),
  GT(0x24, "Gt", OperandKind.NONE),
  LE(0x25, "Le", OperandKind.NONE),
  GE(0x26, "Ge", OperandKind.NONE),
  ABORT(0x27, "Abort", OperandKind.NONE),
  NOP(0x28, "Nop", OperandKind.NONE),
  EXISTS(0x29, "Exists", OperandKind.STRUCT),
  MUT_BORROW_GLOBAL(0x2A, "MutBorrowGlobal", OperandKind.STRUCT),
  IMM_BORROW_GLOBAL(0x2B, "ImmBorrowGlobal", OperandKind.STRUCT),
  MOVE_FROM(0x2C, "MoveFrom", OperandKind.STRUCT),
  MOVE_TO(0x2D, "MoveTo", OperandKind.STRUCT),
  FREEZE_REF(0x2E, "FreezeRef", OperandKind.NONE),
  SHL(0x2F, "Shl", OperandKind.NONE),
  SHR(0x30, "Shr", OperandKind.NONE),
  LD_U8(0x31, "LdU8", OperandKind.U8),
  LD_U128(0x32, "LdU128", OperandKind.U128),
  CAST_U8(0x33, "CastU8", OperandKind.NONE),
  CAST_U64(0x34, "CastU64", OperandKind.NONE),
  CAST_U128(0x35, "CastU128", OperandKind.NONE),
  MUT_BORROW_FIELD_GENERIC(0x36, "MutBorrowFieldGeneric", OperandKind.FIELD_INSTANTIATION),
  IMM_BORROW_FIELD_GENERIC(0x37, "ImmBorrowFieldGeneric", OperandKind.FIELD_INSTANTIATION),
  CALL_GENERIC(0x38, "CallGeneric", OperandKind.FUNCTION_INSTANTIATION),
  PACK_GENERIC(0x39, "PackGeneric", OperandKind.STRUCT_INSTANTIATION),
  UNPACK_GENERIC(0x3A, "UnpackGeneric", OperandKind.STRUCT_INSTANTIATION),
  EXISTS_GENERIC(0x3B, "ExistsGeneric", OperandKind.STRUCT_INSTANTIATION),
  MUT_BORROW_GLOBAL_GENERIC(0x3C, "MutBorrowGlobalGeneric", OperandKind.STRUCT_INSTANTIATION),
  IMM_BORROW_GLOBAL_GENERIC(0x3D, "ImmBorrowGlobalGeneric", OperandKind.STRUCT_INSTANTIATION),
  MOVE_FROM_GENERIC(0x3E, "MoveFromGeneric", OperandKind.STRUCT_INSTANTIATION),
  MOVE_TO_GENERIC(0x3F, "MoveToGeneric", OperandKind.STRUCT_INSTANTIATION),
  VEC_PACK(0x40, "VecPack", OperandKind.SIGNATURE_AND_COUNT),
  VEC_LEN(0x41, "VecLen", OperandKind.SIGNATURE),
  VEC_IMM_BORROW(0x42, "VecImmBorrow", OperandKind.SIGNATURE),
  VEC_MUT_BORROW(0x43, "VecMutBorrow", OperandKind.SIGNATURE),
  VEC_PUSH_BACK(0x44, "VecPushBack", OperandKind.SIGNATURE),
  VEC_POP_BACK(0x45, "VecPopBack", OperandKind.SIGNATURE),
  VEC_UNPACK(0x46, "VecUnpack", OperandKind.SIGNATURE_AND_COUNT),
  VEC_SWAP(0x47, "VecSwap", OperandKind.SIGNATURE),
  LD_U16(0x48, "LdU16", OperandKind.U16),
  LD_U32(0x49, "LdU32", OperandKind.U32),
  LD_U256(0x4A, "LdU256", OperandKind.U256),
  CAST_U16(0x4B, "CastU16", OperandKind.NONE),
  CAST_U32(0x4C, "CastU32", OperandKind.NONE),
  CAST_U256(0x4D, "CastU256", OperandKind.NONE),
  IMM_BORROW_VARIANT_FIELD(0x4E, "ImmBorrowVariantField", OperandKind.VARIANT_FIELD),
  MUT_BORROW_VARIANT_FIELD(0x4F, "MutBorrowVariantField", OperandKind.VARIANT_FIELD),
  IMM_BORROW_VARIANT_FIELD_GENERIC(
      0x50, "ImmBorrowVariantFieldGeneric", OperandKind.VARIANT_FIELD_INSTANTIATION),
  MUT_BORROW_VARIANT_FIELD_GENERIC(
      0x51, "MutBorrowVariantFieldGeneric", OperandKind.VARIANT_FIELD_INSTANTIATION),
  PACK_VARIANT(0x52, "PackVariant", OperandKind.VARIANT),
  PACK_VARIANT_GENERIC(0x53, "PackVariantGeneric", OperandKind.VARIANT_INSTANTIATION),
  UNPACK_VARIANT(0x54, "UnpackVariant", OperandKind.VARIANT),
  UNPACK_VARIANT_GENERIC(0x55, "UnpackVariantGeneric", OperandKind.VARIANT_INSTANTIATION),
  TEST_VARIANT(0x56, "TestVariant", OperandKind.VARIANT),
  TEST_VARIANT_GENERIC(0x57, "TestVariantGeneric", OperandKind.VARIANT_INSTANTIATION);

  /** Highest byte that any bytecode version known to this package uses for an instruction. */
  static final int LAST_KNOWN = 0x68;

  private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;
  private final String mnemonic;
  private final OperandKind operand;

  Opcode(int code, String mnemonic, OperandKind operand) {
    this.code = code;
    this.mnemonic = mnemonic;
    this.operand = operand;
  }

  /** The instruction with this byte, if one of the supported versions has it. */
  public static Optional<Opcode> byCode(int code) {
    return Optional.ofNullable(BY_CODE[code]);
  }

  /** The instruction with this byte, which one of the supported versions has. */
  static Opcode known(int code) {
    return Objects.requireNonNull(BY_CODE[code]);
  }

  /** The byte in the file, 1 to 255. */
  public int code() {
    return code;
  }

  /** The customary name: {@code MutBorrowField}. */
  public String mnemonic() {
    return mnemonic;
  }

  /** What its operand is. */
  public OperandKind operand() {
    return operand;
  }

  /** The first bytecode version that has the instruction (5 stands for 5 and earlier). */
  public int sinceVersion() {
    return sinceVersion(code);
  }

  /** The first bytecode version that has the instruction with this byte. */
  static int sinceVersion(int code) {
    if (code < LD_U16.code) {
      return 5;
    } else if (code < IMM_BORROW_VARIANT_FIELD.code) {
      return 6;
    } else if (code <= TEST_VARIANT_GENERIC.code) {
      return 7;
    }
    return code <= 0x5A ? 8 : code <= 0x67 ? 9 : 10;
  }

  /** Whether control may continue at the branch target. */
  public boolean isBranch() {
    return operand == OperandKind.BRANCH_TARGET;
  }

  /** Whether control never continues at the next instruction. */
  public boolean isUnconditionalBranch() {
    return this == BRANCH || this == RET || this == ABORT;
  }
}
