/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalsSafetyPassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          MOVELOC_UNAVAILABLE_ERROR ! fun f(u64) ! ! MoveLoc 0; Pop; MoveLoc 0; Pop; Ret
          MOVELOC_UNAVAILABLE_ERROR ! fun f() ! u64 ! MoveLoc 0; Pop; Ret
          ACCEPT ! fun f(u64) ! ! CopyLoc 0; Pop; MoveLoc 0; Pop; Ret
          COPYLOC_UNAVAILABLE_ERROR ! fun f() ! u64 ! CopyLoc 0; Pop; Ret
          BORROWLOC_UNAVAILABLE_ERROR ! fun f() ! u64 ! ImmBorrowLoc 0; Pop; Ret
          BORROWLOC_UNAVAILABLE_ERROR ! fun f() ! u64 ! MutBorrowLoc 0; Pop; Ret
          ACCEPT ! fun f() ! u64 ! LdU64 1; StLoc 0; MutBorrowLoc 0; Pop; Ret
          STLOC_UNSAFE_TO_DESTROY_ERROR ! fun f(N, N): N ! ! MoveLoc 1; StLoc 0; MoveLoc 0; Ret
          ACCEPT ! fun f(N): N ! N ! MoveLoc 0; StLoc 1; MoveLoc 1; Ret
          UNSAFE_RET_UNUSED_VALUES_WITHOUT_DROP ! fun f(N) ! ! Ret
          UNSAFE_RET_UNUSED_VALUES_WITHOUT_DROP ! fun f<T: copy>(T) ! ! Ret
          ACCEPT ! fun f(N) ! ! LdU64 1; Abort
          MOVELOC_UNAVAILABLE_ERROR ! fun f(bool, u64) ! ! MoveLoc 0; BrFalse e; MoveLoc 1; Pop; e:; MoveLoc 1; Pop; Ret
          UNSAFE_RET_UNUSED_VALUES_WITHOUT_DROP ! fun f(bool, N) ! ! MoveLoc 0; BrFalse e; MoveLoc 1; Unpack N; Pop; e:; Ret
          STLOC_UNSAFE_TO_DESTROY_ERROR ! fun f(bool, N) ! ! MoveLoc 0; BrFalse e; MoveLoc 1; Unpack N; Pop; e:; LdU64 1; Pack N; StLoc 1; LdU64 0; Abort
          ACCEPT ! fun f(bool, u64) ! ! MoveLoc 0; BrFalse e; MoveLoc 1; Pop; e:; LdU64 1; StLoc 1; MoveLoc 1; Pop; Ret
          MOVELOC_UNAVAILABLE_ERROR ! fun f(u64) ! ! l:; MoveLoc 0; Pop; LdTrue; BrTrue l; Ret
          ACCEPT ! fun f(u64) ! ! l:; MoveLoc 0; StLoc 0; LdTrue; BrTrue l; Ret
          ACCEPT ! fun f() ! u64 ! Ret; MoveLoc 0; Pop; Ret
          """)
  void judgesLocals(String verdict, String declaration, @Nullable String locals, String code) {
    assertThat(Verdicts.function(declaration, locals, code)).isEqualTo(verdict);
  }
}
