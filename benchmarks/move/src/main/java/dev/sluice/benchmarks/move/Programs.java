/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.move;

import dev.sluice.codec.Bytes;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.EngineKind;
import dev.sluice.move.session.Session;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of one call of each program of {@code perf.move}, warm, with the turns of its tests. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Programs {
  /** A program and how many turns it does. */
  public enum Program {
    /** A counting loop. */
    LOOP_SUM(2_000_000),
    /** Recursive calls. */
    FIB(25),
    /** A vector of bool. */
    SIEVE(200_000),
    /** Updates of the fields of a struct. */
    STRUCTS(500_000),
    /** Updates of global storage. */
    GLOB(300_000),
    /** Arithmetic on u128. */
    MUL128(300_000);

    private final long turns;

    Program(long turns) {
      this.turns = turns;
    }

    List<Bytes> arguments() {
      Bytes count = Machine.u64(turns);
      return this == GLOB ? List.of(Machine.address(Machine.HOLDER), count) : List.of(count);
    }
  }

  /** How code is executed. */
  @Param public EngineKind engine;

  /** What is run. */
  @Param public Program program;

  private Session session;
  private Call call;

  /** Loads the module and publishes the resource. */
  @Setup
  public void open() {
    Machine machine = new Machine("perf.mv");
    session = machine.open(engine);
    Machine.require(
        session.call(Call.entry(machine.module(), "init").withSigners(List.of(Machine.HOLDER))));
    String function = program.name().toLowerCase(java.util.Locale.ROOT);
    call = Call.function(machine.module(), function).withArguments(program.arguments());
  }

  /** One call. */
  @Benchmark
  public CallResult run() {
    return Machine.require(session.call(call));
  }
}
