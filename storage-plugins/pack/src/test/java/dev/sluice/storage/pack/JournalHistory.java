/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalCheckpoint;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.api.JournalState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Uses a journal at random and knows what may have become of it: after a power loss it holds a
 * prefix of what was appended that includes all that was forced.
 */
final class JournalHistory {
  /** What a journal holds; {@code records} from position {@code first} on. */
  private record Content(long first, List<byte[]> records, Optional<JournalCheckpoint> checkpoint) {
    long next() {
      return first + records.size();
    }
  }

  private Content seen = new Content(0, List.of(), Optional.empty());
  private long forcedNext;

  /** What calls that failed since the last one that succeeded would have made of it. */
  private final List<Content> doubtful = new ArrayList<>();

  private int counter;

  void step(Journal journal, Random random) {
    int choice = random.nextInt(12);
    if (choice < 7) {
      append(journal, random);
    } else if (choice < 9) {
      attempt(seen, journal::force);
      forcedNext = seen.next();
    } else if (choice == 9) {
      long to = seen.first() + random.nextInt(seen.records().size() + 1) / 3;
      List<byte[]> rest = seen.records().subList((int) (to - seen.first()), seen.records().size());
      attempt(new Content(to, rest, seen.checkpoint()), () -> journal.truncateBefore(to));
      forcedNext = seen.next();
    } else if (choice == 10) {
      long at = seen.first() + random.nextInt(seen.records().size() + 1);
      byte[] note = new byte[random.nextInt(100)];
      random.nextBytes(note);
      Content after =
          new Content(seen.first(), seen.records(), Optional.of(JournalCheckpoint.of(at, note)));
      attempt(after, () -> journal.checkpoint(at, note));
      forcedNext = seen.next();
    } else {
      cut(journal, random);
    }
  }

  private void append(Journal journal, Random random) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      byte[] record = new byte[4 + random.nextInt(random.nextInt(10) == 0 ? 900 : 60)];
      random.nextBytes(record);
      Bytes.putInt(record, 0, counter++);
      batch.add(record);
    }
    List<byte[]> all = new ArrayList<>(seen.records());
    all.addAll(batch);
    long expected = seen.next();
    attempt(
        new Content(seen.first(), all, seen.checkpoint()),
        () -> assertThat(journal.append(batch)).isEqualTo(expected));
  }

  private void cut(Journal journal, Random random) {
    long floor =
        Math.max(seen.first(), seen.checkpoint().map(JournalCheckpoint::position).orElse(0L));
    long to = seen.next() - random.nextLong(seen.next() - floor + 1) / 2;
    Content after =
        new Content(
            seen.first(), seen.records().subList(0, (int) (to - seen.first())), seen.checkpoint());
    attempt(after, () -> journal.truncateFrom(to));
    forcedNext = to;
  }

  private void attempt(Content after, Runnable call) {
    doubtful.add(after);
    call.run();
    doubtful.clear();
    seen = after;
  }

  void checkRunning(Journal journal, Random random) {
    assertThat(journal.state().first()).isEqualTo(seen.first());
    assertThat(journal.state().next()).isEqualTo(seen.next());
    long from = seen.first() + random.nextInt(seen.records().size() + 1);
    assertRecords(journal, from, seen);
  }

  /** After a crash or a clean start: compares, and takes what is there for known. */
  void checkOpened(Journal journal) {
    JournalState state = journal.state();
    assertThat(state.damage()).isEmpty();
    List<Content> possible = new ArrayList<>(doubtful);
    possible.add(seen);
    Set<String> reasons = new HashSet<>();
    Content match = null;
    for (Content content : possible) {
      String reason = mismatch(journal, state, content);
      if (reason.isEmpty()) {
        match = content;
      } else {
        reasons.add(reason);
      }
    }
    assertThat(match).as("%s but %s", state, reasons).isNotNull();
    int kept = (int) (state.next() - match.first());
    seen = new Content(match.first(), match.records().subList(0, kept), match.checkpoint());
    forcedNext = seen.next();
    doubtful.clear();
  }

  /** Why {@code journal} is not a prefix of {@code content}; empty if it is. */
  private String mismatch(Journal journal, JournalState state, Content content) {
    if (state.first() != content.first() || !state.checkpoint().equals(content.checkpoint())) {
      return "other first position or checkpoint than " + content.first();
    }
    if (state.next() > content.next() || state.next() < Math.min(forcedNext, content.next())) {
      return "end not between " + forcedNext + " and " + content.next();
    }
    for (JournalRecord record : all(journal, state.first())) {
      byte[] expected = content.records().get((int) (record.position() - content.first()));
      if (!java.util.Arrays.equals(expected, record.bytes())) {
        return "record " + record.position() + " differs";
      }
    }
    return "";
  }

  private static List<JournalRecord> all(Journal journal, long from) {
    List<JournalRecord> all = new ArrayList<>();
    long at = from;
    while (at < journal.state().next()) {
      List<JournalRecord> page = journal.read(at, 7, 500);
      all.addAll(page);
      at += page.size();
    }
    return all;
  }

  private static void assertRecords(Journal journal, long from, Content content) {
    List<JournalRecord> page = journal.read(from, 10, Integer.MAX_VALUE);
    assertThat(page).hasSize((int) Math.min(10, content.next() - from));
    for (JournalRecord record : page) {
      assertThat(record.bytes())
          .isEqualTo(content.records().get((int) (record.position() - content.first())));
    }
  }
}
