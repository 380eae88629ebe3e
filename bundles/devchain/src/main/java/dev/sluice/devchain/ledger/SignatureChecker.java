/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.PublicKey;
import dev.sluice.aptos.codec.SignatureClaim;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.CryptoException;
import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.Hashes;
import dev.sluice.crypto.PreparedKey;
import dev.sluice.crypto.Secp256k1;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Checks the signatures of transactions by the rule of the public networks, the strict one. Keeps
 * tables for keys that sign again. Thread-safe: callers check in parallel.
 */
public final class SignatureChecker {
  /** Most keys that are kept, of about 12 kB each. */
  public static final int MAX_KEYS = 2048;

  /** Keys by their bytes; empty on the first sight and for keys that cannot be prepared. */
  private final Map<Bytes, Optional<PreparedKey>> keys =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, Optional<PreparedKey>> eldest) {
          return size() > MAX_KEYS;
        }
      };

  private final LongAdder checks = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Signatures checked so far. */
  public long checks() {
    return checks.sum();
  }

  /** Time that the checks took, summed over all threads, in nanoseconds. */
  public long nanos() {
    return nanos.sum();
  }

  /** Whether every signer's signatures hold, and every signer shows one. */
  public boolean isSigned(SignedTransaction transaction) {
    return transaction.signers().stream().allMatch(this::isSigned);
  }

  private boolean isSigned(SignedTransaction.Signer signer) {
    return signer.authenticator().authenticationKey().isPresent()
        && signer.authenticator().claims().stream()
            .allMatch(
                claim -> signer.messages().stream().anyMatch(message -> isValid(claim, message)));
  }

  private boolean isValid(SignatureClaim claim, Bytes message) {
    long start = System.nanoTime();
    try {
      return claim.isOfOneScheme()
          && switch (claim.key().scheme()) {
            case ED25519 -> isEd25519(claim, message.toArray());
            case SECP256K1 -> isSecp256k1(claim, message.toArray());
            default -> false;
          };
    } finally {
      checks.increment();
      nanos.add(System.nanoTime() - start);
    }
  }

  private boolean isEd25519(SignatureClaim claim, byte[] message) {
    byte[] signature = claim.signature().bytes().toArray();
    Optional<PreparedKey> prepared = prepared(claim.key());
    return prepared.isPresent()
        ? Ed25519.verifyStrict(prepared.get(), message, signature)
        : Ed25519.verifyStrict(claim.key().bytes().toArray(), message, signature);
  }

  private Optional<PreparedKey> prepared(PublicKey key) {
    synchronized (keys) {
      Optional<PreparedKey> known = keys.get(key.bytes());
      if (known == null) {
        keys.put(key.bytes(), Optional.empty());
        return Optional.empty();
      } else if (known.isPresent()) {
        return known;
      }
    }
    Optional<PreparedKey> prepared = prepare(key.bytes().toArray());
    synchronized (keys) {
      keys.put(key.bytes(), prepared);
    }
    return prepared;
  }

  /** Keys outside of the group of prime order have no tables; the strict rule takes them. */
  private static Optional<PreparedKey> prepare(byte[] key) {
    return Ed25519.isValidPublicKey(key) ? Optional.of(PreparedKey.of(key)) : Optional.empty();
  }

  /** ECDSA over SHA3-256 of the message; the key is what the signature recovers to. */
  private static boolean isSecp256k1(SignatureClaim claim, byte[] message) {
    byte[] key = claim.key().bytes().toArray();
    byte[] signature = claim.signature().bytes().toArray();
    byte[] hash = Hashes.sha3_256(message);
    if (key.length != 65 || key[0] != 4) {
      return false;
    }
    byte[] point = Arrays.copyOfRange(key, 1, key.length);
    try {
      if (!Secp256k1.isLowS(signature)) {
        return false;
      }
      for (int id = 0; id < 4; id++) {
        Optional<byte[]> recovered = Secp256k1.recover(hash, signature, id);
        if (recovered.isPresent() && Arrays.equals(recovered.get(), point)) {
          return true;
        }
      }
      return false;
    } catch (CryptoException e) {
      return false;
    }
  }
}
