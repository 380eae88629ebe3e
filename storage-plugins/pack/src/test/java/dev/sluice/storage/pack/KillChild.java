/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.Journal;
import dev.sluice.storage.io.LocalDisk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;

/**
 * The process that {@link KillTest} kills. Writes without end, and says on standard output what was
 * acknowledged: {@code b from to} blocks put, {@code x n} block about to be deleted, {@code d n}
 * deleted, {@code j next} journal forced up to there.
 */
final class KillChild {
  static final PackSettings SETTINGS = TestSettings.segments(256 << 10);

  private static final int WRITERS = 2;

  private final PrintStream acknowledged =
      new PrintStream(System.out, true, StandardCharsets.UTF_8);

  private KillChild() {}

  public static void main(String[] arguments) throws IOException {
    new KillChild().run(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  /** The block with this number; everybody can tell what it must contain. */
  static Block block(int number) {
    byte[] bytes = new byte[number % 37 == 0 ? 20_000 : 8 + number % 1000];
    new Random(number).nextBytes(bytes);
    Bytes.putInt(bytes, 0, number);
    return Block.of(BlockId.RAW, bytes);
  }

  /** The journal record of this position. */
  static byte[] record(long position) {
    byte[] bytes = new byte[8 + (int) (position % 300)];
    new Random(position).nextBytes(bytes);
    return bytes;
  }

  private synchronized void say(String line) {
    acknowledged.println(line);
  }

  private void run(Path directory, int firstNumber) throws IOException {
    var background =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task);
              thread.setDaemon(true);
              return thread;
            });
    PackStorage storage =
        PackStorage.open(LocalDisk.at(directory), SETTINGS, background, new SecureRandom());
    Journal journal = storage.journals().open("j");
    say("open");
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      new Thread(() -> writeBlocks(storage.blocks(), firstNumber + writer)).start();
    }
    writeJournal(journal);
  }

  private void writeBlocks(BlockStore store, int first) {
    Random random = new Random(first);
    int number = first;
    while (true) {
      List<Block> batch = new ArrayList<>();
      int from = number;
      for (int i = random.nextInt(8); i >= 0; i--) {
        batch.add(block(number));
        number += WRITERS;
      }
      store.putAll(batch, Durability.FORCED);
      say("b " + from + " " + number);
      if (random.nextInt(3) == 0) {
        for (int victim = from; victim < number; victim += 2 * WRITERS) {
          say("x " + victim);
          store.delete(List.of(block(victim).id()), Durability.FORCED);
          say("d " + victim);
        }
      }
    }
  }

  private void writeJournal(Journal journal) {
    Random random = new Random(7);
    while (true) {
      long next = journal.state().next();
      List<byte[]> records = new ArrayList<>();
      for (int i = random.nextInt(20); i >= 0; i--) {
        records.add(record(next + records.size()));
      }
      journal.append(records);
      journal.force();
      say("j " + (next + records.size()));
      if (random.nextInt(20) == 0) {
        journal.checkpoint(next, new byte[random.nextInt(50)]);
      }
      if (random.nextInt(50) == 0) {
        journal.truncateBefore(Math.max(journal.state().first(), next - 3000));
      }
    }
  }
}
