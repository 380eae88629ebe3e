/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.move;

import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.EngineKind;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.TransactionContext;
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

/**
 * Short transactions per second on one core: each replaces one line of a document of 64 lines,
 * about 200 instructions, from encoded arguments to the change set; committed 64 at a time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Transactions {
  private static final int LINES = 64;
  private static final int BATCH = 64;
  private static final long GAS_LIMIT = 1_000_000;

  /** How code is executed. */
  @Param public EngineKind engine;

  private Session session;
  private Call edit;
  private int number;

  /** Makes the document. */
  @Setup
  public void open() {
    Machine machine = new Machine("document.mv");
    session = machine.open(engine);
    Machine.require(
        session.call(
            Call.entry(machine.module(), "create")
                .withSigners(List.of(Machine.HOLDER))
                .withArguments(List.of(Machine.u64(LINES)))));
    edit = Call.entry(machine.module(), "edit").withSigners(List.of(Machine.HOLDER));
  }

  /** One transaction. */
  @Benchmark
  public CallResult edit() {
    number++;
    byte[] hash = new byte[TransactionContext.HASH_LENGTH];
    hash[0] = (byte) number;
    hash[1] = (byte) (number >> 8);
    Bytes text = new BcsWriter().string("line " + (100 + number % 900)).toBytes();
    CallResult result =
        session.call(
            edit.withArguments(
                    List.of(Machine.address(Machine.HOLDER), Machine.u64(number % LINES), text))
                .withGasLimit(GAS_LIMIT)
                .withTransaction(TransactionContext.of(Bytes.of(hash), Machine.HOLDER)));
    if (number % BATCH == 0) {
      session.commit();
    }
    return Machine.require(result);
  }
}
