/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Vectors;
import dev.sluice.move.verify.DependencyCycles;
import dev.sluice.move.verify.Linker;
import dev.sluice.move.verify.ModuleLookup;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.Verifier;
import dev.sluice.move.verify.VerifierLimits;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compiled modules with bytes changed are refused, or do what the model says. {@code
 * -Dsluice.fuzz.mutants=100000} makes the run longer.
 */
class MutantsRunTest {
  private static final int RANDOM_MUTANTS = Integer.getInteger("sluice.fuzz.mutants", 300);
  private static final int[] DELTAS = {1, 0x10};

  private final Map<StatusCode, Integer> seen = new EnumMap<>(StatusCode.class);
  private final Map<ModuleId, VerifiedModule> library = new HashMap<>();
  private int accepted;

  @ParameterizedTest
  @CsvSource({"mv-v6, lists", "mv-v6, purse", "mv-v7, lists", "mv-v7, purse"})
  void runAsTheModelOrNotAtAll(String directory, String name) {
    List<CompiledModule> others =
        Stream.of("bcs", "hash", "signer", "vector")
            .map(other -> read(Vectors.bytes(directory + "/" + other + ".mv")))
            .toList();
    others.forEach(other -> library.put(other.id(), verified(other)));
    byte[] valid = Vectors.bytes(directory + "/" + name + ".mv");
    for (int at = 0; at < valid.length; at++) {
      for (int delta : DELTAS) {
        byte[] bytes = valid.clone();
        bytes[at] = (byte) (bytes[at] + delta);
        judge(bytes, others, at);
      }
    }
    Random random = new Random(valid.length);
    for (int i = 0; i < RANDOM_MUTANTS; i++) {
      byte[] bytes = valid.clone();
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        int at = bytes.length / 3 + random.nextInt(bytes.length * 2 / 3);
        bytes[at] = random.nextBoolean() ? (byte) random.nextInt(0x58) : bytes[at - 1];
      }
      judge(bytes, others, i);
    }
    assertThat(accepted).isGreaterThan(valid.length / 4);
    assertThat(seen).containsKeys(StatusCode.EXECUTED).hasSizeGreaterThan(1);
  }

  private static CompiledModule read(byte[] bytes) {
    return new Deserializer().module(bytes);
  }

  private void judge(byte[] bytes, List<CompiledModule> others, int seed) {
    CompiledModule module;
    try {
      module = read(bytes);
      VerifiedModule verified = verified(module);
      Map<ModuleId, VerifiedModule> all = new HashMap<>(library);
      all.put(module.id(), verified);
      ModuleLookup lookup = id -> Optional.ofNullable(all.get(id));
      Linker.verifyDependencies(verified, lookup);
      DependencyCycles.verify(verified, lookup, VerifierLimits.PRODUCTION);
    } catch (MoveException e) {
      assertThat(e.status().kind()).isNotEqualTo(StatusCode.Kind.INVARIANT_VIOLATION);
      return;
    }
    accepted++;
    if (others.stream().noneMatch(other -> other.id().equals(module.id()))) {
      run(module, others, seed);
    }
  }

  private static VerifiedModule verified(CompiledModule module) {
    return Verifier.verifyModule(module, VerifierLimits.PRODUCTION);
  }

  private void run(CompiledModule module, List<CompiledModule> others, int seed) {
    Comparison comparison =
        new Comparison(
            Interpreter::new,
            Stream.concat(Stream.of(module), others.stream()).toArray(CompiledModule[]::new));
    Random random = new Random(seed);
    for (FunctionDefinition function : module.functions()) {
      if (function.code().isEmpty()) {
        continue;
      }
      FunctionHandle handle = module.functionHandles().get(function.handle());
      String name = module.identifiers().get(handle.name());
      List<TypeTag> types =
          Collections.nCopies(handle.typeParameters().size(), TypeTag.Primitive.U64);
      try {
        comparison
            .compare(
                module.id(),
                name,
                types,
                comparison.arguments(module.id(), name, types, random),
                List.of())
            .ifPresent(status -> seen.merge(status, 1, Integer::sum));
      } catch (MoveException e) {
        assertThat(e.status()).isIn(StatusCode.CONSTRAINT_NOT_SATISFIED);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(name + ", seed " + seed, e);
      }
    }
  }
}
