/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.StructTag;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.verify.RandomModules;
import dev.sluice.move.verify.Verifier;
import dev.sluice.move.verify.VerifierLimits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever verifies runs as the model says, and gives all memory back. {@code
 * -Dsluice.fuzz.rounds=1000000} makes the run longer.
 */
class RandomModulesRunTest {
  private static final int ROUNDS = Integer.getInteger("sluice.fuzz.rounds", 6000);
  private static final AccountAddress HOLDER = AccountAddress.parse("0x" + "42".repeat(32));

  @Test
  void runsRandomCodeAsModelDoes() {
    Map<StatusCode, Integer> seen = new EnumMap<>(StatusCode.class);
    for (int seed = 0; seed < ROUNDS; seed++) {
      CompiledModule module = new RandomModules(seed).next();
      if (!verifies(module)) {
        continue;
      }
      Comparison comparison = new Comparison(Interpreter::new, module);
      Random random = new Random(seed);
      StructTag resource = StructTag.of(module.id().address(), "random", "R");
      List<Comparison.Stored> stored =
          List.of(new Comparison.Stored(HOLDER, resource, comparison.value(resource, random)));
      try {
        comparison
            .compare(
                module.id(),
                "f",
                List.of(),
                comparison.arguments(module.id(), "f", List.of(), random),
                random.nextInt(5) == 0 ? List.of() : stored)
            .ifPresent(status -> seen.merge(status, 1, Integer::sum));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertThat(seen)
        .containsKeys(
            StatusCode.EXECUTED,
            StatusCode.ABORTED,
            StatusCode.VECTOR_OPERATION_ERROR,
            StatusCode.MISSING_DATA,
            StatusCode.ARITHMETIC_ERROR,
            StatusCode.STRUCT_VARIANT_MISMATCH);
  }

  private static boolean verifies(CompiledModule module) {
    try {
      Verifier.verifyModule(module, VerifierLimits.PRODUCTION);
      return true;
    } catch (MoveException e) {
      return false;
    }
  }
}
