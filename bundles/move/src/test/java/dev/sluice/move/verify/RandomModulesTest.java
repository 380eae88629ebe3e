/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Vectors;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The verifier comes to a verdict on whatever it is given, and gives it as the one documented
 * exception. {@code -Dsluice.fuzz.rounds=1000000} makes the runs longer.
 */
class RandomModulesTest {
  private static final int ROUNDS = Integer.getInteger("sluice.fuzz.rounds", 2000);

  @Test
  void judgesRandomCodeOnLocalsAndReferences() {
    TreeMap<String, Integer> verdicts = new TreeMap<>();
    for (int seed = 0; seed < ROUNDS; seed++) {
      CompiledModule module = new RandomModules(seed).next();
      String verdict = Verdicts.verdict(module);
      verdicts.merge(verdict, 1, Integer::sum);
      assertThat(Verdicts.verdict(module)).as("seed %d again", seed).isEqualTo(verdict);
    }
    // The generator reaches what it is made for, and its types and stack usage are right.
    assertThat(verdicts)
        .containsKeys(
            Verdicts.ACCEPT,
            "BORROWFIELD_EXISTS_MUTABLE_BORROW_ERROR",
            "BORROWLOC_EXISTS_BORROW_ERROR",
            "CALL_BORROWED_MUTABLE_REFERENCE_ERROR",
            "COPYLOC_EXISTS_BORROW_ERROR",
            "FREEZEREF_EXISTS_MUTABLE_BORROW_ERROR",
            "GLOBAL_REFERENCE_ERROR",
            "MOVELOC_EXISTS_BORROW_ERROR",
            "READREF_EXISTS_MUTABLE_BORROW_ERROR",
            "STLOC_UNSAFE_TO_DESTROY_ERROR",
            "VEC_UPDATE_EXISTS_MUTABLE_BORROW_ERROR",
            "WRITEREF_EXISTS_BORROW_ERROR");
    assertThat(verdicts.keySet())
        .noneMatch(verdict -> verdict.contains("TYPE_MISMATCH") || verdict.contains("STACK"));
  }

  @Test
  void judgesEveryByteChanged() {
    for (byte[] valid : modules()) {
      for (int at = 0; at < valid.length; at++) {
        for (int delta : new int[] {1, 0x40}) {
          byte[] bytes = valid.clone();
          bytes[at] = (byte) (bytes[at] + delta);
          judge(bytes);
        }
      }
    }
  }

  @Test
  void judgesManyBytesChanged() {
    List<byte[]> modules = modules();
    Random random = new Random(7);
    Set<StatusCode.Kind> kinds = EnumSet.noneOf(StatusCode.Kind.class);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = modules.get(random.nextInt(modules.size())).clone();
      for (int i = random.nextInt(5); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(0x58);
      }
      judge(bytes).ifPresent(e -> kinds.add(e.status().kind()));
    }
    assertThat(kinds).contains(StatusCode.Kind.VERIFICATION, StatusCode.Kind.DESERIALIZATION);
  }

  private static Optional<MoveException> judge(byte[] bytes) {
    try {
      VectorsTest.verify(bytes);
      return Optional.empty();
    } catch (MoveException e) {
      return Optional.of(e);
    }
  }

  private static List<byte[]> modules() {
    List<byte[]> modules = Vectors.modules().stream().map(Vectors::bytes).toList();
    assertThat(modules).isNotEmpty();
    return modules;
  }
}
