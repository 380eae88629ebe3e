/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.Ed25519KeyPair;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Where a history's keys and their verification come from. */
interface Signatures {
  /** The key of a name. */
  SimSigner signer(String name);

  /** Whether a signature is valid, by the strict or the client rule. */
  boolean verify(Key key, byte[] message, Signature signature, boolean strict);

  /** Stand-ins that cost next to nothing. */
  static Signatures standIn() {
    return new Signatures() {
      @Override
      public SimSigner signer(String name) {
        return new StandInSigner(name);
      }

      @Override
      public boolean verify(Key key, byte[] message, Signature signature, boolean strict) {
        return StandInSigner.verify(key, message, signature, strict);
      }
    };
  }

  /** Ed25519. A signature that several members verify is worked out once. */
  static Signatures real() {
    return new Real();
  }

  /** Ed25519 with a memory. */
  final class Real implements Signatures {
    private record Question(Key key, Signature signature, boolean strict, int message) {}

    private final Map<Question, Boolean> answers = new HashMap<>();

    private Real() {}

    @Override
    public SimSigner signer(String name) {
      byte[] seed = HashFunction.H.hash(name.getBytes(StandardCharsets.UTF_8)).toArray();
      Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(seed);
      Key key = Key.of(pair.publicKey());
      return new SimSigner() {
        @Override
        public Key key() {
          return key;
        }

        @Override
        public Signature sign(byte[] message) {
          return Signature.of(pair.sign(message));
        }

        @Override
        public boolean isFit(Key other) {
          return Ed25519.isValidPublicKey(other.toArray());
        }

        @Override
        public Signature loosened(Signature signature) {
          byte[] bytes = signature.toArray();
          bytes[0] ^= 1;
          return Signature.of(bytes);
        }
      };
    }

    @Override
    public boolean verify(Key key, byte[] message, Signature signature, boolean strict) {
      return answers.computeIfAbsent(
          new Question(key, signature, strict, Arrays.hashCode(message)),
          q ->
              strict
                  ? Ed25519.verifyStrict(key.toArray(), message, signature.toArray())
                  : Ed25519.verify(key.toArray(), message, signature.toArray()));
    }
  }
}
