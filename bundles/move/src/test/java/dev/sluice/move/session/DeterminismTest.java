/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The same calls give the same bytes in processes with other identity hashes and other compilers.
 */
class DeterminismTest {
  private static CompiledModule module() {
    return ModuleBuilder.module("0x42::m")
        .struct("A<phantom T> has key { v: vector<u64> }")
        .struct("E has drop, store { x: u64 }")
        .importStruct("0x1::table::Table<phantom K: copy + drop, phantom V> has store")
        .struct("T has key { t: 0x1::table::Table<u64, u64> }")
        .importFunction("0x1::table::new<K: copy + drop, V: store>(): 0x1::table::Table<K, V>")
        .importFunction("0x1::table::add<K: copy + drop, V>(&mut 0x1::table::Table<K, V>, K, V)")
        .importFunction("0x1::event::emit<T: drop + store>(T)")
        .function(
            "public fun open<T>(&signer)",
            "",
            "MoveLoc 0; VecPack u64 0; PackGeneric A<T>; MoveToGeneric A<T>; Ret")
        .function(
            "public fun add<T>(address, u64) acquires A",
            "",
            "MoveLoc 0; MutBorrowGlobalGeneric A<T>; MutBorrowFieldGeneric A<T>.v; CopyLoc 1; VecPushBack u64;"
                + "MoveLoc 1; Pack E; CallGeneric 0x1::event::emit<E>; Ret")
        .function(
            "public fun table(&signer)",
            "",
            "MoveLoc 0; CallGeneric 0x1::table::new<u64, u64>; Pack T; MoveTo T; Ret")
        .function(
            "public fun put(address, u64) acquires T",
            "",
            "MoveLoc 0; MutBorrowGlobal T; MutBorrowField T.t; CopyLoc 1; MoveLoc 1;"
                + "CallGeneric 0x1::table::add<u64, u64>; Ret")
        .build();
  }

  /** Prints what a fixed sequence of calls does. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    TestVm vm = TestVm.of(module());
    Random random = new Random(1);
    List<String> types = List.of("u8", "bool", "vector<u8>", "0x1::string::String");
    for (int i = 0; i < 3000; i++) {
      String address = "0x" + Integer.toHexString(1 + random.nextInt(20));
      String type = types.get(random.nextInt(types.size()));
      CallResult result =
          switch (random.nextInt(4)) {
            case 0 -> vm.run("0x42::m::open<" + type + ">", address);
            case 1 -> vm.run("0x42::m::table", address);
            case 2 -> vm.run("0x42::m::put", address, random.nextInt(50));
            default -> vm.run("0x42::m::add<" + type + ">", address, i);
          };
      out.println(
          result.status()
              + " "
              + result.failure().map(Throwable::getMessage).orElse("")
              + " "
              + result.gasUsed()
              + " "
              + result.changes().encode()
              + " "
              + result.events());
      if (i % 500 == 499) {
        out.println(vm.session().commit().hash());
      }
    }
  }

  @Test
  void processesAgree() throws IOException, InterruptedException {
    String first = run("-XX:hashCode=2", "-XX:+UnlockExperimentalVMOptions");
    String second = run("-Xint", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=5");
    assertThat(first).contains("EXECUTED", "MISSING_DATA", "ABORTED").hasSizeGreaterThan(100_000);
    assertThat(second).isEqualTo(first);
  }

  private static String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UnlockExperimentalVMOptions");
    command.addAll(List.of(options));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), DeterminismTest.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
