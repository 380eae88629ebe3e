/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.Location;
import dev.sluice.move.MoveException;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.CompiledScript;

/**
 * Decides whether a module or script may run, by the passes of the reference bytecode verifier in
 * its order. What passes cannot, whatever its arguments: read a value of another type than it was
 * written with, copy or drop a value that must not be, use a reference to a value that is gone,
 * write through one of two references to the same place, use more operand stack than its frame has,
 * or instantiate generic functions without end. An interpreter may rely on all of that and need not
 * check it again.
 *
 * <p>Time and memory are linear in the size of the unit, except for the passes that iterate to a
 * fixed point, which are metered.
 */
public final class Verifier {
  private Verifier() {}

  /**
   * Verifies a module by itself.
   *
   * @throws MoveException with a verification status, if it is refused
   */
  public static VerifiedModule verifyModule(CompiledModule module, VerifierLimits limits) {
    UnitView view = new UnitView(module);
    BoundsPass.verify(view);
    try {
      LimitsPass.verify(view, limits);
      DuplicationPass.verify(view);
      SignaturePass.verify(view);
      ConsistencyPass.verify(view);
      ConstantsPass.verify(view);
      FriendsPass.verify(module);
      RecursiveStructsPass.verify(module);
      InstantiationLoopPass.verify(view);
      CodePass.verifyModule(view, limits);
    } catch (MoveException e) {
      throw e.at(Location.in(module.id()));
    }
    return new VerifiedModule(module);
  }

  /**
   * Verifies a script by itself.
   *
   * @throws MoveException with a verification status, if it is refused
   */
  public static VerifiedScript verifyScript(CompiledScript script, VerifierLimits limits) {
    UnitView view = new UnitView(script);
    BoundsPass.verify(view);
    LimitsPass.verify(view, limits);
    DuplicationPass.verify(view);
    SignaturePass.verify(view);
    ConsistencyPass.verify(view);
    ConstantsPass.verify(view);
    CodePass.verifyScript(view, limits);
    return new VerifiedScript(script);
  }
}
