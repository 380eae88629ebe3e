/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSafetyPassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          UNSAFE_RET_LOCAL_OR_RESOURCE_STILL_BORROWED ! fun f(u64): &u64 ! ! ImmBorrowLoc 0; Ret
          UNSAFE_RET_LOCAL_OR_RESOURCE_STILL_BORROWED ! fun f(D): &u64 ! ! ImmBorrowLoc 0; ImmBorrowField D.x; Ret
          UNSAFE_RET_LOCAL_OR_RESOURCE_STILL_BORROWED ! fun f(address): &K acquires K ! ! MoveLoc 0; ImmBorrowGlobal K; Ret
          ACCEPT ! fun f(&D): &u64 ! ! MoveLoc 0; ImmBorrowField D.x; Ret
          ACCEPT ! fun f(&mut D): &mut u64 ! ! MoveLoc 0; MutBorrowField D.x; Ret
          BORROWFIELD_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut D): (&mut D, &mut u64) ! &mut D ! CopyLoc 0; MoveLoc 0; MutBorrowField D.x; Ret
          ACCEPT ! fun f(&mut D): (&mut u64, &mut u64) ! ! CopyLoc 0; MutBorrowField D.x; MoveLoc 0; MutBorrowField D.y; Ret
          RET_BORROWED_MUTABLE_REFERENCE_ERROR ! fun f(&mut u64): (&mut u64, &mut u64) ! ! CopyLoc 0; MoveLoc 0; Ret
          COPYLOC_EXISTS_BORROW_ERROR ! fun f(u64) ! ! MutBorrowLoc 0; CopyLoc 0; Pop; Pop; Ret
          ACCEPT ! fun f(u64) ! ! ImmBorrowLoc 0; CopyLoc 0; Pop; Pop; Ret
          MOVELOC_EXISTS_BORROW_ERROR ! fun f(u64) ! ! ImmBorrowLoc 0; MoveLoc 0; Pop; Pop; Ret
          ACCEPT ! fun f(u64) ! ! ImmBorrowLoc 0; Pop; MoveLoc 0; Pop; Ret
          STLOC_UNSAFE_TO_DESTROY_ERROR ! fun f(u64) ! ! ImmBorrowLoc 0; LdU64 1; StLoc 0; Pop; Ret
          BORROWLOC_EXISTS_BORROW_ERROR ! fun f(u64) ! ! MutBorrowLoc 0; ImmBorrowLoc 0; Pop; Pop; Ret
          ACCEPT ! fun f(u64) ! ! MutBorrowLoc 0; MutBorrowLoc 0; Pop; Pop; Ret
          ACCEPT ! fun f(u64) ! ! ImmBorrowLoc 0; ImmBorrowLoc 0; Pop; Pop; Ret
          WRITEREF_EXISTS_BORROW_ERROR ! fun f(&mut u64): u64 ! &u64 ! CopyLoc 0; FreezeRef; StLoc 1; LdU64 1; MoveLoc 0; WriteRef; MoveLoc 1; ReadRef; Ret
          ACCEPT ! fun f(&mut u64): u64 ! &u64 ! CopyLoc 0; FreezeRef; ReadRef; LdU64 1; MoveLoc 0; WriteRef; Ret
          WRITEREF_EXISTS_BORROW_ERROR ! fun f(&mut D) ! &mut u64 ! CopyLoc 0; MutBorrowField D.x; StLoc 1; LdU64 1; LdU64 2; Pack D; MoveLoc 0; WriteRef; LdU64 1; MoveLoc 1; WriteRef; Ret
          READREF_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut u64): u64 ! &mut u64 ! CopyLoc 0; StLoc 1; MoveLoc 0; ReadRef; LdU64 1; MoveLoc 1; WriteRef; Ret
          READREF_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut u64): bool ! &mut u64 ! CopyLoc 0; StLoc 1; CopyLoc 0; MoveLoc 0; Eq; LdU64 1; MoveLoc 1; WriteRef; Ret
          FREEZEREF_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut u64) ! &mut u64 ! CopyLoc 0; StLoc 1; MoveLoc 0; FreezeRef; Pop; LdU64 1; MoveLoc 1; WriteRef; Ret
          BORROWFIELD_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut D) ! &mut D ! CopyLoc 0; StLoc 1; MoveLoc 0; MutBorrowField D.x; Pop; MoveLoc 1; Pop; Ret
          BORROWFIELD_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut D): u64 ! &mut u64 ! CopyLoc 0; MutBorrowField D.x; StLoc 1; MoveLoc 0; ImmBorrowField D.x; ReadRef; LdU64 1; MoveLoc 1; WriteRef; Ret
          ACCEPT ! fun f(&mut D): u64 ! &mut u64 ! CopyLoc 0; MutBorrowField D.x; StLoc 1; MoveLoc 0; ImmBorrowField D.y; ReadRef; LdU64 1; MoveLoc 1; WriteRef; Ret
          CALL_BORROWED_MUTABLE_REFERENCE_ERROR ! fun f(&mut u64, &mut u64) ! ! CopyLoc 0; MoveLoc 0; Call f; Ret
          ACCEPT ! fun f(&mut u64, &mut u64) ! ! MoveLoc 1; MoveLoc 0; Call f; Ret
          CALL_BORROWED_MUTABLE_REFERENCE_ERROR ! fun f(&mut u64): &mut u64 ! &mut u64 ! CopyLoc 0; Call f; StLoc 1; MoveLoc 0; Call f; Pop; MoveLoc 1; Ret
          ACCEPT ! fun f(&mut u64): &mut u64 ! ! MoveLoc 0; Call f; Ret
          UNSAFE_RET_LOCAL_OR_RESOURCE_STILL_BORROWED ! fun f(&u64): &u64 ! u64 ! LdU64 1; StLoc 1; ImmBorrowLoc 1; Call f; Ret
          GLOBAL_REFERENCE_ERROR ! fun f(address) acquires K ! ! CopyLoc 0; MutBorrowGlobal K; MoveLoc 0; MutBorrowGlobal K; Pop; Pop; Ret
          GLOBAL_REFERENCE_ERROR ! fun f(address) acquires K ! ! CopyLoc 0; MutBorrowGlobal K; MoveLoc 0; ImmBorrowGlobal K; Pop; Pop; Ret
          GLOBAL_REFERENCE_ERROR ! fun f(address) acquires K ! ! CopyLoc 0; ImmBorrowGlobal K; MoveLoc 0; MutBorrowGlobal K; Pop; Pop; Ret
          ACCEPT ! fun f(address) acquires K ! ! CopyLoc 0; ImmBorrowGlobal K; MoveLoc 0; ImmBorrowGlobal K; Pop; Pop; Ret
          ACCEPT ! fun f(address) acquires K, GK ! ! CopyLoc 0; MutBorrowGlobal K; MoveLoc 0; MutBorrowGlobalGeneric GK<u8>; Pop; Pop; Ret
          GLOBAL_REFERENCE_ERROR ! fun f(address) acquires GK ! ! CopyLoc 0; MutBorrowGlobalGeneric GK<u16>; MoveLoc 0; MutBorrowGlobalGeneric GK<u8>; Pop; Pop; Ret
          GLOBAL_REFERENCE_ERROR ! fun f(address): K acquires K ! ! CopyLoc 0; ImmBorrowGlobal K; MoveLoc 0; MoveFrom K; StLoc 1; Pop; MoveLoc 1; Ret
          GLOBAL_REFERENCE_ERROR ! fun f(address) acquires K ! ! CopyLoc 0; ImmBorrowGlobal K; MoveLoc 0; Call f; Pop; Ret
          VEC_UPDATE_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut vector<u8>): u8 ! &u8 ! CopyLoc 0; LdU64 0; VecImmBorrow u8; StLoc 1; MoveLoc 0; LdU8 1; VecPushBack u8; MoveLoc 1; ReadRef; Ret
          VEC_UPDATE_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut vector<u8>): u8 ! &u8 ! CopyLoc 0; LdU64 0; VecImmBorrow u8; StLoc 1; MoveLoc 0; VecPopBack u8; MoveLoc 1; ReadRef; Pop; Ret
          VEC_UPDATE_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut vector<u8>): u8 ! &u8 ! CopyLoc 0; LdU64 0; VecImmBorrow u8; StLoc 1; MoveLoc 0; LdU64 0; LdU64 1; VecSwap u8; MoveLoc 1; ReadRef; Ret
          ACCEPT ! fun f(&mut vector<u8>): u64 ! &mut u8 ! CopyLoc 0; LdU64 0; VecMutBorrow u8; StLoc 1; MoveLoc 0; VecLen u8; MoveLoc 1; Pop; Ret
          VEC_BORROW_ELEMENT_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut vector<u8>) ! &mut u8 ! CopyLoc 0; LdU64 0; VecMutBorrow u8; StLoc 1; MoveLoc 0; LdU64 1; VecMutBorrow u8; Pop; MoveLoc 1; Pop; Ret
          VEC_BORROW_ELEMENT_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut vector<u8>) ! &mut u8 ! CopyLoc 0; LdU64 0; VecMutBorrow u8; StLoc 1; MoveLoc 0; LdU64 1; VecImmBorrow u8; Pop; MoveLoc 1; Pop; Ret
          ACCEPT ! fun f(&mut vector<u8>) ! &u8 ! CopyLoc 0; LdU64 0; VecImmBorrow u8; StLoc 1; MoveLoc 0; LdU64 1; VecImmBorrow u8; Pop; MoveLoc 1; Pop; Ret
          READREF_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut E): bool ! &mut E ! CopyLoc 0; StLoc 1; MoveLoc 0; TestVariant E::A; MoveLoc 1; Pop; Ret
          BORROWFIELD_EXISTS_MUTABLE_BORROW_ERROR ! fun f(&mut E): u64 ! &mut u64 ! CopyLoc 0; MutBorrowVariantField E::A.x; StLoc 1; MoveLoc 0; ImmBorrowVariantField E::A|B.x; ReadRef; MoveLoc 1; Pop; Ret
          ACCEPT ! fun f(&mut E): u64 ! &mut D ! CopyLoc 0; MutBorrowVariantField E::A.d; StLoc 1; MoveLoc 0; ImmBorrowVariantField E::A|B.x; ReadRef; MoveLoc 1; Pop; Ret
          MOVELOC_EXISTS_BORROW_ERROR ! fun f(bool, u64, u64) ! &u64 ! ImmBorrowLoc 1; StLoc 3; MoveLoc 0; BrFalse e; ImmBorrowLoc 2; StLoc 3; e:; MoveLoc 1; Pop; MoveLoc 3; Pop; Ret
          ACCEPT ! fun f(bool, u64, u64) ! &u64 ! ImmBorrowLoc 1; StLoc 3; MoveLoc 0; BrFalse e; ImmBorrowLoc 2; StLoc 3; e:; MoveLoc 3; Pop; MoveLoc 1; Pop; Ret
          BORROWLOC_EXISTS_BORROW_ERROR ! fun f(u64, u64) ! &mut u64 ! MutBorrowLoc 1; StLoc 2; l:; ImmBorrowLoc 0; Pop; MutBorrowLoc 0; StLoc 2; LdTrue; BrTrue l; Ret
          ACCEPT ! fun f(u64) ! &mut u64 ! l:; ImmBorrowLoc 0; Pop; MutBorrowLoc 0; StLoc 1; MoveLoc 1; Pop; LdTrue; BrTrue l; Ret
          ACCEPT ! fun f(&mut u64) ! u64 ! LdU64 1; StLoc 1; MutBorrowLoc 1; Call f; MoveLoc 1; Pop; Ret
          ACCEPT ! fun f(bool, u64) ! &mut u64 ! MoveLoc 0; BrFalse e; MutBorrowLoc 1; StLoc 2; e:; MoveLoc 1; Pop; Ret
          ACCEPT ! fun f(bool, u64) ! &mut u64 ! MutBorrowLoc 1; StLoc 2; MoveLoc 0; BrFalse e; MoveLoc 2; Pop; e:; MoveLoc 1; Pop; Ret
          ACCEPT ! fun f(&signer, K) ! ! MoveLoc 0; MoveLoc 1; MoveTo K; Ret
          """)
  void judgesReferences(String verdict, String declaration, @Nullable String locals, String code) {
    assertThat(Verdicts.function(declaration, withResource(declaration, locals), code))
        .isEqualTo(verdict);
  }

  /** The one case that keeps a resource in a local. */
  private static @Nullable String withResource(String declaration, @Nullable String locals) {
    return declaration.contains("): K") ? "K" : locals;
  }

  @Test
  void takesTooManyBorrowsForABorrowOfEverything() {
    int fields = BorrowEdges.MAX + 1;
    for (int borrowed : new int[] {BorrowEdges.MAX, fields}) {
      // Borrows a different field of local 0 on each path, then borrows the untouched local 2.
      StringBuilder code = new StringBuilder();
      for (int i = 0; i < borrowed; i++) {
        code.append("MutBorrowLoc 0; MutBorrowField W.f").append(i).append("; StLoc 1;");
        code.append(i + 1 < borrowed ? "LdTrue; BrTrue end;" : "Branch end;");
      }
      code.append("end:; MutBorrowLoc 2; Pop; MoveLoc 1; Pop; Ret");
      String struct =
          IntStream.range(0, fields)
              .mapToObj(i -> "f" + i + ": u64")
              .collect(Collectors.joining(", ", "W has drop { ", " }"));
      String verdict =
          Verdicts.verdict(
              ModuleBuilder.module("0x42::m")
                  .struct(struct)
                  .function("fun f(W)", "&mut u64, u64", "LdU64 1; StLoc 2;" + code)
                  .build());
      assertThat(verdict)
          .isEqualTo(borrowed < fields ? Verdicts.ACCEPT : "BORROWLOC_EXISTS_BORROW_ERROR");
    }
  }

  @Test
  void acquiresOfACalleeCountsAsABorrow() {
    ModuleBuilder module =
        Verdicts.structs()
            .function("fun g(address) acquires K", "", "MoveLoc 0; MutBorrowGlobal K; Pop; Ret")
            .function(
                "fun f(address) acquires K, GK",
                "",
                "CopyLoc 0; MutBorrowGlobalGeneric GK<u8>; MoveLoc 0; Call g; Pop; Ret");
    assertThat(Verdicts.verdict(module.build())).isEqualTo(Verdicts.ACCEPT);
  }
}
