/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.move;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.EngineKind;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.state.StateView;
import dev.sluice.move.state.TransactionContext;
import dev.sluice.move.stdlib.StandardLibrary;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints, for each engine: the time of six programs after warm-up, how long the first call of a
 * fresh module and its verification take, and how many short transactions run in a second. Times
 * are both elapsed and of the processor, so that a busy machine shows.
 */
public final class MoveBenchmark {
  private record Program(String function, boolean storage, long turns) {}

  private static final List<Program> PROGRAMS =
      List.of(
          new Program("loop_sum", false, 2_000_000),
          new Program("fib", false, 25),
          new Program("sieve", false, 200_000),
          new Program("structs", false, 500_000),
          new Program("glob", true, 300_000),
          new Program("mul128", false, 300_000));

  private static final int RUNS = 60;
  private static final int TRANSACTIONS = 20_000;
  private static final int WINDOWS = 8;
  private static final int BATCH = 64;
  private static final int LINES = 64;
  private static final AccountAddress HOLDER = AccountAddress.of(7);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private MoveBenchmark() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) throws IOException {
    for (EngineKind engine : EngineKind.values()) {
      System.out.println(engine.name().toLowerCase(Locale.ROOT));
      fresh(engine);
      programs(engine);
      transactions(engine);
    }
  }

  private static Bytes resource(String name) throws IOException {
    try (InputStream in = MoveBenchmark.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return Bytes.of(in.readAllBytes());
    }
  }

  private static Map<ModuleId, Bytes> modules(Bytes module) {
    Map<ModuleId, Bytes> modules = new HashMap<>();
    StandardLibrary.modules().forEach(code -> modules.put(id(code), code));
    modules.put(id(module), module);
    return modules;
  }

  private static ModuleId id(Bytes code) {
    return new Deserializer().module(code.toArray()).id();
  }

  private static MoveVm vm(EngineKind engine) {
    return new MoveVm(VmConfig.of(StandardNatives.registry()).withEngine(engine));
  }

  private static LoadedModules load(MoveVm vm, Bytes module) {
    Map<ModuleId, Bytes> modules = modules(module);
    return vm.load(id -> Optional.ofNullable(modules.get(id)));
  }

  private static CallResult require(CallResult result) {
    result
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return result;
  }

  private static Bytes address(AccountAddress address) {
    return new BcsWriter().address(address).toBytes();
  }

  private static Bytes u64(long value) {
    return new BcsWriter().u64(value).toBytes();
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }

  /** The first call in a machine that has seen nothing yet: load, verify, link, lower, run. */
  private static void fresh(EngineKind engine) throws IOException {
    Bytes code = resource("document.mv");
    ModuleId module = id(code);
    double[] times = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      MoveVm vm = vm(engine);
      LoadedModules modules = load(vm, code);
      Call create =
          Call.entry(module, "create").withSigners(List.of(HOLDER)).withArguments(List.of(u64(1)));
      long start = System.nanoTime();
      require(vm.open(modules, StateView.empty()).call(create));
      times[i] = millis(System.nanoTime() - start);
    }
    double first = times[0];
    Arrays.sort(times);
    print(
        "first call of a fresh module, %d bytes: cold %.2f ms, median %.3f ms%n",
        code.length(), first, times[RUNS / 2]);
  }

  private static void programs(EngineKind engine) throws IOException {
    Bytes code = resource("perf.mv");
    ModuleId module = id(code);
    MoveVm vm = vm(engine);
    Session session = vm.open(load(vm, code), StateView.empty());
    require(session.call(Call.function(module, "init").withArguments(List.of(address(HOLDER)))));
    print(
        "%-10s %10s %12s %12s %12s %14s%n",
        "program", "turns", "first ms", "median ms", "best ms", "best cpu ms");
    for (Program program : PROGRAMS) {
      Bytes turns = u64(program.turns());
      Call call =
          Call.function(module, program.function())
              .withArguments(program.storage() ? List.of(address(HOLDER), turns) : List.of(turns));
      double[] elapsed = new double[RUNS];
      double[] cpu = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        long start = System.nanoTime();
        long cpuStart = THREADS.getCurrentThreadCpuTime();
        require(session.call(call));
        cpu[i] = millis(THREADS.getCurrentThreadCpuTime() - cpuStart);
        elapsed[i] = millis(System.nanoTime() - start);
      }
      double first = elapsed[0];
      Arrays.sort(elapsed);
      Arrays.sort(cpu);
      print(
          "%-10s %10d %12.2f %12.2f %12.2f %14.2f%n",
          program.function(), program.turns(), first, elapsed[RUNS / 2], elapsed[0], cpu[0]);
    }
  }

  private static void transactions(EngineKind engine) throws IOException {
    Bytes code = resource("document.mv");
    ModuleId module = id(code);
    MoveVm vm = vm(engine);
    Session session = vm.open(load(vm, code), StateView.empty());
    require(
        session.call(
            Call.entry(module, "create")
                .withSigners(List.of(HOLDER))
                .withArguments(List.of(u64(LINES)))));
    double best = 0;
    double bestCpu = 0;
    for (int window = 0; window < WINDOWS; window++) {
      long start = System.nanoTime();
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < TRANSACTIONS; i++) {
        edit(session, module, i);
        if (i % BATCH == BATCH - 1) {
          session.commit();
        }
      }
      best = Math.max(best, TRANSACTIONS / ((System.nanoTime() - start) / 1e9));
      bestCpu =
          Math.max(bestCpu, TRANSACTIONS / ((THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e9));
    }
    print(
        "short transactions (document of %d lines): %.0f/s, %.0f per second of processor%n",
        LINES, best, bestCpu);
  }

  private static void edit(Session session, ModuleId module, int number) {
    byte[] hash = new byte[TransactionContext.HASH_LENGTH];
    hash[0] = (byte) number;
    hash[1] = (byte) (number >> 8);
    Bytes text = new BcsWriter().string("line " + (100 + number % 900)).toBytes();
    require(
        session.call(
            Call.entry(module, "edit")
                .withSigners(List.of(HOLDER))
                .withArguments(List.of(address(HOLDER), u64(number % LINES), text))
                .withGasLimit(1_000_000)
                .withTransaction(TransactionContext.of(Bytes.of(hash), HOLDER))));
  }

  private static void print(String format, Object... values) {
    System.out.printf(Locale.ROOT, format, values);
  }
}
