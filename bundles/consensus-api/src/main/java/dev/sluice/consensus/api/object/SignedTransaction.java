/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.security.MessageDigest;

/**
 * A client's transaction with its signature by the client rule. Keeps its encoding, because it is
 * hashed, sent and stored more often than read. Equal by content.
 */
public final class SignedTransaction implements Transaction {
  private static final byte[] VARIANT = {0};

  private final ClientTransaction transaction;
  private final Signature signature;
  private final byte[] encoded;

  /** A signed transaction. */
  public SignedTransaction(ClientTransaction transaction, Signature signature) {
    this.transaction = transaction;
    this.signature = signature;
    BcsWriter writer = new BcsWriter(transaction.call().length() + 192);
    transaction.write(writer);
    Wire.put(writer, signature);
    encoded = writer.toByteArray();
  }

  /** What was signed. */
  public ClientTransaction transaction() {
    return transaction;
  }

  /** The signature. */
  public Signature signature() {
    return signature;
  }

  /** The bytes that were signed. */
  public byte[] message() {
    return java.util.Arrays.copyOf(encoded, encoded.length - Signature.LENGTH);
  }

  /** Encoded size without variant. */
  public int size() {
    return encoded.length;
  }

  /** T of the encoding without variant. */
  public Hash hash() {
    return HashFunction.T.hash(encoded);
  }

  /** Adds the encoding with variant to {@code digest}. */
  void update(MessageDigest digest) {
    digest.update(VARIANT);
    digest.update(encoded);
  }

  @Override
  public void write(BcsWriter writer) {
    writer.fixedBytes(VARIANT).fixedBytes(encoded);
  }

  /** Writes it without variant, as a field of a message. */
  public void writeStruct(BcsWriter writer) {
    writer.fixedBytes(encoded);
  }

  /** Reads it without variant. */
  public static SignedTransaction readStruct(BcsReader reader) {
    return new SignedTransaction(ClientTransaction.read(reader), Wire.signature(reader));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof SignedTransaction that
            && java.util.Arrays.equals(encoded, that.encoded));
  }

  @Override
  public int hashCode() {
    return signature.hashCode();
  }

  @Override
  public String toString() {
    return "SignedTransaction[" + transaction + "]";
  }
}
