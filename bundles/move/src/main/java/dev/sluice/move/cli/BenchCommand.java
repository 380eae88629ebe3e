/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.state.StateView;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Times six small programs: loops, calls, vectors, structs, storage, wide numbers. */
final class BenchCommand implements Command {
  private record Program(String function, boolean storage, long turns) {}

  private static final List<Program> PROGRAMS =
      List.of(
          new Program("loop_sum", false, 2_000_000),
          new Program("fib", false, 25),
          new Program("sieve", false, 200_000),
          new Program("structs", false, 500_000),
          new Program("glob", true, 300_000),
          new Program("mul128", false, 300_000));

  /** Milliseconds. */
  private record Times(double first, double best, double median) {}

  private static final int DEFAULT_RUNS = 30;
  private static final int MAX_RUNS = 10_000;
  private static final AccountAddress HOLDER = AccountAddress.of(7);

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String usage() {
    return "bench [--engine interpreter] [--runs N] [--json]";
  }

  @Override
  public String help() {
    return """
        Times six programs: loops, calls, vectors, structs, storage, u128.

        --runs  calls of each program, 30 by default; the first ones are slower than the median
        --json  one JSON object instead of a table""";
  }

  @Override
  public int run(Arguments arguments, PrintStream out) throws IOException {
    arguments.allow("engine", "runs", "json");
    arguments.single("engine", "runs").flags("json");
    arguments.operands(0);
    long runs = arguments.value("runs").map(Numbers::parse).orElse((long) DEFAULT_RUNS);
    if (runs < 1 || runs > MAX_RUNS) {
      throw new UsageException("--runs takes 1 to " + MAX_RUNS);
    }
    Bytes code = program();
    ModuleId module = new Deserializer().module(code.toArray()).id();
    MoveVm vm =
        new MoveVm(VmConfig.of(StandardNatives.registry()).withEngine(Engines.of(arguments)));
    LoadedModules modules = vm.load(id -> id.equals(module) ? Optional.of(code) : Optional.empty());
    Session session = vm.open(modules, StateView.empty());
    Bytes holder = new BcsWriter().address(HOLDER).toBytes();
    require(session.call(Call.function(module, "init").withArguments(List.of(holder))));
    ObjectNode json = new ObjectMapper().createObjectNode();
    boolean table = !arguments.flag("json");
    if (table) {
      out.println("program     turns     first ms    best ms    median ms");
    }
    for (Program program : PROGRAMS) {
      Bytes turns = new BcsWriter().u64(program.turns()).toBytes();
      Call call =
          Call.function(module, program.function())
              .withArguments(program.storage() ? List.of(holder, turns) : List.of(turns));
      Times times = time(session, call, (int) runs);
      if (table) {
        out.printf(
            Locale.ROOT,
            "%-9s %8d %11.2f %10.2f %12.2f%n",
            program.function(),
            program.turns(),
            times.first(),
            times.best(),
            times.median());
      }
      json.putObject(program.function())
          .put("turns", program.turns())
          .put("first_ms", times.first())
          .put("best_ms", times.best())
          .put("median_ms", times.median());
    }
    if (!table) {
      out.println(json.toPrettyString());
    }
    return Main.OK;
  }

  private static Times time(Session session, Call call, int runs) {
    double[] millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      long start = System.nanoTime();
      require(session.call(call));
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    return new Times(first, millis[0], millis[runs / 2]);
  }

  private static void require(CallResult result) {
    result
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private static Bytes program() throws IOException {
    try (InputStream in = BenchCommand.class.getResourceAsStream("perf.mv")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks perf.mv");
      }
      return Bytes.of(in.readAllBytes());
    }
  }
}
