/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * The thread that owns a member's journal. What has queued while one force ran is written with the
 * next: one force for each group, no timer.
 */
final class JournalThread {
  /** Records in a part of the recovery. */
  static final int RECOVERY_PART = 256;

  private static final int MOST_AT_ONCE = 1024;

  private sealed interface Job {}

  private record Write(List<JournalRecord> records, Optional<Long> token) implements Job {}

  private record Read(Output.ReadBatches wanted) implements Job {}

  private record Recover(Optional<Input.RestoredSnapshot> snapshot) implements Job {}

  private record Prune(long batch) implements Job {}

  private record End(boolean abandon) implements Job {}

  private final VoteJournal journal;
  private final Consumer<Input> answers;
  private final Consumer<RuntimeException> failure;
  private final MemberCounters counters;
  private final LinkedBlockingQueue<Job> jobs = new LinkedBlockingQueue<>();
  private final VoteJournal.Reader reader;
  private final Thread thread;
  private final List<Long> unanswered = new ArrayList<>();
  private long pruneBelow;

  JournalThread(
      String name,
      VoteJournal journal,
      Consumer<Input> answers,
      Consumer<RuntimeException> failure,
      MemberCounters counters) {
    this.journal = journal;
    this.answers = answers;
    this.failure = failure;
    this.counters = counters;
    reader = journal.reader();
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start(Optional<Input.RestoredSnapshot> snapshot) {
    jobs.add(new Recover(snapshot));
    thread.start();
  }

  void recoverMore() {
    jobs.add(new Recover(Optional.empty()));
  }

  void persist(Output.Persist persist) {
    jobs.add(new Write(persist.records(), Optional.of(persist.token())));
  }

  void append(List<JournalRecord> records) {
    jobs.add(new Write(records, Optional.empty()));
  }

  void read(Output.ReadBatches wanted) {
    jobs.add(new Read(wanted));
  }

  void prune(long batch) {
    jobs.add(new Prune(batch));
  }

  /** Ends the thread when everything before is done; without a last force if abandoned. */
  void end(boolean abandon) throws InterruptedException {
    if (abandon) {
      jobs.clear();
    }
    if (thread.getState() == Thread.State.NEW) {
      journal.close();
      return;
    }
    jobs.add(new End(abandon));
    thread.join();
  }

  private void run() {
    List<Job> taken = new ArrayList<>();
    boolean going = true;
    try {
      while (going) {
        taken.add(jobs.take());
        jobs.drainTo(taken, MOST_AT_ONCE);
        for (Job job : taken) {
          going &= carryOut(job);
        }
        if (going) {
          answerForced();
        }
        taken.clear();
      }
    } catch (InterruptedException e) {
      journal.abandon();
    } catch (RuntimeException e) {
      journal.abandon();
      failure.accept(e);
    }
  }

  private boolean carryOut(Job job) {
    if (job instanceof Write write) {
      write.records().forEach(journal::append);
      write.token().ifPresent(unanswered::add);
    } else if (job instanceof Recover recover) {
      recover(recover.snapshot());
    } else if (job instanceof Read read) {
      answerForced();
      Output.ReadBatches wanted = read.wanted();
      answers.accept(
          new Input.BatchesRead(
              wanted.token(),
              journal.confirmed(wanted.fromBatch(), wanted.max(), wanted.maxBytes())));
    } else if (job instanceof Prune prune) {
      pruneBelow = prune.batch();
    } else if (job instanceof End end) {
      if (end.abandon()) {
        journal.abandon();
      } else {
        answerForced();
        journal.close();
      }
      return false;
    }
    return true;
  }

  private void recover(Optional<Input.RestoredSnapshot> snapshot) {
    List<JournalRecord> records = reader.next(RECOVERY_PART);
    boolean last = reader.isAtEnd();
    answers.accept(new Input.Recovered(records, snapshot, last, last && journal.dropped()));
  }

  private void answerForced() {
    if (unanswered.isEmpty()) {
      return;
    }
    journal.force();
    counters.forces.increment();
    unanswered.forEach(token -> answers.accept(new Input.Persisted(token)));
    unanswered.clear();
    if (pruneBelow > 0) {
      // The record that allows it was queued before and is on the disk now.
      journal.prune(pruneBelow);
      pruneBelow = 0;
    }
  }
}
