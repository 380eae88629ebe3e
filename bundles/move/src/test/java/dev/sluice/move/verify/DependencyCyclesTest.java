/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyCyclesTest {
  private final List<VerifiedModule> modules = new ArrayList<>();

  private VerifiedModule module(String name, List<String> imports, List<String> friends) {
    ModuleBuilder builder = ModuleBuilder.module("0x42::" + name);
    imports.forEach(i -> builder.importFunction("0x42::" + i + "::f()"));
    friends.forEach(f -> builder.friend("0x42::" + f));
    VerifiedModule module = Verifier.verifyModule(builder.build(), VerifierLimits.PRODUCTION);
    modules.add(module);
    return module;
  }

  private String verdict(VerifiedModule module) {
    ModuleLookup lookup = LinkerTest.lookup(modules.toArray(VerifiedModule[]::new));
    return Verdicts.of(() -> DependencyCycles.verify(module, lookup, VerifierLimits.PRODUCTION));
  }

  @Test
  void acceptsImportsInAnyOrder() {
    module("a", List.of(), List.of());
    module("b", List.of("a"), List.of());
    assertThat(verdict(module("c", List.of("a", "b"), List.of("d")))).isEqualTo(Verdicts.ACCEPT);
  }

  @Test
  void refusesCyclesOfImports() {
    module("a", List.of("c"), List.of());
    module("b", List.of("a"), List.of());
    assertThat(verdict(module("c", List.of("b"), List.of()))).isEqualTo("CYCLIC_MODULE_DEPENDENCY");
  }

  @Test
  void comesToAnEndOnCyclesOfOthers() {
    module("a", List.of("b"), List.of());
    module("b", List.of("a"), List.of());
    assertThat(verdict(module("c", List.of("b"), List.of()))).isEqualTo(Verdicts.ACCEPT);
  }

  @Test
  void refusesCyclesOfFriends() {
    module("a", List.of(), List.of("b"));
    assertThat(verdict(module("b", List.of(), List.of("a")))).isEqualTo("CYCLIC_MODULE_FRIENDSHIP");
  }

  @Test
  void refusesFriendsThatAreImported() {
    module("a", List.of(), List.of());
    module("b", List.of("a"), List.of());
    assertThat(verdict(module("c", List.of("b"), List.of("a"))))
        .isEqualTo("INVALID_FRIEND_DECL_WITH_MODULES_IN_DEPENDENCIES");
  }

  @Test
  void refusesMissingImports() {
    assertThat(verdict(module("c", List.of("b"), List.of()))).isEqualTo("MISSING_DEPENDENCY");
  }

  @Test
  void limitsTheDepthOfImports() {
    int limit = VerifierLimits.PRODUCTION.dependencyDepth();
    module("m0", List.of(), List.of());
    for (int i = 1; i <= limit; i++) {
      // A short way to the end as well: the longest one counts.
      String before = "m" + (i - 1);
      module("m" + i, i == 1 ? List.of(before) : List.of("m0", before), List.of());
    }
    assertThat(verdict(modules.get(limit))).isEqualTo(Verdicts.ACCEPT);
    assertThat(verdict(module("last", List.of("m0", "m" + limit), List.of())))
        .isEqualTo("MAX_DEPENDENCY_DEPTH_REACHED");
  }
}
