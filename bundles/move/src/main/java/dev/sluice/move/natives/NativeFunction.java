/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.natives;

/**
 * Code of the host behind a function that a module declares {@code native}. It must be
 * deterministic: its results may depend on nothing but the context. Thread-safe.
 */
@FunctionalInterface
public interface NativeFunction {
  /**
   * Runs the function: reads the arguments, charges gas before it does work in proportion to them,
   * then gives exactly the declared results.
   *
   * @throws dev.sluice.move.MoveException if the call fails, for instance {@link
   *     NativeContext#abort}
   */
  void call(NativeContext context);
}
