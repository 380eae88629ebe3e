/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Asks for work outside the machine and finds back to who asked when the answer comes. */
final class Effects {
  private record Waiting(List<SignatureCheck> checks, Consumer<List<Boolean>> then) {}

  private record Pending(long token, Runnable then) {}

  private final List<Output> out;
  private final boolean forceFirst;
  private final ArrayDeque<Pending> persisting = new ArrayDeque<>();
  private final ArrayDeque<Waiting> urgent = new ArrayDeque<>();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Map<Long, Waiting> verifying = new HashMap<>();
  private final Map<Long, Consumer<CallOutcome>> calling = new HashMap<>();
  private final Map<Long, Consumer<List<CatchUpBatch>>> reading = new HashMap<>();
  private final Map<Long, Consumer<Input.SnapshotTaken>> taking = new HashMap<>();
  private final Map<Long, Consumer<Optional<SnapshotPage>>> paging = new HashMap<>();
  private final Map<Long, Consumer<Optional<ExecutionOutcome>>> restoring = new HashMap<>();
  private long executing = -1;
  private Consumer<ExecutionOutcome> executed = outcome -> {};
  private long tokens;

  /**
   * @param forceFirst whether what depends on a record waits until it is on disk (rule 7)
   */
  Effects(List<Output> out, boolean forceFirst) {
    this.out = out;
    this.forceFirst = forceFirst;
  }

  /** Writes records and forces them, then goes on. */
  void persist(List<JournalRecord> records, Runnable then) {
    long token = tokens++;
    out.add(new Output.Persist(token, records));
    if (forceFirst) {
      persisting.add(new Pending(token, then));
    } else {
      persisting.add(new Pending(token, () -> {}));
      then.run();
    }
  }

  /** Writes a record that may wait for the next force. */
  void append(JournalRecord record) {
    out.add(new Output.Append(List.of(record)));
  }

  void persisted(long token) {
    while (!persisting.isEmpty() && persisting.peek().token() <= token) {
      persisting.remove().then().run();
    }
  }

  /**
   * Verifies signatures, then goes on.
   *
   * @return false if too many wait; nothing happens then
   */
  boolean verify(boolean first, List<SignatureCheck> checks, Consumer<List<Boolean>> then) {
    if (checks.isEmpty()) {
      then.accept(List.of());
      return true;
    }
    ArrayDeque<Waiting> queue = first ? urgent : waiting;
    if (queue.size() >= Limits.WAITING_VERIFICATIONS) {
      return false;
    }
    queue.add(new Waiting(checks, then));
    startVerifying();
    return true;
  }

  void verified(long token, List<Boolean> valid) {
    Waiting done = verifying.remove(token);
    if (done == null) {
      return;
    }
    startVerifying();
    if (valid.size() != done.checks().size()) {
      throw new IllegalArgumentException(
          valid.size() + " answers to " + done.checks().size() + " checks");
    }
    done.then().accept(valid);
  }

  private void startVerifying() {
    while (verifying.size() < Limits.OPEN_VERIFICATIONS
        && !(urgent.isEmpty() && waiting.isEmpty())) {
      Waiting next = urgent.isEmpty() ? waiting.remove() : urgent.remove();
      long token = tokens++;
      verifying.put(token, next);
      out.add(new Output.Verify(token, next.checks()));
    }
  }

  boolean isExecuting() {
    return executing >= 0;
  }

  /** Executes a batch; nothing else may be executing. */
  void execute(
      Hash parent,
      Environment environment,
      List<Transaction> transactions,
      Consumer<ExecutionOutcome> then) {
    if (isExecuting()) {
      throw new IllegalStateException("one execution at a time");
    }
    executing = tokens++;
    executed = then;
    out.add(new Output.Execute(executing, parent, environment, transactions));
  }

  void executed(long token, ExecutionOutcome outcome) {
    if (token == executing) {
      executing = -1;
      executed.accept(outcome);
    }
  }

  /** Calls the contract; while too many calls have no answer it counts as unavailable. */
  void call(ContractCall call, Consumer<CallOutcome> then) {
    if (calling.size() >= Limits.OPEN_CALLS) {
      then.accept(new CallOutcome.Unavailable());
      return;
    }
    long token = tokens++;
    calling.put(token, then);
    out.add(new Output.CallChain(token, call));
  }

  void called(long token, CallOutcome outcome) {
    Optional.ofNullable(calling.remove(token)).ifPresent(then -> then.accept(outcome));
  }

  void readBatches(long from, int max, int maxBytes, Consumer<List<CatchUpBatch>> then) {
    long token = tokens++;
    reading.put(token, then);
    out.add(new Output.ReadBatches(token, from, max, maxBytes));
  }

  void batchesRead(long token, List<CatchUpBatch> batches) {
    Optional.ofNullable(reading.remove(token)).ifPresent(then -> then.accept(batches));
  }

  void takeSnapshot(Hash stateRoot, Consumer<Input.SnapshotTaken> then) {
    long token = tokens++;
    taking.put(token, then);
    out.add(new Output.TakeSnapshot(token, stateRoot));
  }

  void snapshotTaken(Input.SnapshotTaken taken) {
    Optional.ofNullable(taking.remove(taken.token())).ifPresent(then -> then.accept(taken));
  }

  /**
   * Reads a page of a snapshot.
   *
   * @return false if too many are being read; nothing happens then
   */
  boolean readPage(Hash stateRoot, long number, Consumer<Optional<SnapshotPage>> then) {
    if (paging.size() >= Limits.OPEN_PAGE_READS) {
      return false;
    }
    long token = tokens++;
    paging.put(token, then);
    out.add(new Output.ReadPage(token, stateRoot, number));
    return true;
  }

  void pageRead(long token, Optional<SnapshotPage> page) {
    Optional.ofNullable(paging.remove(token)).ifPresent(then -> then.accept(page));
  }

  void restore(
      dev.sluice.consensus.api.message.SnapshotManifestMessage manifest,
      Consumer<Optional<ExecutionOutcome>> then) {
    long token = tokens++;
    restoring.put(token, then);
    out.add(new Output.Restore(token, manifest));
  }

  void restored(long token, Optional<ExecutionOutcome> outcome) {
    Optional.ofNullable(restoring.remove(token)).ifPresent(then -> then.accept(outcome));
  }

  /** Work that was asked for and not answered. */
  int open() {
    return persisting.size() + verifying.size() + urgent.size() + waiting.size();
  }
}
