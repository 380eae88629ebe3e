/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.move.MoveException;
import dev.sluice.move.build.ModuleBuilder;
import org.junit.jupiter.api.Test;

class MeterTest {
  private static VerifierLimits limits(long function, long module) {
    return new VerifierLimits(
        5, 32, 128, 1024, 1024, 256, 10_000, 100, 200, 30, 90, 1000, function, module);
  }

  @Test
  void stopsAtTheLimitOfAFunction() {
    Meter meter = new Meter(limits(100, 1000));
    meter.add(60);
    meter.add(10, 4);
    assertThatThrownBy(() -> meter.add(1))
        .isInstanceOf(MoveException.class)
        .hasMessageContaining("CONSTRAINT_NOT_SATISFIED");
    meter.startFunction();
    meter.add(100);
  }

  @Test
  void growsCosts() {
    // 100 + 150 + 225 + 337: every cost is rounded down.
    Meter meter = new Meter(limits(812, 1000));
    meter.addGrowing(100, 4, 1.5f);
    assertThatThrownBy(() -> meter.add(1)).isInstanceOf(MoveException.class);
  }

  @Test
  void doesNotOverflow() {
    Meter meter = new Meter(limits(Long.MAX_VALUE, Long.MAX_VALUE));
    meter.add(Long.MAX_VALUE);
    assertThatThrownBy(() -> meter.add(1)).isInstanceOf(MoveException.class);
    Meter growing = new Meter(limits(1_000_000, 1_000_000));
    assertThatThrownBy(() -> growing.addGrowing(100, Long.MAX_VALUE, 1.5f))
        .isInstanceOf(MoveException.class);
  }

  @Test
  void addsUpTheFunctionsOfAModule() {
    ModuleBuilder module = ModuleBuilder.module("0x42::m");
    for (int i = 0; i < 10; i++) {
      module.function("fun f" + i + "()", "u64", "LdU64 1; StLoc 0; MoveLoc 0; Pop; Ret");
    }
    long each = 0;
    while (!accepts(module, limits(each, Long.MAX_VALUE))) {
      each++;
    }
    assertThat(each).isPositive();
    assertThat(accepts(module, limits(each, 10 * each))).isTrue();
    assertThat(accepts(module, limits(each, 10 * each - 1))).isFalse();
  }

  private static boolean accepts(ModuleBuilder module, VerifierLimits limits) {
    return Verdicts.verdict(module.build(), limits).equals(Verdicts.ACCEPT);
  }
}
