/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import java.io.IOException;
import java.io.PrintStream;

/** A subcommand. */
interface Command {
  /** The word that selects it. */
  String name();

  /** One line: the name and what it takes. */
  String usage();

  /** What it does and what its options mean, in lines. */
  String help();

  /**
   * Runs it.
   *
   * @return the exit status of the process, {@link Main#OK} or {@link Main#FAILED}
   * @throws UsageException if the arguments are wrong
   * @throws IOException if a file cannot be read
   */
  int run(Arguments arguments, PrintStream out) throws IOException;
}
