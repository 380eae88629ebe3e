/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.StorageException;
import dev.sluice.testkit.storage.Fault;
import dev.sluice.testkit.storage.SimulatedDisk;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Histories of writes, deletes, compaction, failing disks, power losses and restarts, each from a
 * seed. After each restart everything acknowledged as forced must be there, and nothing wrong.
 * {@code -Dsluice.seeds=N} runs more of them, {@code -Dsluice.seed=S} one.
 */
class CrashSimulationTest {
  private static final int SEEDS = Integer.getInteger("sluice.seeds", 1000);
  private static final List<Fault> FAULTS = List.of(Fault.values());
  private static final int LIVES = 5;
  private static final int STEPS = 60;

  @Test
  void losesNothingAcknowledgedAndInventsNothing() {
    Integer single = Integer.getInteger("sluice.seed");
    int first = single == null ? 0 : single;
    int last = single == null ? SEEDS : single + 1;
    for (int seed = first; seed < last; seed++) {
      try {
        new History(seed).run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": run again with -Dsluice.seed=" + seed, e);
      }
    }
  }

  private static final class History {
    private final Random random;
    private final SimulatedDisk machine;
    private final BlockHistory blocks;
    private final JournalHistory journalHistory = new JournalHistory();

    History(int seed) {
      random = new Random(seed * 7919L + 13);
      random.nextInt();
      machine = new SimulatedDisk(seed);
      blocks = new BlockHistory(random);
    }

    void run() {
      for (int life = 0; life < LIVES; life++) {
        live();
        if (random.nextInt(4) > 0) {
          machine.restart();
        }
      }
    }

    private void live() {
      LazyExecutor background = new LazyExecutor();
      arrangeFault(random.nextInt(4) == 0 ? 12 : 400);
      PackStorage storage = null;
      Journal journal = null;
      boolean opening = true;
      try {
        storage = PackStorage.open(machine.root(), TestSettings.TINY, background, random);
        journal = storage.journals().open("j");
        opening = false;
        blocks.checkOpened(storage.blocks());
        journalHistory.checkOpened(journal);
      } catch (StorageException e) {
        // A fault while opening; anything else would have to open.
        assertThat(faultSuffered()).as("%s", e.toString()).isTrue();
        assertThat(opening || machine.isOff()).isTrue();
        journal = null;
      }
      if (storage != null && journal != null) {
        work(storage, journal, background);
      }
      end(storage);
    }

    private long faultAt;

    private void arrangeFault(int within) {
      faultAt = random.nextInt(within);
      machine.failAfter(faultAt, FAULTS.get(random.nextInt(FAULTS.size())));
      faultAt += machine.operations();
    }

    private boolean faultSuffered() {
      return machine.operations() > faultAt;
    }

    private void work(PackStorage storage, Journal journal, LazyExecutor background) {
      for (int step = 0; step < STEPS && !machine.isOff(); step++) {
        try {
          switch (random.nextInt(8)) {
            case 0 -> background.runOne();
            case 1, 2, 3 -> journalHistory.step(journal, random);
            default -> blocks.step(storage.blocks(), random);
          }
          blocks.checkRunning(storage.blocks(), random);
          journalHistory.checkRunning(journal, random);
        } catch (StorageException e) {
          assertThat(faultSuffered()).as("%s", e.toString()).isTrue();
        }
      }
    }

    private void end(PackStorage storage) {
      switch (random.nextInt(3)) {
        case 0 -> machine.powerLoss();
        case 1 -> {
          // The process dies, the machine goes on: a lock is gone, nothing else is.
          machine.processDeath();
        }
        default -> {
          if (storage != null) {
            storage.close();
          }
          machine.processDeath();
        }
      }
      if (machine.isOff()) {
        machine.restart();
      }
    }
  }
}
