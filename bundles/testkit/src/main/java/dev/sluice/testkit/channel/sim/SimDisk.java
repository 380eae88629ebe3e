/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.step.JournalRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The vote journal on a disk that forgets what was not forced when its node crashes: of the records
 * after the last completed force, a beginning of random length survives.
 */
final class SimDisk {
  private final List<JournalRecord> records = new ArrayList<>();
  private int forced;
  private boolean damaged;

  SimDisk() {}

  /** A copy, as a backup that is restored elsewhere. */
  SimDisk(SimDisk other) {
    records.addAll(other.records);
    forced = records.size();
  }

  void write(List<JournalRecord> more) {
    records.addAll(more);
  }

  /** The end of what is written now, to be given to {@link #force} once the force is done. */
  int end() {
    return records.size();
  }

  void force(int end) {
    forced = Math.max(forced, end);
    damaged = false;
  }

  /** The node stops; how many records are lost. */
  int crash(SplittableRandom random) {
    int loose = records.size() - forced;
    int kept = loose == 0 ? 0 : random.nextInt(loose + 1);
    int lost = loose - kept;
    truncate(forced + kept);
    forced = records.size();
    return lost;
  }

  /** Loses forced records; a reader can tell. */
  void damage(int count) {
    int kept = Math.max(0, records.size() - count);
    truncate(kept);
    forced = kept;
    damaged = true;
  }

  private void truncate(int size) {
    records.subList(size, records.size()).clear();
  }

  List<JournalRecord> records() {
    return records;
  }

  /** Whether forced records are missing: until the next force puts a good end behind the gap. */
  boolean isDamaged() {
    return damaged;
  }
}
