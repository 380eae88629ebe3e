/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.JournalRecord;
import dev.sluice.storage.io.LocalDisk;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, again and again; what it acknowledged must be there. */
class KillTest {
  private static final int ROUNDS = Integer.getInteger("sluice.kills", 100);
  private static final int NUMBERS_A_ROUND = 1_000_000;
  private static final int LONGEST_LIFE_MS = 150;

  @TempDir Path directory;

  private final BitSet put = new BitSet();
  private final BitSet doubtful = new BitSet();
  private final BitSet deleted = new BitSet();
  private long journalForced;
  private long journalChecked;

  @Test
  void losesNothingAcknowledgedWhenKilled() throws Exception {
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      int first = round * NUMBERS_A_ROUND;
      runAndKill(first, random.nextInt(LONGEST_LIFE_MS));
      try (PackStorage storage =
          PackStorage.open(
              LocalDisk.at(directory), KillChild.SETTINGS, Runnable::run, new Random(round))) {
        boolean all = round % 20 == 19 || round == ROUNDS - 1;
        checkBlocks(storage.blocks(), all ? 0 : first);
        if (all) {
          assertThat(
                  storage.blocks().iterate(id -> storage.blocks().get(id).orElseThrow().matches()))
              .isTrue();
        }
        checkJournal(storage);
      }
    }
    assertThat(put.cardinality()).as("blocks acknowledged").isGreaterThan(ROUNDS * 10);
    assertThat(journalForced).as("records acknowledged").isGreaterThan(ROUNDS * 10L);
    System.out.printf(
        "KillTest: %d kills, %d blocks and %d records acknowledged, none lost%n",
        ROUNDS, put.cardinality(), journalForced);
  }

  private void runAndKill(int firstNumber, int lifeMs) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                KillChild.class.getName(),
                directory.toString(),
                String.valueOf(firstNumber))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("open");
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(lifeMs);
      String line = "";
      while (line != null && System.nanoTime() < end) {
        line = said.readLine();
        note(line);
      }
      // By its handle: the process object would close the pipe. What the child said before it died
      // counts; the last line may be torn.
      child.toHandle().destroyForcibly();
      StringBuilder rest = new StringBuilder();
      char[] chunk = new char[8192];
      for (int count = said.read(chunk); count > 0; count = said.read(chunk)) {
        rest.append(chunk, 0, count);
      }
      int whole = rest.lastIndexOf("\n");
      rest.substring(0, Math.max(0, whole)).lines().forEach(this::note);
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private void note(String line) {
    if (line == null || line.isEmpty()) {
      return;
    }
    String[] words = line.split(" ");
    switch (words[0]) {
      case "b" -> {
        for (int n = Integer.parseInt(words[1]); n < Integer.parseInt(words[2]); n += 2) {
          put.set(n);
        }
      }
      case "x" -> doubtful.set(Integer.parseInt(words[1]));
      case "d" -> deleted.set(Integer.parseInt(words[1]));
      case "j" -> journalForced = Math.max(journalForced, Long.parseLong(words[1]));
      default -> throw new AssertionError("the child said: " + line);
    }
  }

  private void checkBlocks(BlockStore store, int from) {
    for (int n = put.nextSetBit(from); n >= 0; n = put.nextSetBit(n + 1)) {
      Block expected = KillChild.block(n);
      Optional<Block> found = store.get(expected.id());
      if (deleted.get(n)) {
        assertThat(found).as("deleted block %d", n).isEmpty();
      } else if (!doubtful.get(n)) {
        assertThat(found).as("block %d", n).contains(expected);
      }
    }
    assertThat(store.stats().damage()).isEmpty();
  }

  private void checkJournal(PackStorage storage) {
    try (Journal journal = storage.journals().open("j")) {
      assertThat(journal.state().next()).isGreaterThanOrEqualTo(journalForced);
      assertThat(journal.state().damage()).isEmpty();
      long at = Math.max(journal.state().first(), journalChecked);
      while (at < journal.state().next()) {
        List<JournalRecord> page = journal.read(at, 1000, 1 << 20);
        for (JournalRecord record : page) {
          assertThat(record.bytes()).isEqualTo(KillChild.record(record.position()));
        }
        at += page.size();
      }
      journalChecked = at;
    }
  }
}
