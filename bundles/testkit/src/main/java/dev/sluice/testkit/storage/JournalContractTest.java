/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalCheckpoint;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.JournalState;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Journals} and its journals must do. Extend it and say how to make one. */
public abstract class JournalContractTest {
  private static final int ALL = Integer.MAX_VALUE;

  private Journals journals;
  private Journal journal;

  /** Journals without any journal in them. */
  protected abstract Journals create() throws Exception;

  /** Withdraws them as removing the plugin would, with journals still open. */
  protected abstract void close(Journals opened) throws Exception;

  /** Opens the data of the closed journals again; only asked if {@link #keepsData}. */
  protected Journals reopen() throws Exception {
    throw new UnsupportedOperationException();
  }

  /** Whether {@link #reopen} gives the data back. */
  protected boolean keepsData() {
    return false;
  }

  @BeforeEach
  void openJournal() throws Exception {
    journals = create();
    journal = journals.open("j");
  }

  @AfterEach
  void closeJournals() throws Exception {
    close(journals);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> records(int from, int count) {
    List<byte[]> records = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      records.add(bytes("record " + i));
    }
    return records;
  }

  private static List<String> texts(List<JournalRecord> records) {
    return records.stream()
        .map(record -> new String(record.bytes(), StandardCharsets.UTF_8))
        .toList();
  }

  private static void assertBounds(Journal journal, long first, long next) {
    JournalState state = journal.state();
    assertThat(state.first()).isEqualTo(first);
    assertThat(state.next()).isEqualTo(next);
  }

  @Test
  void startsEmpty() {
    assertBounds(journal, 0, 0);
    assertThat(journal.state().checkpoint()).isEmpty();
    assertThat(journal.read(0, ALL, ALL)).isEmpty();
    assertThat(journals.names()).containsExactly("j");
  }

  @Test
  void numbersRecordsFromZero() {
    assertThat(journal.append(records(0, 3))).isZero();
    assertThat(journal.append(List.of())).isEqualTo(3);
    assertThat(journal.append(records(3, 1))).isEqualTo(3);
    journal.force();
    assertThat(journal.state().forced()).isEqualTo(4);
    List<JournalRecord> all = journal.read(0, ALL, ALL);
    assertThat(all).extracting(JournalRecord::position).containsExactly(0L, 1L, 2L, 3L);
    assertThat(texts(all)).containsExactly("record 0", "record 1", "record 2", "record 3");
  }

  @Test
  void keepsRecordsOfEverySize() {
    List<byte[]> records = new ArrayList<>();
    for (int size : new int[] {0, 1, 7, 8, 9, 4096, 100_000, Journal.MAX_RECORD_BYTES}) {
      byte[] one = new byte[size];
      new Random(size).nextBytes(one);
      records.add(one);
    }
    journal.append(records);
    List<JournalRecord> all = new ArrayList<>();
    while (all.size() < records.size()) {
      all.addAll(journal.read(all.size(), ALL, 1));
    }
    for (int i = 0; i < records.size(); i++) {
      assertThat(all.get(i).bytes()).isEqualTo(records.get(i));
    }
  }

  @Test
  void doesNotKeepTheArrays() {
    byte[] mine = bytes("before");
    journal.append(List.of(mine));
    mine[0] = 'X';
    assertThat(texts(journal.read(0, ALL, ALL))).containsExactly("before");
  }

  @Test
  void readsInPages() {
    journal.append(records(0, 200));
    assertThat(texts(journal.read(7, 2, ALL))).containsExactly("record 7", "record 8");
    assertThat(journal.read(0, ALL, 1)).hasSize(1);
    assertThat(journal.read(0, ALL, 8)).hasSize(1);
    assertThat(journal.read(0, ALL, 9)).hasSize(2);
    assertThat(journal.read(150, ALL, ALL)).hasSize(50);
    assertThat(journal.read(200, ALL, ALL)).isEmpty();
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.read(201, ALL, ALL));
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.read(-1, ALL, ALL));
  }

  @Test
  void givesUpItsBeginning() {
    journal.append(records(0, 100));
    journal.truncateBefore(40);
    assertBounds(journal, 40, 100);
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.read(39, ALL, ALL));
    assertThat(texts(journal.read(40, 1, ALL))).containsExactly("record 40");
    journal.truncateBefore(10);
    assertBounds(journal, 40, 100);
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.truncateBefore(101));
    journal.truncateBefore(100);
    assertBounds(journal, 100, 100);
    assertThat(journal.append(records(0, 1))).isEqualTo(100);
  }

  @Test
  void takesBackItsEnd() {
    journal.append(records(0, 100));
    journal.truncateFrom(100);
    journal.truncateFrom(60);
    assertBounds(journal, 0, 60);
    assertThat(journal.append(records(1000, 2))).isEqualTo(60);
    assertThat(texts(journal.read(59, ALL, ALL)))
        .containsExactly("record 59", "record 1000", "record 1001");
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.truncateFrom(63));
    journal.truncateBefore(30);
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.truncateFrom(29));
    journal.truncateFrom(30);
    assertBounds(journal, 30, 30);
    assertThat(journal.append(records(5, 1))).isEqualTo(30);
    assertThat(texts(journal.read(30, ALL, ALL))).containsExactly("record 5");
  }

  @Test
  void keepsTheLastCheckpoint() {
    journal.append(records(0, 10));
    journal.checkpoint(4, bytes("a"));
    journal.checkpoint(10, bytes("b"));
    JournalCheckpoint last = JournalCheckpoint.of(10, bytes("b"));
    assertThat(journal.state().checkpoint()).contains(last);
    assertThat(journal.state().forced()).isEqualTo(10);
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.checkpoint(11, bytes("c")));
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.truncateFrom(9));
    byte[] longest = new byte[Journal.MAX_NOTE_BYTES];
    journal.checkpoint(10, longest);
    assertFails(StorageError.TOO_LARGE, () -> journal.checkpoint(10, new byte[longest.length + 1]));
    journal.truncateBefore(10);
    assertThat(journal.state().checkpoint().orElseThrow().note()).isEqualTo(longest);
    assertFails(StorageError.OUT_OF_RANGE, () -> journal.checkpoint(9, bytes("d")));
  }

  @Test
  void refusesWhatIsTooLargeAsAWhole() {
    byte[] tooLong = new byte[Journal.MAX_RECORD_BYTES + 1];
    assertFails(StorageError.TOO_LARGE, () -> journal.append(List.of(bytes("small"), tooLong)));
    byte[] large = new byte[Journal.MAX_RECORD_BYTES];
    int tooMany = (int) (journal.state().maxBatchBytes() / large.length) + 1;
    assertFails(StorageError.TOO_LARGE, () -> journal.append(Collections.nCopies(tooMany, large)));
    assertBounds(journal, 0, 0);
  }

  @Test
  void opensAJournalOnce() {
    assertFails(StorageError.LOCKED, () -> journals.open("j"));
    assertFails(StorageError.LOCKED, () -> journals.delete("j"));
    journal.append(records(0, 5));
    journal.close();
    journal.close();
    assertFails(StorageError.CLOSED, () -> journal.append(records(0, 1)));
    assertFails(StorageError.CLOSED, () -> journal.read(0, ALL, ALL));
    assertFails(StorageError.CLOSED, () -> journal.force());
    journal = journals.open("j");
    assertBounds(journal, 0, 5);
  }

  @Test
  void keepsJournalsApart() {
    Journal other = journals.open("a.b-c_0");
    other.append(records(0, 7));
    assertBounds(journal, 0, 0);
    assertThat(journals.names()).containsExactly("a.b-c_0", "j");
    other.close();
    journals.delete("a.b-c_0");
    journals.delete("never-there");
    assertThat(journals.names()).containsExactly("j");
    assertBounds(journals.open("a.b-c_0"), 0, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "A", "-a", "\u00e4", "a b", "\0"})
  void refusesBadNames(String name) {
    assertFails(StorageError.INVALID, () -> journals.open(name));
    assertFails(StorageError.INVALID, () -> journals.delete(name));
    assertFails(StorageError.INVALID, () -> journals.open("x".repeat(65)));
  }

  @Test
  void answersAnInterruptedCallerAndKeepsTheFlag() {
    Thread.currentThread().interrupt();
    try {
      journal.append(records(0, 2));
      journal.force();
      assertThat(journal.read(0, ALL, ALL)).hasSize(2);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    journal.append(records(2, 1));
    assertThat(journal.read(0, ALL, ALL)).hasSize(3);
  }

  @Test
  void keepsBatchesOfSeveralThreadsTogether() throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      String name = "thread " + t + " ";
      tasks.add(
          () -> {
            for (int i = 0; i < 40; i++) {
              long at = journal.append(List.of(bytes(name + i + "a"), bytes(name + i + "b")));
              if (i % 2 == 0) {
                journal.force();
                assertThat(journal.state().forced()).isGreaterThanOrEqualTo(at + 2);
              }
              assertThat(texts(journal.read(at, 2, ALL)))
                  .containsExactly(name + i + "a", name + i + "b");
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertBounds(journal, 0, 320);
    assertThat(texts(journal.read(0, ALL, ALL))).doesNotHaveDuplicates().hasSize(320);
  }

  @Test
  void behavesLikeAList() throws Exception {
    Random random = new Random(2);
    Journal model = new InMemoryJournals().open("model");
    for (int step = 0; step < 1500; step++) {
      long first = model.state().first();
      long next = model.state().next();
      long some = first + random.nextLong(next - first + 1);
      switch (random.nextInt(12)) {
        case 0 -> {
          journal.truncateBefore(first + (some - first) / 4);
          model.truncateBefore(first + (some - first) / 4);
        }
        case 1 -> {
          long from = next - (next - some) / 4;
          if (from >= model.state().checkpoint().map(JournalCheckpoint::position).orElse(0L)) {
            journal.truncateFrom(from);
            model.truncateFrom(from);
          }
        }
        case 2 -> {
          journal.checkpoint(some, bytes("note " + step));
          model.checkpoint(some, bytes("note " + step));
        }
        case 3 -> journal.force();
        default -> {
          List<byte[]> batch = records(step * 100, random.nextInt(20));
          assertThat(journal.append(batch)).isEqualTo(model.append(batch));
        }
      }
      assertThat(journal.read(some, 5, ALL).subList(0, 0)).isEmpty();
      if (step % 300 == 299 && keepsData()) {
        close(journals);
        journals = reopen();
        journal = journals.open("j");
      }
      if (step % 50 == 0) {
        assertSame(model);
      }
    }
    assertSame(model);
  }

  private void assertSame(Journal model) {
    assertBounds(journal, model.state().first(), model.state().next());
    assertThat(journal.state().checkpoint()).isEqualTo(model.state().checkpoint());
    assertThat(journal.read(model.state().first(), ALL, ALL))
        .isEqualTo(model.read(model.state().first(), ALL, ALL));
  }

  @Test
  void keepsRecordsWhenReopened() throws Exception {
    assumeTrue(keepsData(), "keeps nothing");
    journal.append(records(0, 1000));
    journal.checkpoint(300, bytes("state"));
    journal.truncateBefore(200);
    journal.truncateFrom(900);
    journal.append(records(5000, 10));
    close(journals);
    journals = reopen();
    assertThat(journals.names()).containsExactly("j");
    journal = journals.open("j");
    assertBounds(journal, 200, 910);
    assertThat(journal.state().checkpoint()).contains(JournalCheckpoint.of(300, bytes("state")));
    assertThat(texts(journal.read(899, 2, ALL))).containsExactly("record 899", "record 5000");
    assertThat(journal.state().damage()).isEmpty();
  }

  @Test
  void saysClosedAfterItWasWithdrawn() throws Exception {
    assumeTrue(keepsData(), "cannot be withdrawn");
    close(journals);
    assertFails(StorageError.CLOSED, () -> journal.append(records(0, 1)));
    assertFails(StorageError.CLOSED, () -> journals.open("k"));
  }
}
