/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.engine;

import dev.sluice.move.code.LoadedFunction;

/**
 * Executes a function to its end. All engines give the same results, failures and gas for the same
 * lowered code. An engine belongs to one session; not thread-safe.
 */
public interface Engine {
  /**
   * Runs {@code function}.
   *
   * @param frame the arguments; afterwards the results
   * @throws dev.sluice.move.MoveException if it fails, with location
   */
  void run(LoadedFunction function, Frame frame, Execution execution);
}
