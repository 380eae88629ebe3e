/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import java.util.List;
import java.util.Optional;

/**
 * A transaction that is part of the ledger.
 *
 * @param kind what made it
 * @param version its number
 * @param height number of its block
 * @param timestampMicros time of its block
 * @param hash its hash
 * @param body the signed transaction in BCS; empty for those that the ledger makes
 * @param output what it did
 * @param accumulator hash over this and all earlier transactions and what they did
 */
public record LedgerTransaction(
    Kind kind,
    long version,
    long height,
    long timestampMicros,
    Bytes hash,
    Bytes body,
    Output output,
    Bytes accumulator) {
  /** What made a transaction. */
  public enum Kind {
    /** The first one: the framework and the first state. */
    GENESIS,
    /** The start of a block. */
    BLOCK_METADATA,
    /** A user. */
    USER
  }

  private static final List<Kind> KINDS = List.of(Kind.values());

  /** The transaction that the user signed. */
  public Optional<SignedTransaction> signed() {
    return kind == Kind.USER ? Optional.of(SignedTransaction.of(body)) : Optional.empty();
  }

  /** The sender of a user's transaction: the first bytes of what was signed. */
  Optional<AccountAddress> sender() {
    return kind == Kind.USER ? Optional.of(new BcsReader(body).address()) : Optional.empty();
  }

  /** The accumulator after a transaction with an output in BCS. */
  static Bytes accumulate(Bytes before, Bytes hash, Bytes output) {
    return Bytes.of(Hashes.sha3_256(before.toArray(), hash.toArray(), output.toArray()));
  }

  /** The transaction in BCS; its output has been encoded before. */
  Bytes encode(Bytes encodedOutput) {
    BcsWriter out = new BcsWriter(256 + body.length() + encodedOutput.length());
    out.variant(KINDS.indexOf(kind)).u64(version).u64(height).u64(timestampMicros);
    out.fixedBytes(hash).fixedBytes(accumulator).bytes(body);
    return out.fixedBytes(encodedOutput).toBytes();
  }

  static LedgerTransaction decode(byte[] bytes) {
    return BcsReader.read(
        bytes,
        in -> {
          Kind kind = KINDS.get(in.variant(KINDS.size()));
          long version = in.u64();
          long height = in.u64();
          long timestamp = in.u64();
          Bytes hash = Bytes.of(in.fixedBytes(32));
          Bytes accumulator = Bytes.of(in.fixedBytes(32));
          Bytes body = Bytes.of(in.bytes());
          Output output = Output.decode(in);
          return new LedgerTransaction(
              kind, version, height, timestamp, hash, body, output, accumulator);
        });
  }
}
