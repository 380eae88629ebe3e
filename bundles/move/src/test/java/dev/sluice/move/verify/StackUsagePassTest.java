/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackUsagePassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f() ! ! Pop; Ret
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f(): u64 ! ! Ret
          POSITIVE_STACK_SIZE_AT_BLOCK_END ! fun f(): u64 ! ! LdU64 1; Branch 2; Ret
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f() ! ! Ret; Add; Pop; Ret
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f(): vector<u8> ! ! LdU8 1; VecPack u8 2; Ret
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f(): E ! ! LdU64 1; PackVariant E::A; Ret
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f(u64) ! ! Call f; Ret
          POSITIVE_STACK_SIZE_AT_BLOCK_END ! fun f() ! ! LdU64 1; Ret
          POSITIVE_STACK_SIZE_AT_BLOCK_END ! fun f() ! ! LdU64 1; Branch 2; Pop; Ret
          POSITIVE_STACK_SIZE_AT_BLOCK_END ! fun f(E): D ! ! MoveLoc 0; UnpackVariant E::A; Ret
          POSITIVE_STACK_SIZE_AT_BLOCK_END ! fun f(): u64 ! ! Call f; Call f; Ret
          ACCEPT ! fun f(): (u64, u64) ! ! LdU64 1; LdU64 2; Ret
          ACCEPT ! fun f(vector<u8>): (u8, u8, u8) ! ! MoveLoc 0; VecUnpack u8 3; Ret
          """)
  void judgesStackUsage(String verdict, String declaration, @Nullable String locals, String code) {
    assertThat(Verdicts.function(declaration, locals, code)).isEqualTo(verdict);
  }

  @Test
  void limitsTheOperandStack() {
    int limit = VerifierLimits.PRODUCTION.valueStack();
    assertThat(vector(limit, "VecPack u8 " + limit)).isEqualTo(Verdicts.ACCEPT);
    assertThat(vector(limit + 1, "VecPack u8 " + (limit + 1))).isEqualTo("VALUE_STACK_OVERFLOW");
  }

  private static String vector(int loads, String pack) {
    return Verdicts.function("fun f()", "", "LdU8 1;".repeat(loads) + pack + "; Pop; Ret");
  }

  @Test
  void limitsThePushesOfABlock() {
    int pushes = VerifierLimits.PRODUCTION.pushes();
    assertThat(Verdicts.function("fun f()", "", "LdU8 1; Pop;".repeat(pushes) + "Ret"))
        .isEqualTo(Verdicts.ACCEPT);
    assertThat(Verdicts.function("fun f()", "", "LdU8 1; Pop;".repeat(pushes + 1) + "Ret"))
        .isEqualTo("VALUE_STACK_PUSH_OVERFLOW");
  }
}
