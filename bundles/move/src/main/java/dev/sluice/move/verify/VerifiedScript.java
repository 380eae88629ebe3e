/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.format.CompiledScript;

/**
 * A script that passed {@link Verifier#verifyScript}. Only the verifier makes these. It says
 * nothing yet about the modules it imports: see {@link Linker#verifyDependencies(VerifiedScript,
 * ModuleLookup)}.
 */
public final class VerifiedScript {
  private final CompiledScript script;

  VerifiedScript(CompiledScript script) {
    this.script = script;
  }

  /** The script. */
  public CompiledScript script() {
    return script;
  }
}
