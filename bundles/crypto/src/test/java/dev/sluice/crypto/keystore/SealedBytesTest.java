/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import static dev.sluice.crypto.keystore.Samples.QUICK;
import static dev.sluice.crypto.keystore.Samples.fails;
import static dev.sluice.crypto.keystore.Samples.passphrase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.crypto.Hashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBytesTest {
  private final SecureRandom random = new SecureRandom();

  private byte[] sealed() {
    return SealedBytes.seal(Samples.keystore(), passphrase(), QUICK, random);
  }

  private static void opensAsTheSamples(byte[] bytes) {
    try (Keystore keystore = SealedBytes.open(bytes, passphrase())) {
      assertThat(keystore.names()).containsExactly("member", "peer", "token-1");
      assertThat(keystore.get("member").orElseThrow().toBytes()).isEqualTo(Samples.bytes(32, 1));
      assertThat(keystore.get("member").orElseThrow().kind()).isEqualTo(SecretKind.ED25519_SEED);
      assertThat(keystore.get("peer").orElseThrow().toBytes()).isEqualTo(Samples.bytes(32, 2));
      assertThat(keystore.get("peer").orElseThrow().kind()).isEqualTo(SecretKind.CURVE_SECRET);
      assertThat(keystore.get("token-1").orElseThrow().toBytes()).asString().isEqualTo("abc");
      assertThat(keystore.get("token-1").orElseThrow().kind()).isEqualTo(SecretKind.OPAQUE);
    }
  }

  @Test
  void opensWhatItSealed() {
    opensAsTheSamples(sealed());
  }

  /** A file of format version 1, made once: later programs must open it. */
  @Test
  void opensAFileOfVersion1() throws IOException {
    try (InputStream in = SealedBytesTest.class.getResourceAsStream("/keystore-v1.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
      opensAsTheSamples(HexFormat.of().parseHex(hex));
      byte[] again =
          SealedBytes.seal(
              Samples.keystore(),
              passphrase(),
              new Argon2Parameters(64, 2, 2),
              Samples.fixedRandom());
      assertThat(HexFormat.of().formatHex(again)).isEqualTo(hex);
    }
  }

  @Test
  void sealsNothingTwiceAlike() {
    byte[] first = sealed();
    byte[] second = sealed();
    // Salt, nonce, passphrase value and ciphertext, in runs of 16.
    for (int i = 22; i + 16 <= 66; i += 16) {
      assertThat(Arrays.copyOfRange(first, i, i + 16))
          .isNotEqualTo(Arrays.copyOfRange(second, i, i + 16));
    }
    assertThat(Arrays.copyOfRange(first, 70, 102))
        .isNotEqualTo(Arrays.copyOfRange(second, 70, 102));
  }

  @Test
  void showsNeitherNamesNorSecrets() {
    String text = new String(sealed(), StandardCharsets.ISO_8859_1);
    assertThat(text).doesNotContain("member", "token", "abc");
  }

  @Test
  void anyDamageIsCorrupt() {
    byte[] bytes = sealed();
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        bytes[i] ^= (byte) (1 << bit);
        fails(KeystoreError.CORRUPT, () -> SealedBytes.open(bytes, passphrase()));
        bytes[i] ^= (byte) (1 << bit);
      }
    }
    opensAsTheSamples(bytes);
  }

  @Test
  void anyOtherLengthIsCorrupt() {
    byte[] bytes = sealed();
    for (int length = 0; length < bytes.length + 40; length++) {
      if (length != bytes.length) {
        byte[] other = Arrays.copyOf(bytes, length);
        fails(KeystoreError.CORRUPT, () -> SealedBytes.open(other, passphrase()));
      }
    }
  }

  /** Altered by someone who mends the checksum: never opens, and says what it can. */
  @Test
  void noAlterationOpens() {
    byte[] bytes = sealed();
    for (int i = 0; i < bytes.length - 32; i++) {
      for (int bits : new int[] {1, 0x80}) {
        byte[] altered = bytes.clone();
        altered[i] ^= (byte) bits;
        mendChecksum(altered);
        KeystoreException e =
            catchThrowableOfType(
                KeystoreException.class, () -> SealedBytes.open(altered, passphrase()));
        assertThat(e.error()).as("byte %d", i).isIn(expected(i));
      }
    }
  }

  private static Set<KeystoreError> expected(int place) {
    if (place < 8) {
      return Set.of(KeystoreError.CORRUPT); // magic
    } else if (place < 10) {
      return Set.of(KeystoreError.UNSUPPORTED); // version, key derivation
    } else if (place < 22) {
      return Set.of(KeystoreError.UNSUPPORTED, KeystoreError.WRONG_PASSPHRASE); // its parameters
    } else if (place < 38 || (place >= 50 && place < 66)) {
      return Set.of(KeystoreError.WRONG_PASSPHRASE); // salt, passphrase value
    }
    return Set.of(KeystoreError.CORRUPT); // nonce, length, entries
  }

  private static void mendChecksum(byte[] bytes) {
    int end = bytes.length - 32;
    System.arraycopy(Hashes.sha256(Arrays.copyOf(bytes, end)), 0, bytes, end, 32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Correct horse", "correct hors", "correct horse ", "x", "ß"})
  void wrongPassphraseIsToldApart(String other) {
    byte[] bytes = sealed();
    fails(KeystoreError.WRONG_PASSPHRASE, () -> SealedBytes.open(bytes, other.toCharArray()));
  }

  @Test
  void passphraseMayBeAnyText() {
    char[] text = "ключ 鍵 \uD83D\uDD11".toCharArray();
    byte[] bytes = SealedBytes.seal(Samples.keystore(), text, QUICK, random);
    SealedBytes.open(bytes, text).close();
  }

  @Test
  void refusesAnEmptyOrMalformedPassphrase() {
    for (char[] bad : new char[][] {{}, {'a', '\uD83D'}, {'\uDD11'}}) {
      fails(
          KeystoreError.INVALID_PASSPHRASE,
          () -> SealedBytes.seal(Samples.keystore(), bad, QUICK, random));
      byte[] bytes = sealed();
      fails(KeystoreError.INVALID_PASSPHRASE, () -> SealedBytes.open(bytes, bad));
    }
  }

  @Test
  void refusesUnboundedWork() {
    for (int[] p :
        new int[][] {
          {8, 1, 0},
          {8, 0, 1},
          {7, 1, 1},
          {15, 1, 2},
          {8, 17, 1},
          {1 << 18, 1, 17},
          {-1, 1, 1},
          {(1 << 18) + 1, 1, 1}
        }) {
      fails(KeystoreError.UNSUPPORTED, () -> new Argon2Parameters(p[0], p[1], p[2]));
    }
    assertThat(new Argon2Parameters(1 << 18, 16, 16).passes()).isEqualTo(16);
  }

  @Test
  void recommendedWorkTakesItsTime() {
    long start = System.nanoTime();
    byte[] bytes =
        SealedBytes.seal(Samples.keystore(), passphrase(), Argon2Parameters.RECOMMENDED, random);
    assertThat(System.nanoTime() - start).isGreaterThan(20_000_000L);
    opensAsTheSamples(bytes);
  }

  @Test
  void holdsTheLargestKeystore() {
    Keystore keystore = new Keystore();
    for (int i = 0; i < Keystore.MAX_ENTRIES; i++) {
      keystore.put(
          "n".repeat(Keystore.MAX_NAME_LENGTH - 3) + (100 + i),
          new Secret(SecretKind.OPAQUE, Samples.bytes(SecretKind.OPAQUE.maxSize(), i)));
    }
    byte[] bytes = SealedBytes.seal(keystore, passphrase(), QUICK, random);
    assertThat(bytes).hasSize(SealedBytes.MAX_SIZE);
    assertThat(SealedBytes.open(bytes, passphrase()).names()).hasSize(Keystore.MAX_ENTRIES);
  }
}
