/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.move.MoveException;
import dev.sluice.move.build.ModuleBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkerTest {
  private static VerifiedModule verified(ModuleBuilder builder) {
    return Verifier.verifyModule(builder.build(), VerifierLimits.PRODUCTION);
  }

  static ModuleLookup lookup(VerifiedModule... modules) {
    List<VerifiedModule> known = Arrays.asList(modules);
    return id -> known.stream().filter(m -> m.id().equals(id)).findFirst();
  }

  private static VerifiedModule library() {
    return verified(
        ModuleBuilder.module("0x42::lib")
            .friend("0x42::friend")
            .struct("S has copy, drop { v: u64 }")
            .struct("Box<T: store, phantom P> has store { v: T }")
            .function("public fun open(u64, &S): S", "", "MoveLoc 1; ReadRef; Ret")
            .function(
                "public fun generic<T: copy>(T): vector<T>", "", "MoveLoc 0; VecPack T 1; Ret")
            .function("public(friend) fun ours()", "", "Ret")
            .function("fun mine()", "", "Ret")
            .function("entry fun start()", "", "Ret"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          ACCEPT ! S has copy, drop
          ACCEPT ! S has drop
          ACCEPT ! S
          TYPE_MISMATCH ! S has copy, drop, store
          TYPE_MISMATCH ! S<T>
          LOOKUP_FAILED ! T
          ACCEPT ! Box<T: store, phantom P> has store
          ACCEPT ! Box<T: store + copy, P: drop> has store
          TYPE_MISMATCH ! Box<T, phantom P> has store
          TYPE_MISMATCH ! Box<phantom T: store, phantom P> has store
          TYPE_MISMATCH ! Box<T: store> has store
          """)
  void judgesImportedStructs(String verdict, String declaration) {
    ModuleBuilder builder = ModuleBuilder.module("0x42::m");
    builder.importStruct("0x42::lib::" + declaration);
    assertThat(link(verified(builder))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          ACCEPT ! m ! open(u64, &0x42::lib::S): 0x42::lib::S
          TYPE_MISMATCH ! m ! open(u8, &0x42::lib::S): 0x42::lib::S
          TYPE_MISMATCH ! m ! open(u64, &mut 0x42::lib::S): 0x42::lib::S
          TYPE_MISMATCH ! m ! open(u64, &0x42::lib::S)
          TYPE_MISMATCH ! m ! open(u64, &0x42::lib::S): u64
          TYPE_MISMATCH ! m ! open(u64, &S): 0x42::lib::S
          TYPE_MISMATCH ! m ! open<T>(u64, &0x42::lib::S): 0x42::lib::S
          ACCEPT ! m ! generic<T: copy>(T): vector<T>
          ACCEPT ! m ! generic<T: copy + drop>(T): vector<T>
          TYPE_MISMATCH ! m ! generic<T>(T): vector<T>
          TYPE_MISMATCH ! m ! generic<T: copy>(T): T
          LOOKUP_FAILED ! m ! ours()
          ACCEPT ! friend ! ours()
          LOOKUP_FAILED ! friend ! mine()
          LOOKUP_FAILED ! m ! start()
          LOOKUP_FAILED ! m ! nothing()
          """)
  void judgesImportedFunctions(String verdict, String name, String declaration) {
    ModuleBuilder builder =
        ModuleBuilder.module("0x42::" + name)
            .importStruct("0x42::lib::S has copy, drop")
            .struct("S { v: u64 }");
    builder.importFunction("0x42::lib::" + declaration);
    assertThat(link(verified(builder))).isEqualTo(verdict);
  }

  private static String link(VerifiedModule module) {
    return Verdicts.of(() -> Linker.verifyDependencies(module, lookup(library())));
  }

  @Test
  void refusesMissingModules() {
    VerifiedModule module =
        verified(ModuleBuilder.module("0x42::m").importFunction("0x1::none::f()"));
    assertThatThrownBy(() -> Linker.verifyDependencies(module, lookup(library())))
        .isInstanceOf(MoveException.class)
        .hasMessageContaining("MISSING_DEPENDENCY")
        .hasMessageContaining("0x1::none");
  }

  @Test
  void judgesScripts() {
    assertThat(script("open(u64, &0x42::lib::S): 0x42::lib::S")).isEqualTo(Verdicts.ACCEPT);
    assertThat(script("open(u64): 0x42::lib::S")).isEqualTo("TYPE_MISMATCH");
    assertThat(script("ours()")).isEqualTo("LOOKUP_FAILED");
    assertThat(script("start()")).isEqualTo("LOOKUP_FAILED");
  }

  private static String script(String declaration) {
    VerifiedScript script =
        Verifier.verifyScript(
            ModuleBuilder.script()
                .importStruct("0x42::lib::S has copy, drop")
                .importFunction("0x42::lib::" + declaration)
                .buildScript("()", "", "Ret"),
            VerifierLimits.PRODUCTION);
    return Verdicts.of(() -> Linker.verifyDependencies(script, lookup(library())));
  }

  @Test
  void findsDefinitionsByName() {
    VerifiedModule library = library();
    assertThat(library.structIndex("Box")).hasValue(1);
    assertThat(library.structIndex("open")).isEmpty();
    assertThat(library.functionIndex("open")).hasValue(0);
    assertThat(library.functionIndex("S")).isEmpty();
    assertThat(library).hasToString("0x42::lib");
    assertThat(lookup(library).find(library.id())).isEqualTo(Optional.of(library));
  }
}
