/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.move;

import dev.sluice.move.format.Deserializer;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.EngineKind;
import dev.sluice.move.stdlib.StandardLibrary;
import dev.sluice.move.verify.VerifiedModule;
import dev.sluice.move.verify.Verifier;
import dev.sluice.move.verify.VerifierLimits;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long new code takes until it runs. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
public class NewCode {
  private static final int KILOBYTE = 1024;

  private final Machine machine = new Machine("document.mv");
  private final Call create =
      Call.entry(machine.module(), "create")
          .withSigners(List.of(Machine.HOLDER))
          .withArguments(List.of(Machine.u64(1)));

  /** The library module of about 1 kB. */
  private final byte[] kilobyte =
      StandardLibrary.modules().stream()
          .min(Comparator.comparing(code -> Math.abs(code.length() - KILOBYTE)))
          .orElseThrow()
          .toArray();

  /** Reads and verifies a module of 1 kB, warm. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Warmup(iterations = 8, time = 2)
  @Measurement(iterations = 5, time = 1)
  public VerifiedModule verify() {
    return Verifier.verifyModule(new Deserializer().module(kilobyte), VerifierLimits.PRODUCTION);
  }

  /** Reads, verifies, links, lowers and runs a module and what it imports, warm. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  @Warmup(iterations = 8, time = 2)
  @Measurement(iterations = 5, time = 1)
  public CallResult firstCall() {
    return Machine.require(machine.open(EngineKind.INTERPRETER).call(create));
  }

  /** The same as the first thing a Java process does. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @Warmup(iterations = 0)
  @Measurement(iterations = 1)
  @Fork(5)
  public CallResult firstCallOfProcess() {
    return Machine.require(machine.open(EngineKind.INTERPRETER).call(create));
  }
}
