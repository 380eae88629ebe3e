/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.CodecException.Reason;
import java.util.List;

/** The transactions of a batch, in order. */
public record BatchBody(List<Transaction> transactions) implements Encodable {
  /** No transactions. */
  public static final BatchBody EMPTY = new BatchBody(List.of());

  /** Keeps a copy of the list. */
  public BatchBody {
    transactions = List.copyOf(transactions);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return transactions.isEmpty();
  }

  /** Encoded size. */
  public int size() {
    int size = 1;
    for (int rest = transactions.size(); rest >= 0x80; rest >>>= 7) {
      size++;
    }
    for (Transaction transaction : transactions) {
      size += sizeOf(transaction);
    }
    return size;
  }

  /** Encoded size of one entry. */
  public static int sizeOf(Transaction transaction) {
    return transaction instanceof SignedTransaction signed
        ? signed.size() + 1
        : transaction.encode().length;
  }

  /** The tree over the transactions (section 4.1). */
  public Hash root() {
    return MerkleTree.root(HashFunction.T, transactions);
  }

  @Override
  public void write(BcsWriter writer) {
    Wire.putAll(writer, transactions);
  }

  /** Reads a body within the hard bounds. */
  public static BatchBody read(BcsReader reader) {
    int before = reader.remaining();
    List<Transaction> transactions = Wire.list(reader, Bounds.HARD_BATCH_TXS, Transaction::read);
    if (before - reader.remaining() > Bounds.HARD_BATCH_BYTES) {
      throw new CodecException(Reason.OUT_OF_RANGE, "a batch body above its bound");
    }
    return new BatchBody(transactions);
  }
}
