/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeSafetyPassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          ACCEPT ! fun f(u64) ! ! MoveLoc 0; Pop; Ret
          POP_WITHOUT_DROP_ABILITY ! fun f(N) ! ! MoveLoc 0; Pop; Ret
          ACCEPT ! fun f(&N) ! ! MoveLoc 0; Pop; Ret
          POP_WITHOUT_DROP_ABILITY ! fun f<T>(T) ! ! MoveLoc 0; Pop; Ret
          ACCEPT ! fun f<T: drop>(T) ! ! MoveLoc 0; Pop; Ret
          POP_WITHOUT_DROP_ABILITY ! fun f<T>(vector<T>) ! ! MoveLoc 0; Pop; Ret
          POP_WITHOUT_DROP_ABILITY ! fun f(Box<N>) ! ! MoveLoc 0; Pop; Ret
          BR_TYPE_MISMATCH_ERROR ! fun f() ! ! LdU64 1; BrTrue 2; Ret
          BR_TYPE_MISMATCH_ERROR ! fun f() ! ! LdU64 1; BrFalse 2; Ret
          ACCEPT ! fun f() ! ! LdTrue; BrFalse 2; Ret
          ABORT_TYPE_MISMATCH_ERROR ! fun f() ! ! LdU8 1; Abort
          ACCEPT ! fun f() ! ! LdU64 1; Abort
          STLOC_TYPE_MISMATCH_ERROR ! fun f() ! u64 ! LdU8 1; StLoc 0; Ret
          STLOC_TYPE_MISMATCH_ERROR ! fun f(&mut u64) ! &u64 ! MoveLoc 0; StLoc 1; Ret
          RET_TYPE_MISMATCH_ERROR ! fun f(): u64 ! ! LdU8 1; Ret
          ACCEPT ! fun f(): (u8, u64) ! ! LdU8 1; LdU64 2; Ret
          RET_TYPE_MISMATCH_ERROR ! fun f(): (u8, u64) ! ! LdU64 2; LdU8 1; Ret
          FREEZEREF_TYPE_MISMATCH_ERROR ! fun f(&u64): &u64 ! ! MoveLoc 0; FreezeRef; Ret
          ACCEPT ! fun f(&mut u64): &u64 ! ! MoveLoc 0; FreezeRef; Ret
          BORROWLOC_REFERENCE_ERROR ! fun f(&u64) ! ! ImmBorrowLoc 0; Pop; Ret
          COPYLOC_WITHOUT_COPY_ABILITY ! fun f(N): N ! ! CopyLoc 0; Ret
          ACCEPT ! fun f(N): N ! ! MoveLoc 0; Ret
          COPYLOC_WITHOUT_COPY_ABILITY ! fun f(signer): signer ! ! CopyLoc 0; Ret
          READREF_TYPE_MISMATCH_ERROR ! fun f(u64): u64 ! ! MoveLoc 0; ReadRef; Ret
          READREF_WITHOUT_COPY_ABILITY ! fun f(&N): N ! ! MoveLoc 0; ReadRef; Ret
          WRITEREF_NO_MUTABLE_REFERENCE_ERROR ! fun f(&u64) ! ! LdU64 1; MoveLoc 0; WriteRef; Ret
          WRITEREF_WITHOUT_DROP_ABILITY ! fun f(&mut N, N) ! ! MoveLoc 1; MoveLoc 0; WriteRef; Ret
          WRITEREF_TYPE_MISMATCH_ERROR ! fun f(&mut u64) ! ! LdU8 1; MoveLoc 0; WriteRef; Ret
          ACCEPT ! fun f(&mut u64) ! ! LdU64 1; MoveLoc 0; WriteRef; Ret
          INTEGER_OP_TYPE_MISMATCH_ERROR ! fun f(): u8 ! ! LdU8 1; LdU64 1; Add; Ret
          INTEGER_OP_TYPE_MISMATCH_ERROR ! fun f(): bool ! ! LdTrue; LdTrue; Add; Ret
          INTEGER_OP_TYPE_MISMATCH_ERROR ! fun f(): bool ! ! LdU8 1; LdU64 1; Lt; Ret
          ACCEPT ! fun f(): u256 ! ! LdU256 1; LdU256 2; Mul; Ret
          ACCEPT ! fun f(): u128 ! ! LdU128 1; LdU8 2; Shl; Ret
          INTEGER_OP_TYPE_MISMATCH_ERROR ! fun f(): u128 ! ! LdU128 1; LdU128 2; Shl; Ret
          INTEGER_OP_TYPE_MISMATCH_ERROR ! fun f(): bool ! ! LdTrue; LdU8 2; Shr; Ret
          ACCEPT ! fun f(): u16 ! ! LdU8 1; CastU256; CastU32; CastU16; Ret
          INTEGER_OP_TYPE_MISMATCH_ERROR ! fun f(): u8 ! ! LdTrue; CastU8; Ret
          BOOLEAN_OP_TYPE_MISMATCH_ERROR ! fun f(): bool ! ! LdTrue; LdU8 1; And; Ret
          BOOLEAN_OP_TYPE_MISMATCH_ERROR ! fun f(): bool ! ! LdU8 1; Not; Ret
          EQUALITY_OP_TYPE_MISMATCH_ERROR ! fun f(): bool ! ! LdU8 1; LdU64 1; Eq; Ret
          EQUALITY_OP_TYPE_MISMATCH_ERROR ! fun f(N, N): bool ! ! MoveLoc 0; MoveLoc 1; Eq; Ret
          ACCEPT ! fun f(&N, &N): bool ! ! MoveLoc 0; MoveLoc 1; Neq; Ret
          CALL_TYPE_MISMATCH_ERROR ! fun f(u64) ! ! LdU8 1; Call f; Ret
          ACCEPT ! fun f(u64) ! ! LdU64 1; Call f; Ret
          ACCEPT ! fun f<T>(T) ! ! MoveLoc 0; CallGeneric f<T>; Ret
          CALL_TYPE_MISMATCH_ERROR ! fun f<T>(T) ! ! MoveLoc 0; CallGeneric f<u64>; Ret
          PACK_TYPE_MISMATCH_ERROR ! fun f(): D ! ! LdU64 1; LdU8 1; Pack D; Ret
          ACCEPT ! fun f(): D ! ! LdU64 1; LdU64 1; Pack D; Ret
          PACK_TYPE_MISMATCH_ERROR ! fun f(): Box<u64> ! ! LdU8 1; PackGeneric Box<u64>; Ret
          ACCEPT ! fun f(): Box<u64> ! ! LdU64 1; PackGeneric Box<u64>; Ret
          UNPACK_TYPE_MISMATCH_ERROR ! fun f(N): (u64, u64) ! ! MoveLoc 0; Unpack D; Ret
          ACCEPT ! fun f(Box<D>): D ! ! MoveLoc 0; UnpackGeneric Box<D>; Ret
          BORROWFIELD_TYPE_MISMATCH_ERROR ! fun f(&D) ! ! MoveLoc 0; MutBorrowField D.x; Pop; Ret
          BORROWFIELD_TYPE_MISMATCH_ERROR ! fun f(&N): &u64 ! ! MoveLoc 0; ImmBorrowField D.x; Ret
          BORROWFIELD_TYPE_MISMATCH_ERROR ! fun f(D): &u64 ! ! MoveLoc 0; ImmBorrowField D.x; Ret
          ACCEPT ! fun f(&mut D): &u64 ! ! MoveLoc 0; ImmBorrowField D.x; Ret
          ACCEPT ! fun f(&Box<D>): &D ! ! MoveLoc 0; ImmBorrowFieldGeneric Box<D>.v; Ret
          BORROWGLOBAL_TYPE_MISMATCH_ERROR ! fun f() acquires K ! ! LdU64 1; ImmBorrowGlobal K; Pop; Ret
          BORROWGLOBAL_WITHOUT_KEY_ABILITY ! fun f(address) acquires D ! ! MoveLoc 0; MutBorrowGlobal D; Pop; Ret
          ACCEPT ! fun f(address) acquires K ! ! MoveLoc 0; MutBorrowGlobal K; Pop; Ret
          EXISTS_WITHOUT_KEY_ABILITY_OR_BAD_ARGUMENT ! fun f(address): bool ! ! MoveLoc 0; Exists D; Ret
          EXISTS_WITHOUT_KEY_ABILITY_OR_BAD_ARGUMENT ! fun f(): bool ! ! LdU64 0; Exists K; Ret
          ACCEPT ! fun f(address): bool ! ! MoveLoc 0; Exists K; Ret
          MOVEFROM_TYPE_MISMATCH_ERROR ! fun f(): K acquires K ! ! LdU64 0; MoveFrom K; Ret
          MOVEFROM_WITHOUT_KEY_ABILITY ! fun f(address): D acquires D ! ! MoveLoc 0; MoveFrom D; Ret
          ACCEPT ! fun f(address): GK<u64> acquires GK ! ! MoveLoc 0; MoveFromGeneric GK<u64>; Ret
          MOVETO_TYPE_MISMATCH_ERROR ! fun f(&signer, N) ! ! MoveLoc 0; MoveLoc 1; MoveTo K; Ret
          MOVETO_TYPE_MISMATCH_ERROR ! fun f(signer, K) ! ! MoveLoc 0; MoveLoc 1; MoveTo K; Ret
          MOVETO_WITHOUT_KEY_ABILITY ! fun f(&signer, D) ! ! MoveLoc 0; MoveLoc 1; MoveTo D; Ret
          ACCEPT ! fun f(&signer, K) ! ! MoveLoc 0; MoveLoc 1; MoveTo K; Ret
          TYPE_MISMATCH ! fun f(): vector<u64> ! ! LdU8 1; VecPack u64 1; Ret
          ACCEPT ! fun f(): vector<u64> ! ! LdU64 1; LdU64 2; VecPack u64 2; Ret
          TYPE_MISMATCH ! fun f(&vector<u8>): u64 ! ! MoveLoc 0; VecLen u64; Ret
          TYPE_MISMATCH ! fun f(&vector<u8>): &u8 ! ! MoveLoc 0; LdU8 1; VecImmBorrow u8; Ret
          TYPE_MISMATCH ! fun f(&vector<u8>) ! ! MoveLoc 0; LdU64 1; VecMutBorrow u8; Pop; Ret
          ACCEPT ! fun f(&mut vector<u8>): &u8 ! ! MoveLoc 0; LdU64 1; VecImmBorrow u8; Ret
          TYPE_MISMATCH ! fun f(&vector<u8>) ! ! MoveLoc 0; LdU8 1; VecPushBack u8; Ret
          ACCEPT ! fun f(&mut vector<u8>) ! ! MoveLoc 0; LdU8 1; VecPushBack u8; Ret
          TYPE_MISMATCH ! fun f(&vector<u8>): u8 ! ! MoveLoc 0; VecPopBack u8; Ret
          TYPE_MISMATCH ! fun f(vector<u8>): u8 ! ! MoveLoc 0; VecUnpack u16 1; Ret
          ACCEPT ! fun f(vector<u8>): u8 ! ! MoveLoc 0; VecUnpack u8 1; Ret
          TYPE_MISMATCH ! fun f(&mut vector<u8>) ! ! MoveLoc 0; LdU64 1; LdU8 1; VecSwap u8; Ret
          ACCEPT ! fun f(&mut vector<u8>) ! ! MoveLoc 0; LdU64 1; LdU64 1; VecSwap u8; Ret
          ACCEPT ! fun f(): E ! ! LdU64 1; PackVariant E::B; Ret
          PACK_TYPE_MISMATCH_ERROR ! fun f(): E ! ! LdU64 1; PackVariant E::C; Ret
          PACK_TYPE_MISMATCH_ERROR ! fun f(): E ! ! Pack E; Ret
          ACCEPT ! fun f(E): u8 ! ! MoveLoc 0; UnpackVariant E::C; Ret
          UNPACK_TYPE_MISMATCH_ERROR ! fun f(D): u8 ! ! MoveLoc 0; UnpackVariant E::C; Ret
          PACK_TYPE_MISMATCH_ERROR ! fun f(E) ! ! MoveLoc 0; Unpack E; Ret
          ACCEPT ! fun f(&E): bool ! ! MoveLoc 0; TestVariant E::A; Ret
          TEST_VARIANT_TYPE_MISMATCH_ERROR ! fun f(E): bool ! ! MoveLoc 0; TestVariant E::A; Ret
          TEST_VARIANT_TYPE_MISMATCH_ERROR ! fun f(&D): bool ! ! MoveLoc 0; TestVariant E::A; Ret
          ACCEPT ! fun f(&E): &u64 ! ! MoveLoc 0; ImmBorrowVariantField E::A|B.x; Ret
          BORROWFIELD_TYPE_MISMATCH_ERROR ! fun f(&E): &u64 ! ! MoveLoc 0; ImmBorrowVariantField E::A|C.x; Ret
          BORROWFIELD_TYPE_MISMATCH_ERROR ! fun f(&D): &u64 ! ! MoveLoc 0; ImmBorrowVariantField E::A.x; Ret
          ACCEPT ! fun f(&G<u64>): &u64 ! ! MoveLoc 0; ImmBorrowVariantFieldGeneric G<u64>::A|B.x; Ret
          BORROWFIELD_TYPE_MISMATCH_ERROR ! fun f(&G<u8>): &u8 ! ! MoveLoc 0; ImmBorrowVariantFieldGeneric G<u8>::A|B.x; Ret
          ACCEPT ! fun f(): G<u8> ! ! LdU8 1; PackVariantGeneric G<u8>::A; Ret
          ACCEPT ! fun f(G<u8>): u8 ! ! MoveLoc 0; UnpackVariantGeneric G<u8>::A; Ret
          ACCEPT ! fun f(&mut G<u8>): bool ! ! MoveLoc 0; TestVariantGeneric G<u8>::A; Ret
          """)
  void judgesOperands(String verdict, String declaration, @Nullable String locals, String code) {
    assertThat(Verdicts.function(declaration, locals, code)).isEqualTo(verdict);
  }
}
