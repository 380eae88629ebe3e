/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import static dev.sluice.crypto.keystore.Samples.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreTest {
  private static final String SEED = "01".repeat(32);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void keepsCopies() {
    byte[] bytes = Samples.bytes(32, 7);
    Keystore keystore = new Keystore();
    try (Secret secret = new Secret(SecretKind.ED25519_SEED, bytes)) {
      keystore.put("a", secret);
    }
    bytes[0] = 0;
    Secret taken = keystore.get("a").orElseThrow();
    assertThat(taken.toBytes()).isEqualTo(Samples.bytes(32, 7));
    taken.toBytes()[1] = 0;
    taken.close();
    assertThat(keystore.get("a").orElseThrow().toBytes()).isEqualTo(Samples.bytes(32, 7));
  }

  @Test
  void replacesAndRemoves() {
    Keystore keystore = Samples.keystore();
    keystore.put("peer", Samples.seed(9));
    assertThat(keystore.get("peer").orElseThrow().kind()).isEqualTo(SecretKind.ED25519_SEED);
    assertThat(keystore.remove("peer")).isTrue();
    assertThat(keystore.remove("peer")).isFalse();
    assertThat(keystore.get("peer")).isEmpty();
    assertThat(keystore.names()).containsExactly("member", "token-1");
  }

  @Test
  void closingForgets() {
    Keystore keystore = Samples.keystore();
    keystore.close();
    assertThat(keystore.names()).isEmpty();
    Secret secret = Samples.seed(1);
    secret.close();
    assertThatIllegalStateException().isThrownBy(secret::toBytes);
  }

  @Test
  void neverShowsASecret() {
    String text = Samples.keystore() + " " + Samples.seed(0x61);
    assertThat(text).isEqualTo("Keystore[member, peer, token-1] Secret[ED25519_SEED]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "ä", "a b", "a/b", ".a", "-a", "a\n", "../a"})
  void refusesOtherNames(String name) {
    fails(KeystoreError.INVALID_ENTRY, () -> new Keystore().put(name, Samples.seed(1)));
  }

  @Test
  void namesAndEntriesAreBounded() {
    Keystore keystore = new Keystore();
    String longest = "a".repeat(Keystore.MAX_NAME_LENGTH);
    keystore.put(longest, Samples.seed(1));
    fails(KeystoreError.INVALID_ENTRY, () -> keystore.put(longest + "a", Samples.seed(1)));
    for (int i = 1; i < Keystore.MAX_ENTRIES; i++) {
      keystore.put("n" + i, Samples.seed(1));
    }
    fails(KeystoreError.FULL, () -> keystore.put("one-more", Samples.seed(1)));
    keystore.put("n1", Samples.seed(2));
    assertThat(keystore.names()).hasSize(Keystore.MAX_ENTRIES);
  }

  @Test
  void secretsHaveTheSizeOfTheirKind() {
    for (SecretKind kind : new SecretKind[] {SecretKind.ED25519_SEED, SecretKind.CURVE_SECRET}) {
      fails(KeystoreError.INVALID_ENTRY, () -> new Secret(kind, new byte[31]));
      fails(KeystoreError.INVALID_ENTRY, () -> new Secret(kind, new byte[33]));
    }
    fails(KeystoreError.INVALID_ENTRY, () -> new Secret(SecretKind.OPAQUE, new byte[0]));
    fails(KeystoreError.INVALID_ENTRY, () -> new Secret(SecretKind.OPAQUE, new byte[4097]));
    assertThat(new Secret(SecretKind.OPAQUE, new byte[4096]).toBytes()).hasSize(4096);
  }

  @Test
  void entriesHaveOneEncoding() {
    byte[] good = EntryCodec.encode(Samples.keystore());
    assertThat(EntryCodec.encode(EntryCodec.decode(good))).isEqualTo(good);
    assertThat(EntryCodec.decode(hex("0000")).names()).isEmpty();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      fails(KeystoreError.CORRUPT, () -> EntryCodec.decode(cut));
    }
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    fails(KeystoreError.CORRUPT, () -> EntryCodec.decode(longer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200 0162 01 2000 SEED 0161 01 2000 SEED", // out of order
        "0200 0161 01 2000 SEED 0161 01 2000 SEED", // twice
        "0100 00 01 2000 SEED", // no name
        "0100 0141 01 2000 SEED", // name A
        "0100 01ff 01 2000 SEED", // not ASCII
        "0100 0161 03 0000", // empty secret
        "0100 0161 01 1f00 SEED", // wrong size
      })
  void refusesEntriesItWouldNotWrite(String entries) {
    fails(
        KeystoreError.CORRUPT,
        () -> EntryCodec.decode(hex(entries.replace("SEED", SEED).replace(" ", ""))));
  }

  @Test
  void unknownKindIsOfALaterVersion() {
    fails(
        KeystoreError.UNSUPPORTED,
        () -> EntryCodec.decode(hex("0100" + "0161" + "04" + "2000" + SEED)));
  }
}
