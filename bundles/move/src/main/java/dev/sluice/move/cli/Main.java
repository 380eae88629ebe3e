/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.move.MoveException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Runs one command: {@code java -jar move-cli.jar <command> ...}. Exit status 0 if all went well, 1
 * if what the command checks or runs failed, 2 if the command line is wrong or a file cannot be
 * read.
 */
public final class Main {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  private static final List<Command> COMMANDS =
      List.of(
          new RunCommand(),
          new CallCommand(),
          new VerifyCommand(),
          new DisassembleCommand(),
          new BenchCommand());

  private Main() {}

  /** Runs the command and ends the process with its exit status. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(COMMANDS, args, out, System.err);
    out.flush();
    System.exit(status);
  }

  static int run(List<Command> commands, String[] args, PrintStream out, PrintStream err) {
    if (args.length == 0 || args[0].equals("help") || args[0].equals("--help")) {
      usage(commands, args.length == 0 ? err : out);
      return args.length == 0 ? USAGE : OK;
    }
    for (Command command : commands) {
      if (command.name().equals(args[0])) {
        return run(command, Arguments.of(Arrays.asList(args).subList(1, args.length)), out, err);
      }
    }
    err.println("unknown command " + args[0]);
    usage(commands, err);
    return USAGE;
  }

  private static int run(Command command, Arguments arguments, PrintStream out, PrintStream err) {
    try {
      int status = command.run(arguments, out);
      out.flush();
      return status;
    } catch (UsageException e) {
      err.println(e.getMessage());
      err.println("usage: " + command.usage());
      return USAGE;
    } catch (MoveException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (IOException | UncheckedIOException e) {
      err.println("cannot read or write: " + e.getMessage());
      return USAGE;
    }
  }

  private static void usage(List<Command> commands, PrintStream to) {
    to.println("usage:");
    commands.forEach(command -> to.println("  " + command.usage()));
  }
}
