/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.RIPEMD160Digest;
import org.bouncycastle.crypto.digests.SHA3Digest;

/**
 * Hash functions over the concatenation of the parts given. Thread-safe; no provider is looked up
 * for a call: the JDK's digests, whose compression functions use the processor's, are cloned from a
 * prototype; the others are Bouncy Castle's, which are cheap to make.
 */
public final class Hashes {
  private static final MessageDigest SHA256 = prototype("SHA-256");
  private static final MessageDigest SHA512 = prototype("SHA-512");

  private Hashes() {}

  /** SHA-256 (FIPS 180-4), 32 bytes. */
  public static byte[] sha256(byte[]... parts) {
    return jdk(SHA256, parts);
  }

  /** SHA-512 (FIPS 180-4), 64 bytes. */
  public static byte[] sha512(byte[]... parts) {
    return jdk(SHA512, parts);
  }

  /** SHA3-256 (FIPS 202), 32 bytes. */
  public static byte[] sha3_256(byte[]... parts) {
    return bouncyCastle(new SHA3Digest(256), parts);
  }

  /** SHA3-512 (FIPS 202), 64 bytes. */
  public static byte[] sha3_512(byte[]... parts) {
    return bouncyCastle(new SHA3Digest(512), parts);
  }

  /** Keccak-256 with the padding of before FIPS 202, as Ethereum uses it, 32 bytes. */
  public static byte[] keccak256(byte[]... parts) {
    return bouncyCastle(new KeccakDigest(256), parts);
  }

  /** BLAKE2b with a 32-byte digest and no key (RFC 7693). */
  public static byte[] blake2b256(byte[]... parts) {
    return bouncyCastle(new Blake2bDigest(256), parts);
  }

  /** RIPEMD-160, 20 bytes. */
  public static byte[] ripemd160(byte[]... parts) {
    return bouncyCastle(new RIPEMD160Digest(), parts);
  }

  private static MessageDigest prototype(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm, e);
    }
  }

  private static byte[] jdk(MessageDigest prototype, byte[][] parts) {
    try {
      MessageDigest digest = (MessageDigest) prototype.clone();
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("The installed " + prototype + " cannot be cloned", e);
    }
  }

  private static byte[] bouncyCastle(Digest digest, byte[][] parts) {
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    byte[] hash = new byte[digest.getDigestSize()];
    digest.doFinal(hash, 0);
    return hash;
  }
}
