/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.Bytes;
import java.util.List;

/** The modules at 0x1 of a development chain. */
public final class FrameworkModules {
  private FrameworkModules() {}

  /** Their bytecode. */
  public static List<Bytes> all() {
    return Framework.modules().stream()
        .map(write -> ((dev.sluice.devchain.state.Write.Module) write).value().orElseThrow())
        .toList();
  }
}
