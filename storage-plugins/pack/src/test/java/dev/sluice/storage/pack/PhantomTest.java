/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.StorageException;
import dev.sluice.testkit.storage.Fault;
import dev.sluice.testkit.storage.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was refused, dropped or deleted must not come back. */
class PhantomTest {
  private static final int SIZE = 200;

  private static byte[] record(int number) {
    byte[] bytes = new byte[SIZE];
    new Random(number).nextBytes(bytes);
    return bytes;
  }

  private static Block block(int number) {
    return Block.of(BlockId.RAW, record(number));
  }

  private static PackStorage open(SimulatedDisk machine) {
    return PackStorage.open(machine.root(), TestSettings.TINY, Runnable::run, new Random(3));
  }

  private static List<byte[]> contents(Journal journal) {
    return journal.read(0, Integer.MAX_VALUE, Integer.MAX_VALUE).stream()
        .map(JournalRecord::bytes)
        .toList();
  }

  @Test
  void theRestOfARefusedBatchIsNotTheContinuationOfTheNext() {
    for (int seed = 0; seed < 40; seed++) {
      SimulatedDisk machine = new SimulatedDisk(seed);
      Journal journal = open(machine).journals().open("j");
      journal.append(List.of(record(1)));
      machine.failAfter(0, Fault.SHORT_WRITE);
      List<byte[]> refused = new ArrayList<>();
      for (int i = 10; i < 20; i++) {
        refused.add(record(i));
      }
      assertThatThrownBy(() -> journal.append(refused)).isInstanceOf(StorageException.class);
      assertThat(journal.append(List.of(record(2)))).isEqualTo(1);
      journal.force();
      machine.processDeath();
      Journal again = open(machine).journals().open("j");
      assertThat(contents(again)).containsExactly(record(1), record(2));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatRecoveryDroppedIsNotTheContinuationOfWhatFollows(boolean powerLoss) {
    SimulatedDisk machine = new SimulatedDisk(1);
    Journal journal = open(machine).journals().open("j");
    journal.append(List.of(record(1)));
    journal.force();
    journal.append(List.of(record(10), record(11), record(12)));
    int first = SegmentHeader.BYTES + JournalMark.recordBytes(0);
    int second = first + RecordHeader.totalBytes(RecordHeader.ENTRY, SIZE);
    machine.flipBit("journals/j/00000001.seg", (second + 100) * 8L);
    machine.processDeath();
    Journal recovered = open(machine).journals().open("j");
    assertThat(recovered.state().next()).isEqualTo(1);
    recovered.append(List.of(record(2)));
    recovered.force();
    if (powerLoss) {
      machine.restart();
    } else {
      machine.processDeath();
    }
    assertThat(contents(open(machine).journals().open("j"))).containsExactly(record(1), record(2));
  }

  @Test
  void aDeletedBlockDoesNotComeBackWhenItsDeleteIsCompacted() throws IOException {
    SimulatedDisk machine = new SimulatedDisk(1);
    PackStorage storage = open(machine);
    for (int i = 0; i < 62; i++) {
      storage.blocks().put(block(i));
    }
    storage.blocks().delete(List.of(block(0).id()), Durability.FORCED);
    for (int i = 1000; i < 1300; i++) {
      storage.blocks().put(block(i));
      storage.blocks().delete(List.of(block(i).id()), Durability.FORCED);
    }
    storage.keepUp();
    assertThat(storage.blocks().stats().diskBytes()).isLessThan(6L * (16 << 10));
    machine.root().directory("blocks").delete("index");
    machine.root().directory("blocks").sync();
    machine.restart();
    PackStorage again = open(machine);
    assertThat(again.blocks().has(block(0).id())).isFalse();
    assertThat(again.blocks().stats().blocks()).isEqualTo(61);
  }

  @Test
  void anAcknowledgedRecordInANewSegmentIsFoundAfterAPowerLoss() {
    for (int seed = 0; seed < 20; seed++) {
      SimulatedDisk machine = new SimulatedDisk(seed);
      Journal journal = open(machine).journals().open("j");
      List<byte[]> written = new ArrayList<>();
      while (journal.state().diskBytes() < 2 * (16 << 10)) {
        written.add(record(written.size()));
        journal.append(List.of(written.get(written.size() - 1)));
        journal.force();
      }
      machine.restart();
      assertThat(contents(open(machine).journals().open("j")))
          .usingElementComparator(java.util.Arrays::compare)
          .isEqualTo(written);
    }
  }
}
