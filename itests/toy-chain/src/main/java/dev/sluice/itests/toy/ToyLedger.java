/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.toy;

import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.TxHash;
import dev.sluice.codec.Bytes;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chain: a file with a line for each execution, {@code hash payload}. A transaction whose hash
 * is there is not executed again. Height n is line n, from 1. Thread-safe.
 */
final class ToyLedger implements Closeable {
  private final Map<TxHash, Height> heights = new HashMap<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Writer writer;

  /** One execution. */
  record Entry(TxHash hash, Bytes payload) {}

  ToyLedger(Path file) throws IOException {
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", -1);
        add(new Entry(new TxHash(Bytes.fromHex(parts[0])), Bytes.fromHex(parts[1])));
      }
    }
    writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void add(Entry entry) {
    entries.add(entry);
    heights.put(entry.hash(), new Height(entries.size()));
  }

  synchronized void execute(Entry entry) throws IOException {
    if (heights.containsKey(entry.hash())) {
      return;
    }
    writer.write(entry.hash().bytes().toHex() + " " + entry.payload().toHex() + "\n");
    writer.flush();
    add(entry);
    notifyAll();
  }

  synchronized Optional<Height> find(TxHash hash) {
    return Optional.ofNullable(heights.get(hash));
  }

  synchronized Height height() {
    return new Height(entries.size());
  }

  /** The entries after a height; waits for a first one if there is none. */
  synchronized List<Entry> after(Height height, int limit, long waitMillis)
      throws InterruptedException {
    long until = System.nanoTime() + waitMillis * 1_000_000;
    for (long left = waitMillis;
        entries.size() <= height.value() && left > 0;
        left = (until - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
    int from = (int) Math.min(height.value(), entries.size());
    return List.copyOf(entries.subList(from, Math.min(entries.size(), from + limit)));
  }

  @Override
  public synchronized void close() throws IOException {
    writer.close();
  }
}
