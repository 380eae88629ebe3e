/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two hash functions of the protocol (section 2.3). Thread-safe. */
public enum HashFunction {
  /** H: SHA3-256, for whatever the contract stores or compares. */
  H("SHA3-256"),
  /** T: SHA-256, for work that is done per transaction. */
  T("SHA-256");

  @SuppressWarnings("ImmutableEnumChecker") // only ever cloned
  private final MessageDigest prototype;

  HashFunction(String algorithm) {
    try {
      prototype = MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform from 9 on has " + algorithm, e);
    }
  }

  /** The hash of {@code bytes}. */
  public Hash hash(byte[] bytes) {
    return new Hash(digest().digest(bytes));
  }

  /** The hash of the encoding of {@code object}. */
  public Hash hash(Encodable object) {
    return hash(object.encode());
  }

  /** A fresh digest, cheaper than looking one up. */
  MessageDigest digest() {
    try {
      return (MessageDigest) prototype.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The digests of the JDK can be cloned", e);
    }
  }

  /** Ends {@code digest} and writes the hash to {@code target} at {@code offset}. */
  static void finish(MessageDigest digest, byte[] target, int offset) {
    try {
      digest.digest(target, offset, Hash.LENGTH);
    } catch (DigestException e) {
      throw new IllegalStateException("There is room for a hash", e);
    }
  }
}
