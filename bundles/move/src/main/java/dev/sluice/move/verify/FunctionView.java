/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.Location;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.Code;
import dev.sluice.move.format.SignatureToken;
import java.util.List;

/**
 * A function with code, or the code of a script, seen by the passes.
 *
 * @param unit the unit it belongs to
 * @param index index of the function definition, 0 for a script
 * @param typeParameters abilities of its type parameters
 * @param parameters types of its parameters
 * @param returns types it returns
 * @param localsSignature index of the signature with its locals beyond the parameters
 * @param locals types of all locals, parameters first
 * @param acquires struct definitions it says it acquires
 * @param code its code
 */
record FunctionView(
    UnitView unit,
    int index,
    List<AbilitySet> typeParameters,
    List<SignatureToken> parameters,
    List<SignatureToken> returns,
    int localsSignature,
    List<SignatureToken> locals,
    List<Integer> acquires,
    Code code) {

  /** The place of an instruction. */
  Location location(int offset) {
    return unit.isModule()
        ? Location.in(unit.module().id(), index, offset)
        : Location.inScript(offset);
  }

  /** A refusal of the instruction at {@code offset}. */
  MoveException refusal(StatusCode status, int offset) {
    return MoveException.of(status, code.opcode(offset).mnemonic()).at(location(offset));
  }

  /** The abilities of a type in this function. */
  AbilitySet abilities(SignatureToken type) {
    return unit.abilities(type, typeParameters);
  }
}
