/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.codec.CodecException;
import dev.sluice.move.MoveException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
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
    List<String> words = List.of(args);
    if (words.isEmpty()) {
      usage(commands, err);
      return USAGE;
    }
    boolean asks = words.get(0).equals("help") || words.get(0).equals("--help");
    if (asks && words.size() == 1) {
      usage(commands, out);
      return OK;
    }
    String name = words.get(asks ? 1 : 0);
    for (Command command : commands) {
      if (command.name().equals(name)) {
        if (asks || words.contains("--help")) {
          out.println("usage: " + command.usage());
          out.println();
          out.println(command.help());
          return OK;
        }
        return run(command, Arguments.of(words.subList(1, words.size())), out, err);
      }
    }
    err.println("unknown command " + name);
    usage(commands, err);
    return USAGE;
  }

  private static int run(Command command, Arguments arguments, PrintStream out, PrintStream err) {
    try {
      int status = command.run(arguments, out);
      out.flush();
      return status;
    } catch (UsageException | CodecException e) {
      err.println(e.getMessage());
      err.println("usage: " + command.usage());
      return USAGE;
    } catch (MoveException e) {
      err.println(e.getMessage());
      return FAILED;
    } catch (JsonProcessingException e) {
      err.println("not JSON: " + e.getOriginalMessage());
      return USAGE;
    } catch (NoSuchFileException e) {
      err.println("cannot read or write: no such file: " + e.getMessage());
      return USAGE;
    } catch (IOException | UncheckedIOException e) {
      err.println("cannot read or write: " + e.getMessage());
      return USAGE;
    }
  }

  private static void usage(List<Command> commands, PrintStream to) {
    to.println("usage:");
    commands.forEach(command -> to.println("  " + command.usage()));
    to.println("  help COMMAND");
    to.println("exit status: 0 done, 1 refused or failed, 2 wrong words or files");
  }
}
