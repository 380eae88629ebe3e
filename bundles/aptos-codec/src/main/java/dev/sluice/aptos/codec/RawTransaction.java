/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A transaction before it is signed. Numbers of 64 bits are unsigned.
 *
 * @param sender account that sends it and whose sequence number it uses
 * @param sequenceNumber number of the sender's transactions before it; {@link #NO_SEQUENCE_NUMBER}
 *     if its payload has a nonce
 * @param payload what it runs
 * @param maxGasAmount most gas units it may use
 * @param gasUnitPrice octas for a gas unit
 * @param expirationSeconds chain time, in seconds since 1970, from which on it is refused
 * @param chainId number of the chain, 0 to 255
 */
public record RawTransaction(
    AccountAddress sender,
    long sequenceNumber,
    TransactionPayload payload,
    long maxGasAmount,
    long gasUnitPrice,
    long expirationSeconds,
    int chainId) {
  /** The sequence number of transactions that have none. */
  public static final long NO_SEQUENCE_NUMBER = -1;

  private static final Bytes PREFIX = prefix("APTOS::RawTransaction");
  private static final Bytes PREFIX_WITH_DATA = prefix("APTOS::RawTransactionWithData");

  /** SHA3-256 of a name, which starts what is signed or hashed so that no two kinds coincide. */
  static Bytes prefix(String name) {
    return Bytes.of(Hashes.sha3_256(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a raw transaction. */
  public static RawTransaction read(BcsReader in) {
    return new RawTransaction(
        in.address(), in.u64(), TransactionPayload.read(in), in.u64(), in.u64(), in.u64(), in.u8());
  }

  /** Writes the transaction. */
  public void write(BcsWriter out) {
    out.address(sender).u64(sequenceNumber);
    payload.write(out);
    out.u64(maxGasAmount).u64(gasUnitPrice).u64(expirationSeconds).u8(chainId);
  }

  /** The transaction in BCS. */
  public Bytes toBcs() {
    BcsWriter out = new BcsWriter(256);
    write(out);
    return out.toBytes();
  }

  /** What the sender signs when nobody else does. */
  public Bytes signingMessage() {
    BcsWriter out = new BcsWriter(256).fixedBytes(PREFIX);
    write(out);
    return out.toBytes();
  }

  /** What sender and secondary signers sign. */
  public Bytes multiAgentMessage(List<AccountAddress> secondarySigners) {
    BcsWriter out = new BcsWriter(512).fixedBytes(PREFIX_WITH_DATA).variant(0);
    write(out);
    return out.list(secondarySigners, BcsWriter::address).toBytes();
  }

  /**
   * What sender, secondary signers and fee payer sign. The others may sign before the fee payer is
   * known, with the address 0x0 in its place.
   */
  public Bytes feePayerMessage(List<AccountAddress> secondarySigners, AccountAddress feePayer) {
    BcsWriter out = new BcsWriter(512).fixedBytes(PREFIX_WITH_DATA).variant(1);
    write(out);
    return out.list(secondarySigners, BcsWriter::address).address(feePayer).toBytes();
  }
}
