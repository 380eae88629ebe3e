/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.step.JournalRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the confirmed batches in the records of a vote journal, to answer ReadBatches. */
public final class JournalBatches {
  private JournalBatches() {}

  /**
   * Confirmed batches from {@code from} on.
   *
   * @param records of the journal, in order
   * @param max most batches
   * @param maxBytes most bytes of bodies; at least one batch is returned if there is one
   * @return consecutive batches; empty if {@code from} is not there
   */
  public static List<CatchUpBatch> confirmed(
      List<JournalRecord> records, long from, int max, int maxBytes) {
    Map<Hash, CatchUpBatch> byHash = new HashMap<>();
    Optional<JournalRecord.Confirmed> last = Optional.empty();
    for (JournalRecord record : records) {
      batch(record).ifPresent(b -> byHash.put(b.header().hash(), b));
      if (record instanceof JournalRecord.Confirmed confirmed
          && last.filter(l -> l.batch() >= confirmed.batch()).isEmpty()) {
        last = Optional.of(confirmed);
      }
    }
    ArrayDeque<CatchUpBatch> chain = new ArrayDeque<>();
    Optional<CatchUpBatch> at = last.map(l -> byHash.get(l.headerHash()));
    while (at.isPresent() && at.get().header().batch() >= from) {
      chain.addFirst(at.get());
      at = Optional.ofNullable(byHash.get(at.get().header().parentHash()));
    }
    List<CatchUpBatch> found = new ArrayList<>();
    int room = maxBytes;
    for (CatchUpBatch batch : chain) {
      room -= batch.body().size();
      boolean next = batch.header().batch() == from + found.size();
      if (!next || found.size() == max || (room < 0 && !found.isEmpty())) {
        break;
      }
      found.add(batch);
    }
    return found;
  }

  private static Optional<CatchUpBatch> batch(JournalRecord record) {
    if (record instanceof JournalRecord.Acked acked) {
      return Optional.of(acked.batch());
    }
    if (record instanceof JournalRecord.OwnHeader own) {
      return Optional.of(own.batch());
    }
    return record instanceof JournalRecord.Fetched fetched
        ? Optional.of(fetched.batch())
        : Optional.empty();
  }
}
