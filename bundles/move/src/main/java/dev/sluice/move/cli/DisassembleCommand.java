/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledUnit;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.Disassembler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints a listing of a module or script. */
final class DisassembleCommand implements Command {
  @Override
  public String name() {
    return "disassemble";
  }

  @Override
  public String usage() {
    return "disassemble FILE.mv [--script]";
  }

  @Override
  public String help() {
    return """
        Prints a listing of a module or script, whether it verifies or not.

        --script  the file holds a script; without it, what is no module is tried as a script""";
  }

  @Override
  public int run(Arguments arguments, PrintStream out) throws IOException {
    arguments.allow("script");
    arguments.flags("script");
    byte[] bytes = Files.readAllBytes(Path.of(arguments.operands(1).get(0)));
    out.print(Disassembler.disassemble(read(bytes, arguments.flag("script"))));
    return Main.OK;
  }

  /**
   * Nothing in the bytes tells modules from scripts; what does not read as one is tried as both.
   */
  private static CompiledUnit read(byte[] bytes, boolean script) {
    Deserializer deserializer = new Deserializer();
    if (script) {
      return deserializer.script(bytes);
    }
    try {
      return deserializer.module(bytes);
    } catch (MoveException asModule) {
      if (asModule.status() != StatusCode.MALFORMED) {
        throw asModule;
      }
      try {
        return deserializer.script(bytes);
      } catch (MoveException asScript) {
        throw asModule;
      }
    }
  }
}
