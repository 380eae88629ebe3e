/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.testkit.storage.SimulatedDisk;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a journal flipped, cut and taken away: found, named, and the rest served. */
class JournalDamageTest {
  private static final int RECORDS = 400;
  private static final int SIZE = 200;
  private static final int RECORD = RecordHeader.totalBytes(RecordHeader.ENTRY, SIZE);
  private static final int START = SegmentHeader.BYTES + JournalMark.recordBytes(0);
  private static final int PER_SEGMENT = ((16 << 10) - START) / RECORD;

  private final SimulatedDisk machine = new SimulatedDisk(1);
  private PackStorage storage;
  private Journal journal;

  @BeforeEach
  void fill() {
    open();
    for (int i = 0; i < RECORDS; i++) {
      journal.append(List.of(record(i)));
      journal.force();
    }
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void open() {
    storage = PackStorage.open(machine.root(), TestSettings.TINY, task -> {}, new Random(3));
    journal = storage.journals().open("j");
  }

  private static byte[] record(long position) {
    byte[] bytes = new byte[SIZE];
    new Random(position).nextBytes(bytes);
    return bytes;
  }

  private static String segment(int id) {
    return "journals/j/" + SegmentHeader.fileName(id);
  }

  private static int offset(int i) {
    return START + i % PER_SEGMENT * RECORD;
  }

  private void assertServed(int from, int to) {
    long at = from;
    while (at < to) {
      List<JournalRecord> page = journal.read(at, (int) (to - at), Integer.MAX_VALUE);
      for (JournalRecord record : page) {
        assertThat(record.bytes()).as("record %d", record.position()).isEqualTo(record(at++));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100})
  void aDamagedRecordIsNamedAndTheOthersServed(int at) {
    int victim = PER_SEGMENT + 40;
    machine.flipBit(segment(2), (offset(victim) + at) * 8L + 3);
    machine.restart();
    open();
    assertServed(0, victim);
    assertFails(StorageError.CORRUPT, () -> journal.read(victim, 10, Integer.MAX_VALUE));
    assertServed(victim + 1, RECORDS);
    assertThat(journal.read(victim - 3, 10, Integer.MAX_VALUE)).hasSize(3);
    assertThat(journal.state().damage())
        .anyMatch(damage -> damage.where().contains("record " + victim));
    assertThat(journal.state().next()).isEqualTo(RECORDS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 100})
  void damageInTheNewestSegmentIsNotTakenForAnUnfinishedWrite(int at) {
    int victim = RECORDS / PER_SEGMENT * PER_SEGMENT + 3;
    machine.flipBit(segment(1 + victim / PER_SEGMENT), (offset(victim) + at) * 8L + 3);
    machine.restart();
    open();
    assertThat(journal.state().next()).isEqualTo(RECORDS);
    assertServed(0, victim);
    assertFails(StorageError.CORRUPT, () -> journal.read(victim, 10, Integer.MAX_VALUE));
    assertServed(victim + 1, RECORDS);
  }

  @Test
  void damageInTheLastRecordIsSeenAfterACleanStop() {
    storage.close();
    machine.flipBit(segment(1 + (RECORDS - 1) / PER_SEGMENT), (offset(RECORDS - 1) + 99) * 8L);
    open();
    assertThat(journal.state().next()).isEqualTo(RECORDS);
    assertServed(0, RECORDS - 1);
    assertFails(StorageError.CORRUPT, () -> journal.read(RECORDS - 1, 10, Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void aMissingSegmentIsNamedAndTheOthersServed(int missing) {
    machine.remove(segment(missing));
    machine.restart();
    open();
    int from = (missing - 1) * PER_SEGMENT;
    assertThat(journal.state().damage())
        .anyMatch(damage -> damage.what().contains("from " + from) || missing > 1)
        .isNotEmpty();
    assertServed(0, from);
    assertFails(StorageError.CORRUPT, () -> journal.read(from + 5, 10, Integer.MAX_VALUE));
    assertServed(from + PER_SEGMENT, RECORDS);
    assertThat(journal.state().next()).isEqualTo(RECORDS);
    journal.truncateBefore(from + PER_SEGMENT);
    storage.close();
    open();
    assertThat(journal.state().damage()).isEmpty();
  }

  @Test
  void aMissingNewestSegmentIsNamed() {
    int last = 1 + (RECORDS - 1) / PER_SEGMENT;
    machine.remove(segment(last));
    machine.restart();
    open();
    assertThat(journal.state().damage())
        .anyMatch(damage -> damage.where().endsWith(SegmentHeader.fileName(last)));
    assertServed(0, (last - 1) * PER_SEGMENT);
    long next = journal.append(List.of(record(1)));
    journal.force();
    machine.restart();
    open();
    assertThat(journal.read(next, 1, 1).get(0).bytes()).isEqualTo(record(1));
  }

  @Test
  void aCutSegmentIsNamedAndTheOthersServed() {
    int cut = PER_SEGMENT + 20;
    machine.truncate(segment(2), offset(cut) + 50);
    machine.restart();
    open();
    assertThat(journal.state().damage())
        .anyMatch(damage -> damage.where().contains("00000002.seg at offset"));
    assertServed(0, cut);
    assertFails(StorageError.CORRUPT, () -> journal.read(cut, 10, Integer.MAX_VALUE));
    assertServed(2 * PER_SEGMENT, RECORDS);
  }

  @Test
  void aFullDiskRefusesAppendsUntilThereIsRoom() {
    machine.setCapacity(machine.used());
    long next = RECORDS;
    boolean full = false;
    while (!full) {
      try {
        journal.append(List.of(record(next)));
        next++;
      } catch (StorageException e) {
        assertThat(e.error()).isEqualTo(StorageError.DISK_FULL);
        full = true;
      }
    }
    assertThat(journal.state().next()).isEqualTo(next);
    journal.force();
    machine.setCapacity(Long.MAX_VALUE);
    assertThat(journal.append(List.of(record(next)))).isEqualTo(next);
    journal.force();
    machine.restart();
    open();
    assertServed(0, (int) next + 1);
  }

  @Test
  void takesItsSpaceBack() {
    long before = journal.state().diskBytes();
    journal.truncateBefore(RECORDS - 5);
    assertThat(journal.state().diskBytes()).isEqualTo(16 << 10);
    assertThat(before).isGreaterThan(5 * (16 << 10));
    assertServed(RECORDS - 5, RECORDS);
    for (int i = 0; i < 20; i++) {
      journal.append(List.of(record(1), record(2)));
      journal.truncateFrom(RECORDS);
    }
    assertThat(journal.state().diskBytes()).isLessThanOrEqualTo(2 * (16 << 10));
    machine.restart();
    open();
    assertServed(RECORDS - 5, RECORDS);
    assertThat(journal.state().damage()).isEmpty();
  }
}
