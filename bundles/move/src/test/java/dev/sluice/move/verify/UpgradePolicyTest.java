/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpgradePolicyTest {
  private static VerifiedModule module(Consumer<ModuleBuilder> content) {
    ModuleBuilder builder =
        ModuleBuilder.module("0x42::m").version(7).struct("X has drop { v: u8 }");
    content.accept(builder);
    return Verifier.verifyModule(builder.build(), VerifierLimits.PRODUCTION);
  }

  private static String verdict(Consumer<ModuleBuilder> before, Consumer<ModuleBuilder> after) {
    return UpgradePolicy.COMPATIBLE
        .check(module(before), module(after))
        .map(i -> i.kind().toString())
        .orElse("");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          '' ! S { v: u8 } ! S { v: u8 }
          '' ! S { v: u8 } ! S has copy { v: u8 }
          STRUCT_ABILITY_REMOVED ! S has copy, drop { v: u8 } ! S has copy { v: u8 }
          STRUCT_LAYOUT_CHANGED ! S { v: u8 } ! S { v: u16 }
          STRUCT_LAYOUT_CHANGED ! S { v: u8 } ! S { w: u8 }
          STRUCT_LAYOUT_CHANGED ! S { v: u8 } ! S { v: u8, w: u8 }
          STRUCT_LAYOUT_CHANGED ! S { v: u8, w: u8 } ! S { v: u8 }
          STRUCT_LAYOUT_CHANGED ! S { v: X } ! S { v: vector<X> }
          STRUCT_REMOVED ! S { v: u8 } ! T { v: u8 }
          STRUCT_TYPE_PARAMETERS_CHANGED ! S<T> { v: u8 } ! S { v: u8 }
          STRUCT_TYPE_PARAMETERS_CHANGED ! S<T> { v: u8 } ! S<T: copy> { v: u8 }
          '' ! S<T: copy> { v: u8 } ! S<T> { v: u8 }
          '' ! S<T> { v: u8 } ! S<phantom T> { v: u8 }
          STRUCT_TYPE_PARAMETERS_CHANGED ! S<phantom T> { v: u8 } ! S<T> { v: u8 }
          """)
  void judgesStructs(String verdict, String before, String after) {
    assertThat(verdict(b -> b.struct(before), b -> b.struct(after))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          '' ! E { A { v: u8 } } ! E { A { v: u8 } B { } }
          STRUCT_LAYOUT_CHANGED ! E { A { v: u8 } B { } } ! E { A { v: u8 } }
          STRUCT_LAYOUT_CHANGED ! E { A { } B { } } ! E { B { } A { } }
          STRUCT_LAYOUT_CHANGED ! E { A { v: u8 } } ! E { A { v: u16 } }
          """)
  void judgesEnums(String verdict, String before, String after) {
    assertThat(verdict(b -> b.enumeration(before), b -> b.enumeration(after))).isEqualTo(verdict);
  }

  @Test
  void refusesAStructBecomingAnEnum() {
    assertThat(verdict(b -> b.struct("S { v: u8 }"), b -> b.enumeration("S { A { v: u8 } }")))
        .isEqualTo("STRUCT_LAYOUT_CHANGED");
    assertThat(verdict(b -> b.enumeration("S { A { v: u8 } }"), b -> b.struct("S { v: u8 }")))
        .isEqualTo("STRUCT_LAYOUT_CHANGED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          '' ! public fun f() ! public entry fun f()
          FUNCTION_ENTRY_REMOVED ! public entry fun f() ! public fun f()
          FUNCTION_REMOVED ! public fun f() ! public fun g()
          FUNCTION_REMOVED ! entry fun f() ! fun g()
          FUNCTION_REMOVED ! public(friend) fun f() ! fun g()
          '' ! fun f() ! fun g()
          FUNCTION_VISIBILITY_REDUCED ! public fun f() ! public(friend) fun f()
          FUNCTION_VISIBILITY_REDUCED ! public(friend) fun f() ! fun f()
          '' ! public(friend) fun f() ! public fun f()
          '' ! entry fun f() ! public entry fun f()
          FUNCTION_PARAMETERS_CHANGED ! public fun f(u8) ! public fun f(u16)
          FUNCTION_PARAMETERS_CHANGED ! public fun f(X) ! public fun f(&X)
          '' ! public fun f(X) ! public fun f(X)
          FUNCTION_RETURNS_CHANGED ! public fun f(): u8 ! public fun f(): (u8, u8)
          FUNCTION_TYPE_PARAMETERS_CHANGED ! public fun f<T>() ! public fun f<T: drop>()
          FUNCTION_TYPE_PARAMETERS_CHANGED ! public fun f<T>() ! public fun f<T, U>()
          '' ! public fun f<T: drop>() ! public fun f<T>()
          '' ! fun f(u8) ! fun f(u16)
          """)
  void judgesFunctions(String verdict, String before, String after) {
    assertThat(verdict(b -> b.nativeFunction(before), b -> b.nativeFunction(after)))
        .isEqualTo(verdict);
  }

  @Test
  void judgesFriendsAndNames() {
    assertThat(verdict(b -> b.friend("0x42::a"), b -> b.friend("0x42::a").friend("0x42::b")))
        .isEmpty();
    assertThat(verdict(b -> b.friend("0x42::a"), b -> {})).isEqualTo("FRIEND_REMOVED");
    VerifiedModule other =
        Verifier.verifyModule(
            ModuleBuilder.module("0x42::n").struct("X has drop { v: u8 }").build(),
            VerifierLimits.PRODUCTION);
    assertThat(UpgradePolicy.COMPATIBLE.check(module(b -> {}), other))
        .contains(new Incompatibility(Incompatibility.Kind.MODULE_RENAMED, "0x42::m"));
  }

  @Test
  void findsStructsOfOtherModulesByName() {
    // The same types, in tables of another order.
    assertThat(
            verdict(
                b ->
                    b.importStruct("0x1::a::A")
                        .importStruct("0x1::b::B")
                        .nativeFunction("public fun f(0x1::a::A)"),
                b ->
                    b.importStruct("0x1::b::B")
                        .importStruct("0x1::a::A")
                        .nativeFunction("public fun f(0x1::a::A)")))
        .isEmpty();
    assertThat(
            verdict(
                b -> b.importStruct("0x1::a::A").nativeFunction("public fun f(0x1::a::A)"),
                b -> b.importStruct("0x1::b::A").nativeFunction("public fun f(0x1::b::A)")))
        .isEqualTo("FUNCTION_PARAMETERS_CHANGED");
  }

  @Test
  void keepsPolicies() {
    VerifiedModule before = module(b -> b.struct("S { v: u8 }"));
    VerifiedModule after = module(b -> {});
    assertThat(UpgradePolicy.ARBITRARY.check(before, after)).isEmpty();
    assertThat(UpgradePolicy.IMMUTABLE.check(before, before))
        .map(Incompatibility::kind)
        .contains(Incompatibility.Kind.IMMUTABLE);
    Optional<Incompatibility> found = UpgradePolicy.COMPATIBLE.check(before, after);
    assertThat(found).map(Incompatibility::toString).contains("S was removed");
    assertThat(found.orElseThrow().toException().status())
        .isEqualTo(StatusCode.BACKWARD_INCOMPATIBLE_MODULE_UPDATE);

    assertThat(UpgradePolicy.COMPATIBLE.mayBecome(UpgradePolicy.IMMUTABLE)).isTrue();
    assertThat(UpgradePolicy.COMPATIBLE.mayBecome(UpgradePolicy.ARBITRARY)).isFalse();
  }
}
