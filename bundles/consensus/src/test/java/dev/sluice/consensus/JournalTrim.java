/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.step.JournalRecord;

/** Forgets all batches of a journal, as after a snapshot that holds them. */
final class JournalTrim {
  private JournalTrim() {}

  static boolean mayGo(JournalRecord record) {
    return record instanceof JournalRecord.Fetched
        || record instanceof JournalRecord.Confirmed
        || (record instanceof JournalRecord.Acked a && a.batch().header().batch() < 30)
        || (record instanceof JournalRecord.OwnHeader o && o.batch().header().batch() < 30);
  }
}
