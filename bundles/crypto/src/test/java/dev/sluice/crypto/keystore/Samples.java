/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import java.security.SecureRandom;
import java.util.Arrays;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the keystore tests share. */
final class Samples {
  /** Little enough work for thousands of tries. */
  static final Argon2Parameters QUICK = new Argon2Parameters(8, 1, 1);

  private Samples() {}

  static char[] passphrase() {
    return "correct horse".toCharArray();
  }

  static byte[] bytes(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  static Secret seed(int value) {
    return new Secret(SecretKind.ED25519_SEED, bytes(32, value));
  }

  /** One entry of each kind. */
  static Keystore keystore() {
    Keystore keystore = new Keystore();
    keystore.put("member", seed(1));
    keystore.put("peer", new Secret(SecretKind.CURVE_SECRET, bytes(32, 2)));
    keystore.put("token-1", new Secret(SecretKind.OPAQUE, new byte[] {'a', 'b', 'c'}));
    return keystore;
  }

  /** Random numbers that are the same in each run. */
  static SecureRandom fixedRandom() {
    return new SecureRandom() {
      private static final long serialVersionUID = 1L;

      @Override
      public void nextBytes(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (3 * i + bytes.length);
        }
      }
    };
  }

  static void fails(KeystoreError error, ThrowingCallable call) {
    Assertions.assertThatExceptionOfType(KeystoreException.class)
        .isThrownBy(call)
        .returns(error, KeystoreException::error);
  }
}
