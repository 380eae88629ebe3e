/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DisassemblerTest {
  static List<Path> modules() {
    return Vectors.modules();
  }

  @Test
  void listsModule() {
    ModuleBuilder builder =
        ModuleBuilder.module("0x42::m")
            .version(7)
            .importStruct("0x1::string::String has copy, drop, store")
            .importFunction("0x1::vector::length<T>(&vector<T>): u64")
            .friend("0x42::other")
            .struct("Box<T: copy + store, phantom U> has key { v: T, name: 0x1::string::String }")
            .nativeStruct("Handle has store")
            .enumeration("Shape has drop { Circle { r: u64 } Both { r: u64, x: u8 } }")
            .nativeFunction("fun native_one(u8): (u8, bool)")
            .function(
                "public(friend) entry fun f<T: copy + store>(&signer, &Box<T, bool>): u64"
                    + " acquires Box",
                "address, &Shape",
                """
                again:
                LdTrue; BrTrue again
                LdConst 0; Pop
                LdU128 340282366920938463463374607431768211455; Pop
                MoveLoc 1; ImmBorrowFieldGeneric Box<T, bool>.v; Pop
                MoveLoc 3; ImmBorrowVariantField Shape::Circle|Both.r; Pop
                PackVariant Shape::Both; Pop
                VecPack u64 2; ImmBorrowLoc 2
                CallGeneric 0x1::vector::length<T>
                Call #99
                Ret
                """);
    builder.constant("vector<u8>", "020102");
    assertThat(Disassembler.disassemble(builder.build()))
        .isEqualTo(
            """
            // bytecode version 7
            module 0x42::m {
              friend 0x42::other

              struct Box<T0: copy + store, phantom T1> has key { // struct 0
                v: T0,
                name: 0x1::string::String,
              }

              native struct Handle has store // struct 1

              enum Shape has drop { // struct 2
                Circle {
                  r: u64,
                }
                Both {
                  r: u64,
                  x: u8,
                }
              }

              const 0: vector<u8> = 0x020102

              native fun native_one(u8): (u8, bool) // function 0

              public(friend) entry fun f<T0: copy + store>(&signer, &Box<T0, bool>): u64 acquires Box { // function 1
                local 2: address
                local 3: &Shape
                 0: LdTrue
                 1: BrTrue 0
                 2: LdConst 0 // vector<u8> 0x020102
                 3: Pop
                 4: LdU128 340282366920938463463374607431768211455
                 5: Pop
                 6: MoveLoc 1 // &Box<T0, bool>
                 7: ImmBorrowFieldGeneric Box<T0, bool>.v // T0
                 8: Pop
                 9: MoveLoc 3 // &Shape
                10: ImmBorrowVariantField Shape::Circle|Both.r // u64
                11: Pop
                12: PackVariant Shape::Both
                13: Pop
                14: VecPack u64, 2
                15: ImmBorrowLoc 2 // address
                16: CallGeneric 0x1::vector::length<T0>(&vector<T0>): (u64)
                17: Call ?99
                18: Ret
              }
            }
            """);
  }

  @Test
  void listsScript() {
    assertThat(
            Disassembler.disassemble(
                ModuleBuilder.script()
                    .importFunction("0x42::m::f(u64)")
                    .buildScript("<T: drop>(u64)", "", "MoveLoc 0; Call 0x42::m::f; Ret")))
        .isEqualTo(
            """
            // bytecode version 6
            script {

              main<T0: drop>(u64) {
                0: MoveLoc 0 // u64
                1: Call 0x42::m::f(u64): ()
                2: Ret
              }
            }
            """);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void listsCompiledModules(Path file) {
    CompiledModule module = new Deserializer().module(Vectors.bytes(file));
    String listing = Disassembler.disassemble(module);
    assertThat(listing).contains("module " + module.id()).doesNotContain("?");
    for (FunctionDefinition function : module.functions()) {
      assertThat(listing).contains("fun " + module.name(function));
    }
  }
}
