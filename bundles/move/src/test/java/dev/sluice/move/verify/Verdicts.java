/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.MoveException;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;
import org.jspecify.annotations.Nullable;

/** What the verifier says of a unit, in a word: {@link #ACCEPT} or the name of the status. */
final class Verdicts {
  static final String ACCEPT = "ACCEPT";

  private Verdicts() {}

  static String verdict(CompiledModule module) {
    return verdict(module, VerifierLimits.PRODUCTION);
  }

  static String verdict(CompiledModule module, VerifierLimits limits) {
    return of(() -> Verifier.verifyModule(module, limits));
  }

  static String verdict(CompiledScript script) {
    return of(() -> Verifier.verifyScript(script, VerifierLimits.PRODUCTION));
  }

  static String of(Runnable check) {
    try {
      check.run();
      return ACCEPT;
    } catch (MoveException e) {
      return e.status().toString();
    }
  }

  /** A module with structs of all kinds, version 7. */
  static ModuleBuilder structs() {
    return ModuleBuilder.module("0x42::m")
        .version(7)
        .struct("D has copy, drop, store { x: u64, y: u64 }")
        .struct("N { x: u64 }")
        .struct("K has key { x: u64 }")
        .struct("Box<T> has copy, drop, store { v: T }")
        .struct("GK<T: store> has key { v: T }")
        .enumeration("E has copy, drop { A { x: u64, d: D } B { x: u64 } C { x: u8 } }")
        .enumeration("G<T> has drop { A { x: T } B { x: u64 } }");
  }

  /** The verdict on a function of a module with {@link #structs()}. */
  static String function(String declaration, @Nullable String locals, String code) {
    return verdict(structs().function(declaration, text(locals), text(code)).build());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
