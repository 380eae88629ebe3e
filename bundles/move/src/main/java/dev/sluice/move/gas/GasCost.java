/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.gas;

/**
 * What is charged for, with the price in the first published schedule. A unit is roughly a
 * nanosecond of the interpreter on the machine the schedule was set on.
 */
public enum GasCost {
  NOP(1, "Nop"),
  POP(2, "Pop"),
  RETURN(3, "Ret"),
  ABORT(3, "Abort"),
  BRANCH(4, "Branch"),
  BRANCH_IF(6, "BrTrue, BrFalse"),
  LOAD(3, "LdTrue, LdFalse, LdU8 to LdU64"),
  LOAD_WIDE(4, "LdU128, LdU256"),
  LOAD_CONSTANT(32, "LdConst"),
  LOAD_CONSTANT_BYTE(2, "LdConst, for each byte of the constant"),
  COPY_LOCAL(4, "CopyLoc"),
  MOVE_LOCAL(6, "MoveLoc"),
  STORE_LOCAL(6, "StLoc"),
  BORROW_LOCAL(3, "MutBorrowLoc, ImmBorrowLoc"),
  BORROW_FIELD(10, "MutBorrowField, ImmBorrowField"),
  BORROW_VARIANT_FIELD(12, "MutBorrowVariantField, ImmBorrowVariantField"),
  READ_REFERENCE(10, "ReadRef"),
  WRITE_REFERENCE(10, "WriteRef"),
  FREEZE_REFERENCE(1, "FreezeRef"),
  CALL(50, "Call"),
  CALL_ARGUMENT(5, "Call, for each parameter"),
  CALL_LOCAL(5, "entering a function, for each local that is no parameter"),
  CALL_TYPE_ARGUMENT(5, "CallGeneric, for each type argument"),
  INSTANTIATE(400, "the first use in a call of a generic function with certain type arguments"),
  INSTANTIATE_INSTRUCTION(10, "the same, for each instruction of the function"),
  INSTANTIATE_TYPE(1_000, "the same, for each that has type arguments or is a vector instruction"),
  PACK(11, "Pack, PackVariant"),
  PACK_FIELD(2, "Pack, PackVariant, for each field"),
  UNPACK(11, "Unpack, UnpackVariant"),
  UNPACK_FIELD(2, "Unpack, UnpackVariant, for each field"),
  TEST_VARIANT(10, "TestVariant"),
  CAST(6, "CastU8 to CastU256"),
  ARITHMETIC(8, "arithmetic, shifts and bit operations up to u64; And, Or, Not"),
  ARITHMETIC_128(14, "the same on u128"),
  DIVIDE_128(40, "Div and Mod on u128"),
  ARITHMETIC_256(30, "arithmetic, shifts and bit operations on u256"),
  DIVIDE_256(300, "Div and Mod on u256"),
  COMPARE(8, "Lt, Gt, Le, Ge"),
  EQUAL(5, "Eq, Neq"),
  EXISTS(12, "Exists"),
  BORROW_GLOBAL(25, "MutBorrowGlobal, ImmBorrowGlobal"),
  MOVE_FROM(18, "MoveFrom"),
  MOVE_TO(25, "MoveTo"),
  VECTOR_PACK(30, "VecPack"),
  VECTOR_PACK_ELEMENT(2, "VecPack, for each element"),
  VECTOR_LENGTH(11, "VecLen"),
  VECTOR_BORROW(16, "VecImmBorrow, VecMutBorrow"),
  VECTOR_PUSH(19, "VecPushBack"),
  VECTOR_POP(13, "VecPopBack"),
  VECTOR_UNPACK(25, "VecUnpack"),
  VECTOR_UNPACK_ELEMENT(2, "VecUnpack, for each element"),
  VECTOR_SWAP(15, "VecSwap"),
  COPY_EIGHT_BYTES(1, "copying a struct or vector, for each 8 bytes of its memory"),
  COMPARE_EIGHT_BYTES(1, "comparing structs or vectors, for each 8 bytes of memory compared"),
  TRANSACTION(1_000, "a call from outside"),
  TRANSACTION_BYTE(2, "a call from outside, for each byte of arguments, results and script"),
  LOAD_ITEM(500, "the first use in a call of a resource or table item, present or not"),
  LOAD_BYTE(2, "the same, for each byte of its value"),
  WRITE_ITEM(500, "a resource or table item that the call changes"),
  WRITE_BYTE(2, "the same, for each byte of its new value"),
  EVENT(400, "an event"),
  EVENT_BYTE(2, "an event, for each byte"),
  PUBLISH_MODULE(20_000, "a module that is published"),
  PUBLISH_BYTE(300, "a module that is published, for each byte"),
  NATIVE(30, "any native function, besides Call"),
  NATIVE_BYTE(1, "natives that walk over bytes or elements, for each of them"),
  BCS_BYTE(2, "natives that encode or decode values, for each byte"),
  SHA2_256(300, "hash::sha2_256"),
  SHA2_256_BYTE(5, "hash::sha2_256, for each byte"),
  SHA3_256(700, "hash::sha3_256, aptos_hash::keccak256"),
  SHA3_256_BYTE(7, "hash::sha3_256, aptos_hash::keccak256, for each byte"),
  SHA_512(600, "aptos_hash::sha2_512, sha3_512"),
  SHA_512_BYTE(12, "aptos_hash::sha2_512, sha3_512, for each byte"),
  RIPEMD160(600, "ripemd160"),
  RIPEMD160_BYTE(10, "ripemd160, for each byte"),
  BLAKE2B_256(500, "aptos_hash::blake2b_256"),
  BLAKE2B_256_BYTE(5, "aptos_hash::blake2b_256, for each byte"),
  SIP_HASH(60, "aptos_hash::sip_hash"),
  SIP_HASH_BYTE(3, "aptos_hash::sip_hash, for each byte"),
  ED25519_KEY(40_000, "ed25519::public_key_validate"),
  ED25519_VERIFY(100_000, "ed25519::signature_verify_strict"),
  ED25519_MESSAGE_BYTE(6, "ed25519::signature_verify_strict, for each byte of the message"),
  SECP256K1_RECOVER(150_000, "secp256k1::ecdsa_recover");

  private final long firstPrice;
  private final String meaning;

  GasCost(long firstPrice, String meaning) {
    this.firstPrice = firstPrice;
    this.meaning = meaning;
  }

  /** The price in version 1. */
  long firstPrice() {
    return firstPrice;
  }

  /** What is charged. */
  public String meaning() {
    return meaning;
  }
}
