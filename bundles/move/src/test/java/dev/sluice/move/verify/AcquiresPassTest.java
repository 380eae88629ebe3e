/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcquiresPassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          MISSING_ACQUIRES_ANNOTATION ! fun f(address) ! MoveLoc 0; ImmBorrowGlobal K; Pop; Ret
          MISSING_ACQUIRES_ANNOTATION ! fun f(address) ! MoveLoc 0; MutBorrowGlobal K; Pop; Ret
          MISSING_ACQUIRES_ANNOTATION ! fun f(address): K ! MoveLoc 0; MoveFrom K; Ret
          MISSING_ACQUIRES_ANNOTATION ! fun f(address) ! MoveLoc 0; ImmBorrowGlobalGeneric GK<u8>; Pop; Ret
          ACCEPT ! fun f(address) acquires GK ! MoveLoc 0; ImmBorrowGlobalGeneric GK<u8>; Pop; Ret
          EXTRANEOUS_ACQUIRES_ANNOTATION ! fun f(address) acquires K ! MoveLoc 0; Exists K; Pop; Ret
          EXTRANEOUS_ACQUIRES_ANNOTATION ! fun f(&signer, K) acquires K ! MoveLoc 0; MoveLoc 1; MoveTo K; Ret
          DUPLICATE_ACQUIRES_ANNOTATION ! fun f(address) acquires K, K ! MoveLoc 0; ImmBorrowGlobal K; Pop; Ret
          """)
  void judgesOwnUse(String verdict, String declaration, String code) {
    assertThat(Verdicts.function(declaration, "", code)).isEqualTo(verdict);
  }

  @Test
  void judgesCallees() {
    assertThat(caller("fun f(address)")).isEqualTo("MISSING_ACQUIRES_ANNOTATION");
    assertThat(caller("fun f(address) acquires K")).isEqualTo(Verdicts.ACCEPT);
    assertThat(caller("fun f(address) acquires K, GK")).isEqualTo("EXTRANEOUS_ACQUIRES_ANNOTATION");
  }

  private static String caller(String declaration) {
    return Verdicts.verdict(
        Verdicts.structs()
            .function("fun g(address) acquires K", "", "MoveLoc 0; ImmBorrowGlobal K; Pop; Ret")
            .function(declaration, "", "MoveLoc 0; Call g; Ret")
            .build());
  }

  @Test
  void refusesStructsWithoutKey() {
    // Nothing can really acquire such a struct, so it takes a native that claims to.
    String verdict =
        Verdicts.verdict(
            Verdicts.structs()
                .nativeFunction("fun g(address) acquires D")
                .function("fun f(address) acquires D", "", "MoveLoc 0; Call g; Ret")
                .build());
    assertThat(verdict).isEqualTo("INVALID_ACQUIRES_ANNOTATION");
  }
}
