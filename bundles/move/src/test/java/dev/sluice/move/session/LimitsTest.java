/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.stdlib.StandardNatives;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every limit, just within and just beyond. */
class LimitsTest {
  private static final String M = "0x42::m::";

  private static TestVm vm(ModuleBuilder module) {
    return TestVm.of(module.build());
  }

  private static ModuleBuilder module() {
    return ModuleBuilder.module("0x42::m");
  }

  @Test
  void limitsCallDepth() {
    TestVm vm =
        vm(
            module()
                .function(
                    "fun f(u64): u64",
                    "",
                    "CopyLoc 0; LdU64 0; Eq; BrFalse b; LdU64 0; Ret;"
                        + "b:; MoveLoc 0; LdU64 1; Sub; Call f; Ret")
                .function("fun outer(u64): u64", "", "MoveLoc 0; Call f; Ret"));
    gives(vm.run(M + "outer", 1023), 0);
    MoveException failure = fails(vm.run(M + "outer", 1024), StatusCode.CALL_STACK_OVERFLOW);
    assertThat(Results.module(failure)).isEqualTo("0x42::m");
    assertThat(Results.offset(failure)).isEqualTo(9);
    gives(vm.run(M + "f", 1024), 0);
    fails(vm.run(M + "f", 1025), StatusCode.CALL_STACK_OVERFLOW);
    fails(vm.run(M + "f", -1), StatusCode.CALL_STACK_OVERFLOW);
  }

  @Test
  void limitsOperandStackOverAllFrames() {
    TestVm vm =
        vm(
            module()
                .function(
                    "fun g(u64): u64",
                    "",
                    "CopyLoc 0; LdU64 0; Eq; BrFalse b; LdU64 0; Ret;"
                        + "b:; LdU64 1; MoveLoc 0; LdU64 1; Sub; Call g; Add; Ret")
                .function("fun outer(u64): u64", "", "MoveLoc 0; Call g; Ret"));
    gives(vm.run(M + "outer", 1022), 1022);
    MoveException failure = fails(vm.run(M + "outer", 1023), StatusCode.EXECUTION_STACK_OVERFLOW);
    // In the 1022nd call: LdU64, MoveLoc makes the 1024th value, LdU64 the one too many.
    assertThat(Results.offset(failure)).isEqualTo(8);
  }

  @Test
  void countsOperandStackExactlyWherePathsDiffer() {
    // Twelve values deep in calls; the deep branch of the last function is taken or not.
    String eight = "LdU64 1; ".repeat(8);
    TestVm vm =
        vm(
            module()
                .function(
                    "fun last(bool): u64",
                    "",
                    "MoveLoc 0; BrTrue deep; LdU64 5; Ret; deep:;"
                        + eight
                        + "Add; ".repeat(7)
                        + "Ret")
                .function(
                    "fun g(u64, bool): u64",
                    "",
                    "CopyLoc 0; LdU64 0; Eq; BrFalse b; MoveLoc 1; Call last; Ret;"
                        + "b:; LdU64 1; MoveLoc 0; LdU64 1; Sub; MoveLoc 1; Call g; Add; Ret"));
    gives(vm.run(M + "g", 1020, false), 1025);
    fails(vm.run(M + "g", 1020, true), StatusCode.EXECUTION_STACK_OVERFLOW);
    gives(vm.run(M + "g", 1016, true), 1024);
    fails(vm.run(M + "g", 1017, true), StatusCode.EXECUTION_STACK_OVERFLOW);
  }

  /** Structs that contain each other: S0 has depth 2, S126 depth 128. */
  private static ModuleBuilder nested(int count) {
    ModuleBuilder module = module().struct("S0 has copy, drop, store { x: u64 }");
    for (int i = 1; i < count; i++) {
      module.struct("S" + i + " has copy, drop, store { x: S" + (i - 1) + " }");
    }
    return module;
  }

  private static String pack(int depth) {
    return "LdU64 1; "
        + IntStream.rangeClosed(0, depth)
            .mapToObj(i -> "Pack S" + i + ";")
            .collect(Collectors.joining());
  }

  @Test
  void limitsValueDepth() {
    ModuleBuilder module = nested(140);
    for (int depth : new int[] {126, 127}) {
      module.function("fun pack" + depth + "()", "", pack(depth) + "Pop; Ret");
    }
    String vector = pack(125) + "VecPack S125 1; VecPack vector<S125> 1; ";
    module
        .function("fun vector128()", "", vector + "Pop; Ret")
        .function("fun vector129()", "", vector + "VecPack vector<vector<S125>> 1; Pop; Ret")
        .function("fun take(S127)", "", "Ret")
        .function(
            "fun box(&S126): vector<u8>",
            "",
            "MoveLoc 0; CallGeneric 0x1::bcs::to_bytes<S126>; Ret");
    module.importFunction("0x1::bcs::to_bytes<T>(&T): vector<u8>");
    TestVm vm = vm(module);
    gives(vm.run(M + "pack126"));
    MoveException failure = fails(vm.run(M + "pack127"), StatusCode.VM_MAX_VALUE_DEPTH_REACHED);
    assertThat(Results.offset(failure)).isEqualTo(128);
    gives(vm.run(M + "vector128"));
    fails(vm.run(M + "vector129"), StatusCode.VM_MAX_VALUE_DEPTH_REACHED);
    fails(
        vm.run(M + "take", TestVm.bcs(Results.type("u64"), 1)),
        StatusCode.VM_MAX_VALUE_DEPTH_REACHED);
    CallResult bytes = vm.run(M + "box", TestVm.bcs(Results.type("u64"), 1));
    gives(bytes, List.of(1, 0, 0, 0, 0, 0, 0, 0));
  }

  private static String vectors(int count, String inner) {
    return "vector<".repeat(count) + inner + ">".repeat(count);
  }

  @Test
  void limitsTypes() {
    ModuleBuilder module =
        module()
            .struct("P<phantom T> has copy, drop { x: u8 }")
            .struct("Q<phantom A, phantom B> has copy, drop { x: u8 }")
            .function("fun id<T>(): u64", "", "LdU64 1; Ret");
    for (int depth : new int[] {18, 19, 20}) {
      String type = vectors(depth, "u64");
      module
          .function("fun call" + depth + "(): u64", "", "CallGeneric id<" + type + ">; Ret")
          .function("fun pack" + depth + "()", "", "LdU8 1; PackGeneric P<" + type + ">; Pop; Ret")
          .function("fun vec" + depth + "()", "", "VecPack " + type + " 0; Pop; Ret")
          .function(
              "fun generic" + depth + "<T>(): u64",
              "",
              "CallGeneric id<" + vectors(depth, "T") + ">; Ret");
    }
    module.function("fun pair<A, B>(): u64", "", "CallGeneric id<Q<A, B>>; Ret");
    TestVm vm = vm(module);
    gives(vm.run(M + "call19"), 1);
    fails(vm.run(M + "call20"), StatusCode.VM_MAX_TYPE_DEPTH_REACHED);
    gives(vm.run(M + "pack18"));
    fails(vm.run(M + "pack19"), StatusCode.VM_MAX_TYPE_DEPTH_REACHED);
    gives(vm.run(M + "vec18"));
    fails(vm.run(M + "vec19"), StatusCode.VM_MAX_TYPE_DEPTH_REACHED);
    gives(vm.run(M + "generic19<u8>"), 1);
    fails(vm.run(M + "generic19<vector<u8>>"), StatusCode.VM_MAX_TYPE_DEPTH_REACHED);
    String tree = "u8";
    for (int i = 0; i < 5; i++) {
      tree = "0x42::m::Q<" + tree + ", " + tree + ">";
    }
    // 1 + 63 + 63 nodes, 1 + 63 + 65.
    gives(vm.run(M + "pair<" + tree + ", " + tree + ">"), 1);
    String more = "vector<vector<" + tree + ">>";
    fails(vm.run(M + "pair<" + tree + ", " + more + ">"), StatusCode.TOO_MANY_TYPE_NODES);
  }

  @Test
  void failsOnlyWhenTooLargeTypeIsReached() {
    TestVm vm =
        vm(
            module()
                .function("fun id<T>(): u64", "", "LdU64 1; Ret")
                .function(
                    "fun f(bool): u64",
                    "",
                    "MoveLoc 0; BrTrue big; LdU64 7; Ret; big:; CallGeneric id<"
                        + vectors(20, "u8")
                        + ">; Ret"));
    gives(vm.run(M + "f", false), 7);
    fails(vm.run(M + "f", true), StatusCode.VM_MAX_TYPE_DEPTH_REACHED);
  }

  private static TestVm withMemory(long bytes, ModuleBuilder module) {
    return TestVm.of(
        VmConfig.of(StandardNatives.registry()).withMemoryLimit(bytes), module.build());
  }

  private static final String GROW =
      "VecPack u8 0; StLoc 1; up:; MutBorrowLoc 1; LdU8 1; VecPushBack u8;"
          + "MoveLoc 0; LdU64 1; Sub; StLoc 0; CopyLoc 0; LdU64 0; Gt; BrTrue up; Ret";

  @Test
  void limitsMemory() {
    // 48 bytes for the vector, one for each element.
    TestVm vm = withMemory(1048, module().function("fun f(u64)", "vector<u8>", GROW));
    gives(vm.run(M + "f", 1000));
    MoveException failure = fails(vm.run(M + "f", 1001), StatusCode.MEMORY_LIMIT_EXCEEDED);
    assertThat(Results.module(failure)).isEqualTo("0x42::m");
    gives(vm.run(M + "f", 1000));
    // Arguments count as well.
    fails(
        withMemory(100, module().function("fun f(vector<u64>)", "", "Ret"))
            .run(M + "f", List.of(1, 2, 3, 4, 5, 6, 7)),
        StatusCode.MEMORY_LIMIT_EXCEEDED);
  }

  @Test
  void bindsMemoryOnlyWhileValuesLive() {
    String loop =
        "up:; LdConst 0; StLoc 1; LdConst 0; StLoc 1; CopyLoc 1; Pop; LdConst 0; Call eat;"
            + "ImmBorrowLoc 1; ReadRef; ImmBorrowLoc 1; ReadRef; Eq; Pop; MoveLoc 1; VecUnpack u64 2; Pop; Pop;"
            + "LdU64 1; LdConst 0; Pack S; Unpack S; Pop; Pop;"
            + "LdU64 1; LdConst 0; Pack S; StLoc 2; LdU64 1; LdConst 0; Pack S; MutBorrowLoc 2; WriteRef;"
            + "MutBorrowLoc 2; MutBorrowField S.v; VecPopBack u64; Pop;"
            + "MoveLoc 0; LdU64 1; Sub; StLoc 0; CopyLoc 0; LdU64 0; Gt; BrTrue up; Ret";
    ModuleBuilder module = module().struct("S has drop { x: u64, v: vector<u64> }");
    module.constant("vector<u64>", "0201000000000000000200000000000000");
    module
        .function("fun eat(vector<u64>)", "", "Ret")
        .function("fun f(u64)", "vector<u64>, S", loop);
    gives(withMemory(1000, module).run(M + "f", 20_000));
  }

  @Test
  void endsValuesThatAreSetOnSomePathsOnly() {
    String maybe =
        "up:; CopyLoc 0; LdU64 2; Mod; LdU64 0; Eq; BrTrue skip; LdConst 0; StLoc 1; skip:;"
            + "CopyLoc 0; LdU64 3; Mod; LdU64 0; Eq; BrTrue next; LdConst 0; StLoc 1; MoveLoc 1; Pop; next:;"
            + "MoveLoc 0; LdU64 1; Sub; StLoc 0; CopyLoc 0; LdU64 0; Gt; BrTrue up; Ret";
    ModuleBuilder module = module();
    module.constant("vector<u64>", "0201000000000000000200000000000000");
    module
        .function("fun g(u64)", "vector<u64>", maybe)
        .function(
            "fun f(u64)",
            "",
            "up:; CopyLoc 0; Call g; MoveLoc 0; LdU64 1; Sub; StLoc 0; CopyLoc 0; LdU64 0; Gt; BrTrue up; Ret");
    gives(withMemory(300, module).run(M + "f", 200));
  }

  @Test
  void holdsLargeVectors() {
    TestVm vm =
        vm(
            module()
                .function("fun f(u64)", "vector<u8>", GROW)
                .function(
                    "fun nest(u64): u64",
                    "vector<vector<u64>>",
                    "VecPack vector<u64> 0; StLoc 1; up:; MutBorrowLoc 1; VecPack u64 0; VecPushBack vector<u64>;"
                        + "MoveLoc 0; LdU64 1; Sub; StLoc 0; CopyLoc 0; LdU64 0; Gt; BrTrue up;"
                        + "ImmBorrowLoc 1; VecLen vector<u64>; Ret"));
    gives(vm.run(M + "f", 5_000_000));
    gives(vm.run(M + "nest", 300_000), 300_000);
    fails(vm.run(M + "nest", 2_000_000), StatusCode.MEMORY_LIMIT_EXCEEDED);
  }

  @Test
  void runsLongFunctions() {
    // 9,600 pushes, of which the verifier allows 10,000, among 64,002 instructions.
    String turn =
        "MoveLoc 0; LdU64 3; Add; StLoc 0; MoveLoc 0; LdU64 1; Sub; StLoc 0;" + "Nop;".repeat(32);
    CompiledModule module =
        module().function("fun f(u64): u64", "", turn.repeat(1600) + "MoveLoc 0; Ret").build();
    gives(TestVm.of(module).run(M + "f", 5), 3205);
    String nops = "Nop;".repeat(65_000);
    gives(
        TestVm.of(module().function("fun f(u64): u64", "", nops + "MoveLoc 0; Ret").build())
            .run(M + "f", 5),
        5);
  }

  @Test
  void passesMostParameters() {
    String types = "u64, vector<u8>, ".repeat(63) + "u64, u64";
    StringBuilder pass = new StringBuilder();
    for (int i = 0; i < 128; i++) {
      pass.append("MoveLoc ").append(i).append(";");
    }
    String returns = "(u64, vector<u8>, u64)";
    TestVm vm =
        vm(
            module()
                .function(
                    "fun f(" + types + "): " + returns,
                    "",
                    "MoveLoc 126; MoveLoc 125; MoveLoc 127; Ret")
                .function("fun g(" + types + "): " + returns, "", pass + "Call f; Ret"));
    Object[] arguments = new Object[128];
    for (int i = 0; i < 128; i++) {
      arguments[i] = i % 2 == 1 && i < 126 ? List.of(i) : (Object) i;
    }
    gives(vm.run(M + "g", arguments), 126, List.of(125), 127);
  }

  /** f0 calls f1 with two type arguments, and so on: 2^levels instances of the last. */
  private static ModuleBuilder doubling(int levels) {
    ModuleBuilder module =
        module().struct("A<phantom T> { x: u8 }").struct("B<phantom T> { x: u8 }");
    for (int i = 0; i < levels; i++) {
      String next = "f" + (i + 1);
      module.function(
          "fun f" + i + "<T>(): u64",
          "",
          "CallGeneric " + next + "<A<T>>; CallGeneric " + next + "<B<T>>; Add; Ret");
    }
    return module.function("fun f" + levels + "<T>(): u64", "", "LdU64 1; Ret");
  }

  @Test
  void limitsInstantiations() {
    TestVm vm = vm(doubling(12));
    // 2^13 - 1 instances.
    gives(vm.run(M + "f0<u8>"), 4096);
    gives(vm.run(M + "f0<u16>"), 4096);
    gives(vm.run(M + "f0<u8>"), 4096);
    // 2^14 - 1 are more than 10,000.
    fails(vm(doubling(13)).run(M + "f0<u8>"), StatusCode.EXECUTION_LIMIT_REACHED);
  }
}
