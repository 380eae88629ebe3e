/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.format.Code;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import dev.sluice.move.format.Opcode;
import org.junit.jupiter.api.Test;

class ModuleBuilderTest {
  @Test
  void buildsModuleWithGenericsAndBranches() {
    CompiledModule module =
        ModuleBuilder.module("0x42::m")
            .importStruct("0x1::string::String has copy, drop, store")
            .struct("Box<T: store, phantom U> has key, store { v: T, s: 0x1::string::String }")
            .function(
                "public fun f<T: store>(b: &mut Box<T, bool>): &mut T",
                "u64, bool",
                "loop:; LdTrue; BrFalse loop; MoveLoc 0;"
                    + "MutBorrowFieldGeneric Box<T, bool>.v; Ret")
            .function("entry fun g(u64)", "", "VecPack u64 0; Pop; MoveLoc 0; Call g; Ret")
            .build();

    assertThat(module.id()).hasToString("0x42::m");
    assertThat(module.structHandles()).hasSize(2);
    Code code = module.functions().get(0).code().orElseThrow().code();
    assertThat(code.opcode(1)).isEqualTo(Opcode.BR_FALSE);
    assertThat(code.index(1)).isZero();
    assertThat(module.fieldInstantiations()).hasSize(1);
  }

  @Test
  void buildsEnumsAndScripts() {
    CompiledModule module =
        ModuleBuilder.module("0x42::m")
            .version(7)
            .enumeration("Shape has drop { Circle { r: u64 } Square { r: u64, x: u8 } Empty {} }")
            .function(
                "fun f(&Shape): &u64",
                "",
                "MoveLoc 0; ImmBorrowVariantField Shape::Circle|Square.r; Ret")
            .build();
    assertThat(module.variantFields().get(0).variants()).containsExactly(0, 1);

    CompiledScript script =
        ModuleBuilder.script()
            .importFunction("0x42::m::f(u64)")
            .buildScript("<T: store>(u64)", "", "MoveLoc 0; Call 0x42::m::f; Ret");
    assertThat(script.functionHandles()).hasSize(1);
    assertThat(script.code().code().length()).isEqualTo(3);
  }
}
