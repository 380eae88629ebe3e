/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

/**
 * What a module may cost. Every limit is inclusive: a unit that uses exactly this much passes.
 *
 * @param loopDepth nesting of loops in a function
 * @param typeParameters type parameters of a function or struct
 * @param parameters parameters of a function
 * @param basicBlocks basic blocks of a function
 * @param valueStack values a basic block may have on the operand stack
 * @param typeNodes size of a type; a struct or type parameter counts 4, every other node 1
 * @param pushes values a basic block may push in all
 * @param dependencyDepth length of a chain of imports
 * @param structs structs a module declares
 * @param fields fields of a struct or variant
 * @param variants variants of an enum
 * @param functions functions a module declares
 * @param functionUnits verifier meter units for one function
 * @param moduleUnits verifier meter units for all functions of a module
 */
public record VerifierLimits(
    int loopDepth,
    int typeParameters,
    int parameters,
    int basicBlocks,
    int valueStack,
    int typeNodes,
    int pushes,
    int dependencyDepth,
    int structs,
    int fields,
    int variants,
    int functions,
    long functionUnits,
    long moduleUnits) {
  /** The reference verifier's production limits. */
  public static final VerifierLimits PRODUCTION =
      new VerifierLimits(
          5, 32, 128, 1024, 1024, 256, 10_000, 100, 200, 30, 90, 1000, 8_000_000, 8_000_000);
}
