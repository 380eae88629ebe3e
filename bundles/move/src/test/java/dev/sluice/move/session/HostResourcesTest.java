/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.code.Program;
import dev.sluice.move.code.Specializations;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Serializer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a host keeps and does for a program must not grow beyond what calls pay for. */
class HostResourcesTest {
  private static final List<String> PRIMITIVES =
      List.of("bool", "u8", "u16", "u32", "u64", "u128", "u256", "address");

  private static final CompiledModule GENERIC =
      ModuleBuilder.module("0x42::m")
          .struct("Pair<phantom A, phantom B> has drop { a: u8 }")
          .function("public fun leaf<T>()", "", "Ret")
          .function("public fun wide<T>()", "", skipped("Pair<T, %s>"))
          .function("public fun narrow()", "", "CallGeneric wide<u8>; Ret")
          .function("public fun all()", "", calls("wide", "%s") + "Ret")
          .build();

  /** Code that never runs, with 512 calls of leaf. */
  private static String skipped(String argument) {
    return "LdTrue; BrTrue end\n" + calls("leaf", argument) + "end:\nRet";
  }

  private static String calls(String function, String argument) {
    StringBuilder code = new StringBuilder();
    for (String a : PRIMITIVES) {
      for (String b : PRIMITIVES) {
        for (String c : PRIMITIVES) {
          String type = "Pair<" + a + ", Pair<" + b + ", " + c + ">>";
          code.append("CallGeneric ").append(function).append('<');
          code.append(argument.formatted(type)).append(">\n");
        }
      }
    }
    return code.toString();
  }

  @Test
  void findsModulesAfterAnyNumberOfPublications() {
    CompiledModule module =
        ModuleBuilder.module("0x42::n").function("public fun f()", "", "Ret").build();
    Bytes code = TestVm.code(module);
    LoadedModules modules = TestVm.of(GENERIC).modules();
    for (int i = 0; i < 50_000; i++) {
      modules = modules.with(Map.of(module.id(), code));
    }
    assertThat(modules.code(module.id())).contains(code);
    assertThat(modules.code(GENERIC.id())).isPresent();
  }

  @Test
  void keepsNothingOfScriptsThatHaveRun() {
    Bytes script = Bytes.of(Serializer.write(ModuleBuilder.script().buildScript("()", "", "Ret")));
    TestVm vm = TestVm.of(GENERIC);
    Program program = vm.modules().program();
    vm.session().call(Call.script(script));
    int size = program.specializations().size();
    for (int i = 0; i < 10; i++) {
      assertThat(vm.session().call(Call.script(script)).isExecuted()).isTrue();
    }
    assertThat(program.specializations().size()).isEqualTo(size);
  }

  @Test
  void chargesForInstantiationsBeforeTheyAreMade() {
    TestVm vm = TestVm.of(GENERIC);
    Call call = Call.function(GENERIC.id(), "wide").withTypeArguments(List.of(TypeTag.parse("u8")));
    Program program = vm.modules().program();
    CallResult poor = vm.session().call(call.withGasLimit(100_000));
    assertThat(poor.status()).isEqualTo(StatusCode.OUT_OF_GAS);
    assertThat(program.specializations().size()).isLessThan(100);
    assertThat(vm.session().call(call).gasUsed()).isGreaterThan(512_000);
    assertThat(vm.run("0x42::m::narrow").gasUsed()).isGreaterThan(512_000);
  }

  @Test
  void countsInstantiationsAsMemory() {
    TestVm vm = TestVm.of(GENERIC);
    assertThat(vm.run("0x42::m::all").status()).isEqualTo(StatusCode.MEMORY_LIMIT_EXCEEDED);
    assertThat(vm.run("0x42::m::narrow").isExecuted()).isTrue();
  }

  @Test
  void keepsWhatPlainFunctionsNeed() {
    TestVm vm = TestVm.of(GENERIC);
    vm.run("0x42::m::all");
    Specializations before = vm.modules().program().specializations();
    vm.run("0x42::m::narrow");
    assertThat(vm.modules().program().specializations()).isSameAs(before);
  }
}
