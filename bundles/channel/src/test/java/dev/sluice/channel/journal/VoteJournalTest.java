/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.storage.io.LocalDisk;
import dev.sluice.testkit.storage.Fault;
import dev.sluice.testkit.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteJournalTest {
  private static final VoteJournal.Settings SMALL = new VoteJournal.Settings(6_000, 512);
  private static final Domain DOMAIN = new Domain(1, AccountAddress.of(9), 3);

  @TempDir Path directory;

  private static JournalRecord cursor(long number) {
    return new JournalRecord.ChainCursor(number, number);
  }

  private static CatchUpBatch batch(long number, Hash parent) {
    Finality nothing =
        new Finality(
            0, 0, 0, 0, CheckpointKind.NONE, Hash.ZERO, 0, Hash.ZERO, Hash.ZERO, Hash.ZERO);
    BatchHeader header =
        new BatchHeader(
            BatchHeader.VERSION,
            DOMAIN,
            1,
            1,
            Hash.ZERO,
            number,
            1,
            1,
            0,
            parent,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            Hash.ZERO,
            0,
            0,
            0,
            nothing);
    Certificate carried = Certificate.ofGenesis(DOMAIN, Hash.ZERO);
    return new CatchUpBatch(
        header,
        Signature.of(new byte[Signature.LENGTH]),
        carried,
        Optional.empty(),
        new BatchBody(List.of()));
  }

  private static List<CatchUpBatch> chain(int count) {
    List<CatchUpBatch> batches = new ArrayList<>();
    Hash parent = Hash.ZERO;
    for (int i = 1; i <= count; i++) {
      CatchUpBatch next = batch(i, parent);
      batches.add(next);
      parent = next.header().hash();
    }
    return batches;
  }

  private static JournalRecord acked(CatchUpBatch batch) {
    return new JournalRecord.Acked(batch, batch.signature());
  }

  private static JournalRecord confirmed(CatchUpBatch batch) {
    return new JournalRecord.Confirmed(
        batch.header().batch(), batch.header().hash(), batch.carried(), batch.header());
  }

  private VoteJournal open() {
    try {
      return VoteJournal.open(LocalDisk.at(directory), SMALL);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<JournalRecord> all(VoteJournal journal) {
    List<JournalRecord> records = new ArrayList<>();
    VoteJournal.Reader reader = journal.reader();
    while (!reader.isAtEnd()) {
      records.addAll(reader.next(3));
    }
    return records;
  }

  @Test
  void returnsWhatWasForcedInOrderOverSegments() {
    List<JournalRecord> written = new ArrayList<>();
    try (VoteJournal journal = open()) {
      for (int i = 0; i < 500; i++) {
        written.add(cursor(i));
        journal.append(cursor(i));
        if (i % 3 == 0) {
          journal.force();
        }
      }
    }
    try (VoteJournal journal = open()) {
      assertThat(journal.dropped()).isFalse();
      assertThat(all(journal)).isEqualTo(written);
    }
    assertThat(directory.toFile().list()).hasSizeGreaterThan(3);
  }

  @Test
  void refusesASecondOpener() {
    try (VoteJournal journal = open()) {
      assertThat(journal.bytes()).isZero();
      assertThatThrownBy(this::open).isInstanceOf(VoteJournalException.class);
    }
  }

  @Test
  void cutsATornLastGroupAtEveryByteWithoutCallingItALoss() throws IOException {
    long before;
    try (VoteJournal journal = open()) {
      journal.append(cursor(1));
      journal.force();
      before = Files.size(newest());
    }
    Path file = newest();
    byte[] first = Files.readAllBytes(file);
    int start = end(first);
    try (VoteJournal journal = open()) {
      journal.append(cursor(2));
      journal.append(cursor(3));
      journal.force();
    }
    byte[] whole = Files.readAllBytes(file);
    int stop = end(whole);
    assertThat(before).isPositive();
    for (int cut = start; cut < stop; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      // The mark of a group that was not reported as forced was not written either.
      Files.deleteIfExists(directory.resolve(SyncMark.NAME));
      try (VoteJournal journal = open()) {
        assertThat(journal.dropped()).as("cut at %d", cut).isFalse();
        assertThat(all(journal)).containsExactly(cursor(1));
      }
    }
  }

  @Test
  void reportsALossWhereverAForcedByteIsBad() throws IOException {
    try (VoteJournal journal = open()) {
      for (int i = 0; i < 4; i++) {
        journal.append(cursor(i));
        journal.force();
      }
    }
    Path file = newest();
    byte[] whole = Files.readAllBytes(file);
    byte[] mark = Files.readAllBytes(directory.resolve(SyncMark.NAME));
    for (int at = 0; at < end(whole); at++) {
      clear();
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      Files.write(directory.resolve(SyncMark.NAME), mark);
      try (VoteJournal journal = open()) {
        assertThat(journal.dropped()).as("byte %d", at).isTrue();
        assertThat(all(journal)).endsWith(new JournalRecord.AmnesiaBegin());
      }
      try (VoteJournal journal = open()) {
        assertThat(journal.dropped()).isFalse();
        assertThat(all(journal)).endsWith(new JournalRecord.AmnesiaBegin());
        journal.append(cursor(9));
        journal.force();
        assertThat(all(journal)).endsWith(cursor(9));
      }
    }
  }

  @Test
  void reportsALostTailAndALostFile() throws IOException {
    try (VoteJournal journal = open()) {
      for (int i = 0; i < 500; i++) {
        journal.append(cursor(i));
        journal.force();
      }
    }
    List<Path> files = segments();
    Files.delete(files.get(files.size() - 1));
    try (VoteJournal journal = open()) {
      assertThat(journal.dropped()).isTrue();
    }
    Files.delete(segments().get(1));
    try (VoteJournal journal = open()) {
      assertThat(journal.dropped()).isTrue();
    }
  }

  @Test
  void keepsWhatWasForcedThroughPowerLossAtAnyOperation() {
    for (int seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SimulatedDisk disk = new SimulatedDisk(seed);
      List<JournalRecord> written = new ArrayList<>();
      int forced = 0;
      for (int life = 0; life < 4; life++) {
        disk.failAfter(random.nextInt(1, 60), Fault.POWER_LOSS);
        int kept = forced;
        try {
          VoteJournal journal = VoteJournal.open(disk.root(), SMALL);
          assertThat(journal.dropped()).as("seed %d", seed).isFalse();
          List<JournalRecord> found = all(journal);
          assertThat(found.size()).as("seed %d", seed).isBetween(kept, written.size());
          assertThat(found).isEqualTo(written.subList(0, found.size()));
          written = new ArrayList<>(found);
          forced = found.size();
          while (true) {
            for (int i = random.nextInt(1, 5); i > 0; i--) {
              written.add(cursor(written.size()));
              journal.append(written.get(written.size() - 1));
            }
            journal.force();
            forced = written.size();
          }
        } catch (VoteJournalException e) {
          disk.restart();
        }
      }
    }
  }

  @Test
  void findsConfirmedBatchesAlsoAfterReopening() {
    List<CatchUpBatch> chain = chain(30);
    try (VoteJournal journal = open()) {
      for (CatchUpBatch each : chain) {
        journal.append(acked(each));
      }
      journal.append(confirmed(chain.get(24)));
      journal.force();
      assertThat(journal.confirmed(3, 100, 1 << 20)).isEqualTo(chain.subList(2, 25));
    }
    try (VoteJournal journal = open()) {
      assertThat(journal.confirmed(20, 3, 1 << 20)).isEqualTo(chain.subList(19, 22));
      assertThat(journal.confirmed(20, 3, 1)).hasSize(1);
      assertThat(journal.confirmed(26, 3, 1 << 20)).isEmpty();
    }
  }

  @Test
  void prunesWholeFilesAndKeepsWhatRuleSevenNeeds() {
    List<CatchUpBatch> chain = chain(40);
    JournalRecord promise = new JournalRecord.Promise(1, Hash.ZERO, 1, Optional.empty());
    JournalRecord born =
        new JournalRecord.KeyBorn(
            dev.sluice.consensus.api.object.Key.of(new byte[32]), AccountAddress.of(4), 7);
    try (VoteJournal journal = open()) {
      journal.append(born);
      journal.append(promise);
      for (CatchUpBatch each : chain) {
        journal.append(acked(each));
        journal.append(confirmed(each));
        journal.force();
      }
      long before = journal.bytes();
      journal.prune(30);
      assertThat(journal.bytes()).isLessThan(before);
      assertThat(journal.confirmed(35, 9, 1 << 20)).isEqualTo(chain.subList(34, 40));
      assertThat(journal.confirmed(2, 9, 1 << 20)).isEmpty();
    }
    try (VoteJournal journal = open()) {
      assertThat(journal.dropped()).isFalse();
      assertThat(all(journal))
          .contains(born, promise, acked(chain.get(39)), confirmed(chain.get(39)));
    }
  }

  private List<Path> segments() throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(p -> p.toString().endsWith(Segment.SUFFIX)).sorted().toList();
    }
  }

  private Path newest() throws IOException {
    List<Path> files = segments();
    return files.get(files.size() - 1);
  }

  private void clear() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path each : files.toList()) {
        Files.delete(each);
      }
    }
  }

  private static int end(byte[] bytes) {
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    // Records of this test end with zeros: up to the end of the last frame.
    int at = Segment.HEADER;
    while (Group.frameLength(bytes, at) > 0) {
      at += Group.frameLength(bytes, at);
    }
    return Math.max(at, end);
  }
}
