/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlFlowPassTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          EMPTY_CODE_UNIT ! EMPTY_CODE_UNIT ! ''
          INVALID_FALL_THROUGH ! INVALID_FALL_THROUGH ! Nop
          INVALID_FALL_THROUGH ! INVALID_FALL_THROUGH ! Ret; LdTrue; BrTrue 0
          ACCEPT ! ACCEPT ! Branch 0
          ACCEPT ! ACCEPT ! LdU64 1; Abort
          ACCEPT ! ACCEPT ! l:; LdTrue; BrTrue l; Ret
          ACCEPT ! ACCEPT ! l:; LdTrue; BrFalse e; Branch l; e:; Ret
          INVALID_LOOP_SPLIT ! INVALID_LOOP_SPLIT ! LdTrue; BrTrue m; l:; Nop; m:; LdTrue; BrTrue l; Ret
          ACCEPT ! INVALID_LOOP_BREAK ! l:; LdTrue; BrTrue x; Branch l; Nop; x:; Ret
          ACCEPT ! INVALID_LOOP_CONTINUE ! a:; LdTrue; BrTrue b; b:; LdTrue; BrTrue a; LdTrue; BrTrue b; Ret
          ACCEPT ! ACCEPT ! Branch 1; Ret; Nop; Branch 2
          """)
  void judgesLoops(String verdict, String legacyVerdict, String code) {
    assertThat(verdict(6, code)).isEqualTo(verdict);
    assertThat(verdict(5, code)).isEqualTo(legacyVerdict);
  }

  @Test
  void limitsNestingOfLoops() {
    int limit = VerifierLimits.PRODUCTION.loopDepth();
    for (int version : new int[] {5, 6}) {
      assertThat(verdict(version, nested(limit))).isEqualTo(Verdicts.ACCEPT);
      assertThat(verdict(version, nested(limit + 1))).isEqualTo("LOOP_MAX_DEPTH_REACHED");
    }
  }

  private static String nested(int depth) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      code.append("l").append(i).append(":; Nop;");
    }
    for (int i = depth - 1; i >= 0; i--) {
      code.append("LdTrue; BrTrue l").append(i).append(";");
    }
    return code + "Ret";
  }

  @Test
  void limitsBasicBlocks() {
    int limit = VerifierLimits.PRODUCTION.basicBlocks();
    assertThat(verdict(6, blocks(limit))).isEqualTo(Verdicts.ACCEPT);
    assertThat(verdict(6, blocks(limit + 1))).isEqualTo("TOO_MANY_BASIC_BLOCKS");
  }

  private static String blocks(int count) {
    StringBuilder code = new StringBuilder();
    for (int i = 1; i < count; i++) {
      code.append("Branch ").append(i).append(";");
    }
    return code + "Ret";
  }

  @Test
  void handlesTheLongestCode() {
    String code = "LdTrue; BrTrue 0;".repeat(32_767) + "Ret";
    VerifierLimits limits =
        new VerifierLimits(
            65_535,
            32,
            128,
            65_535,
            1024,
            256,
            10_000,
            100,
            200,
            30,
            90,
            1000,
            Long.MAX_VALUE / 2,
            Long.MAX_VALUE / 2);
    assertThat(Verdicts.verdict(module(6, code), limits)).isEqualTo(Verdicts.ACCEPT);
  }

  private static String verdict(int version, String code) {
    return Verdicts.verdict(module(version, code));
  }

  private static CompiledModule module(int version, String code) {
    return ModuleBuilder.module("0x42::m").version(version).function("fun f()", "", code).build();
  }
}
