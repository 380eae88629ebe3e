/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A block as the log has it: its number, time and first version, then each transaction with its
 * length.
 *
 * @param block the block
 * @param transactions its transactions
 * @param bytes the record
 * @param offsets where in the record each transaction is
 */
record BlockRecord(
    Block block,
    List<LedgerTransaction> transactions,
    Bytes bytes,
    List<TransactionIndex.Place> offsets) {
  private static final byte[] PREFIX = "SLUICE::Block".getBytes(StandardCharsets.UTF_8);

  /** The record of a block that has at least one transaction, with each one's output in BCS. */
  static BlockRecord of(List<LedgerTransaction> transactions, List<Bytes> outputs) {
    LedgerTransaction first = transactions.get(0);
    BcsWriter out = new BcsWriter(1024 * transactions.size());
    out.u64(first.height()).u64(first.timestampMicros()).u64(first.version());
    out.length(transactions.size());
    List<TransactionIndex.Place> offsets = new ArrayList<>();
    for (int i = 0; i < transactions.size(); i++) {
      Bytes encoded = transactions.get(i).encode(outputs.get(i));
      out.length(encoded.length());
      offsets.add(new TransactionIndex.Place(out.size(), encoded.length()));
      out.fixedBytes(encoded);
    }
    return new BlockRecord(block(transactions), transactions, out.toBytes(), offsets);
  }

  private static Block block(List<LedgerTransaction> transactions) {
    LedgerTransaction first = transactions.get(0);
    LedgerTransaction last = transactions.get(transactions.size() - 1);
    byte[] hash =
        Hashes.sha3_256(
            PREFIX,
            new BcsWriter(16).u64(first.height()).u64(first.timestampMicros()).toByteArray(),
            last.accumulator().toArray());
    return new Block(
        first.height(), Bytes.of(hash), first.timestampMicros(), first.version(), last.version());
  }

  /** Reads a record. */
  static BlockRecord decode(byte[] bytes) {
    BcsReader in = new BcsReader(bytes);
    in.fixedBytes(3 * Long.BYTES);
    int count = in.length();
    List<LedgerTransaction> transactions = new ArrayList<>(count);
    List<TransactionIndex.Place> offsets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = in.length();
      offsets.add(new TransactionIndex.Place(in.position(), length));
      transactions.add(LedgerTransaction.decode(in.fixedBytes(length)));
    }
    in.end();
    return new BlockRecord(block(transactions), transactions, Bytes.of(bytes), offsets);
  }

  /** The places of the transactions in the log, when the record is at a position. */
  List<TransactionIndex.Place> places(long position) {
    return offsets.stream()
        .map(offset -> new TransactionIndex.Place(position + offset.position(), offset.length()))
        .toList();
  }
}
