/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Ed25519Test {
  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  /** RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc). */
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,\
          d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,\
          '',\
          e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155\
          5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
          4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,\
          3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,\
          72,\
          92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
          085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
          c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,\
          fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,\
          af82,\
          6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac\
          18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
          833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42,\
          ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf,\
          ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
          2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f,\
          dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589\
          09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704
          """)
  void rfc8032(String seed, String publicKey, String message, String signature) {
    checkVector(seed, publicKey, message, signature);
  }

  static List<String> sdkRows() throws IOException {
    try (InputStream in = Ed25519Test.class.getResourceAsStream("/ed25519-sdk.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sdkRows")
  void chainSdks(String row) {
    String[] f = row.split("\t", -1);
    checkVector(f[0], f[1], f[2], f[3]);
  }

  private static void checkVector(String seed, String publicKey, String message, String signature) {
    Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(hex(seed));
    byte[] m = hex(message);
    byte[] s = hex(signature);
    assertThat(HexFormat.of().formatHex(pair.publicKey())).isEqualTo(publicKey);
    assertThat(HexFormat.of().formatHex(pair.sign(m))).isEqualTo(signature);
    PreparedKey key = PreparedKey.of(pair.publicKey());
    assertThat(Ed25519.verify(key, m, s)).isTrue();
    assertThat(Ed25519.verifyStrict(key, m, s)).isTrue();
    assertThat(Ed25519.verify(pair.publicKey(), m, s)).isTrue();
    assertThat(Ed25519.verifyStrict(pair.publicKey(), m, s)).isTrue();
    for (int i = 0; i < s.length; i++) {
      s[i] ^= 1;
      assertThat(Ed25519.verify(key, m, s)).isFalse();
      assertThat(Ed25519.verifyStrict(key, m, s)).isFalse();
      s[i] ^= 1;
    }
  }

  @Test
  void preparedKeyRefusesAnInvalidKey() {
    for (byte[] key : List.of(new byte[0], new byte[32], new byte[33])) {
      assertThatExceptionOfType(CryptoException.class)
          .isThrownBy(() -> PreparedKey.of(key))
          .returns(CryptoError.INVALID_PUBLIC_KEY, CryptoException::error);
    }
  }

  @Test
  void preparedKeyIsAValue() {
    byte[] bytes = Ed25519KeyPair.ofSeed(new byte[32]).publicKey();
    PreparedKey key = PreparedKey.of(bytes);
    assertThat(key).isEqualTo(PreparedKey.of(bytes)).hasSameHashCodeAs(PreparedKey.of(bytes));
    bytes[0] ^= 1;
    key.toBytes()[0] ^= 1;
    bytes[0] ^= 1;
    assertThat(key.toBytes()).isEqualTo(bytes);
    assertThat(key).hasToString(HexFormat.of().formatHex(bytes));
  }

  @Test
  void keyPairKeepsItsSeedToItself() {
    byte[] seed = new byte[32];
    Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(seed);
    seed[0] = 1;
    assertThat(pair.seed()).isEqualTo(new byte[32]);
    assertThat(pair.toString())
        .contains(HexFormat.of().formatHex(pair.publicKey()))
        .doesNotContain("00000000");
  }

  @Test
  void generatedPairsDiffer() {
    SecureRandom random = new SecureRandom();
    assertThat(Ed25519KeyPair.generate(random).publicKey())
        .isNotEqualTo(Ed25519KeyPair.generate(random).publicKey());
  }

  @Test
  void closedPairDoesNotSign() {
    Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(new byte[32]);
    pair.close();
    assertThatIllegalStateException().isThrownBy(() -> pair.sign(new byte[1]));
    assertThatIllegalStateException().isThrownBy(pair::seed);
  }

  @Test
  void seedHas32Bytes() {
    assertThatExceptionOfType(CryptoException.class)
        .isThrownBy(() -> Ed25519KeyPair.ofSeed(new byte[31]))
        .returns(CryptoError.INVALID_SECRET_KEY, CryptoException::error);
  }
}
