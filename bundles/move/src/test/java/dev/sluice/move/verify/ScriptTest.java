/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          ACCEPT ! (signer, u64) ! u64 ! MoveLoc 1; StLoc 2; MoveLoc 2; Call 0x1::m::f; Ret
          ACCEPT ! <T: drop>(T) ! u64 ! MoveLoc 0; Pop; Ret
          POP_WITHOUT_DROP_ABILITY ! <T>(T) ! u64 ! MoveLoc 0; Pop; Ret
          UNSAFE_RET_UNUSED_VALUES_WITHOUT_DROP ! <T>(T) ! u64 ! Ret
          CONSTRAINT_NOT_SATISFIED ! <T>() ! u64 ! CallGeneric 0x1::m::g<T>; Ret
          ACCEPT ! <T: store>() ! u64 ! CallGeneric 0x1::m::g<T>; Ret
          INDEX_OUT_OF_BOUNDS ! () ! u64 ! MoveLoc 1; Ret
          INDEX_OUT_OF_BOUNDS ! () ! u64 ! Call #9; Ret
          INVALID_OPERATION_IN_SCRIPT ! (u64) ! u64 ! MoveLoc 0; Pack #0; Pop; Ret
          INVALID_OPERATION_IN_SCRIPT ! (u64) ! u64 ! MoveLoc 0; PackGeneric #0; Pop; Ret
          INVALID_OPERATION_IN_SCRIPT ! (&u64) ! u64 ! MoveLoc 0; ImmBorrowField #0; Pop; Ret
          INVALID_OPERATION_IN_SCRIPT ! (address) ! u64 ! MoveLoc 0; Exists #0; Pop; Ret
          INVALID_OPERATION_IN_SCRIPT ! (u64) ! u64 ! MoveLoc 0; PackVariant #0; Pop; Ret
          MOVELOC_UNAVAILABLE_ERROR ! () ! u64 ! MoveLoc 0; Pop; Ret
          STLOC_UNSAFE_TO_DESTROY_ERROR ! () ! u64, &u64 ! LdU64 1; StLoc 0; ImmBorrowLoc 0; StLoc 1; LdU64 1; StLoc 0; Ret
          EMPTY_CODE_UNIT ! () ! u64 ! ''
          """)
  void judgesScripts(String verdict, String declaration, String locals, String code) {
    assertThat(
            Verdicts.verdict(
                ModuleBuilder.script()
                    .importFunction("0x1::m::f(u64)")
                    .importFunction("0x1::m::g<T: store>()")
                    .buildScript(declaration, locals, code)))
        .isEqualTo(verdict);
  }
}
