/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/** Runs a file of cases: each a sequence of calls on a fresh state with expected results. */
final class RunCommand implements Command {
  /** Gas of each call, unless set otherwise: about ten seconds. */
  private static final long DEFAULT_GAS = 10_000_000_000L;

  private static final int FORMAT = 1;

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String usage() {
    return "run --modules DIR --cases FILE [--engine interpreter] [--gas N]";
  }

  @Override
  public String help() {
    return """
        Runs the cases of a case file (format 1) on the modules of a directory and the library, and prints
        a line for each case that fails.

        --gas  limit of each call, 10,000,000,000 by default""";
  }

  @Override
  public int run(Arguments arguments, PrintStream out) throws IOException {
    arguments.allow("modules", "cases", "engine", "gas");
    arguments.single("modules", "cases", "engine", "gas");
    arguments.operands(0);
    MoveVm vm =
        new MoveVm(VmConfig.of(StandardNatives.registry()).withEngine(Engines.of(arguments)));
    LoadedModules modules = vm.load(new ModuleDirectory(Path.of(arguments.required("modules"))));
    JsonNode file = new ObjectMapper().readTree(Path.of(arguments.required("cases")).toFile());
    if (file.path("format").asInt() != FORMAT || !file.path("cases").isArray()) {
      throw new UsageException("not a case file of format " + FORMAT);
    }
    long gas = arguments.value("gas").map(Numbers::parse).orElse(DEFAULT_GAS);
    int passed = 0;
    int failed = 0;
    for (JsonNode node : file.path("cases")) {
      Optional<String> mismatch = new CaseRun(vm, modules, gas).run(node);
      if (mismatch.isPresent()) {
        failed++;
        out.println(
            node.path("id").asText() + " " + node.path("name").asText() + ": " + mismatch.get());
      } else {
        passed++;
      }
    }
    out.println("cases: " + passed + " passed, " + failed + " failed");
    return failed == 0 ? Main.OK : Main.FAILED;
  }
}
