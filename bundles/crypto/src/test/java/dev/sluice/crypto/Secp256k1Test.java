/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Secp256k1Test {
  private static final X9ECParameters CURVE = SECNamedCurves.getByName("secp256k1");
  private static final BigInteger N = CURVE.getN();

  private final Random random = new Random(256);

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] bytes(BigInteger n) {
    byte[] b = new byte[32];
    byte[] big = n.toByteArray();
    for (int i = 0; i < Math.min(32, big.length); i++) {
      b[31 - i] = big[big.length - 1 - i];
    }
    return b;
  }

  private static byte[] signature(BigInteger r, BigInteger s) {
    byte[] signature = Arrays.copyOf(bytes(r), 64);
    System.arraycopy(bytes(s), 0, signature, 32, 32);
    return signature;
  }

  private static Optional<String> recovered(byte[] hash, byte[] signature, int id) {
    return Secp256k1.recover(hash, signature, id).map(HexFormat.of()::formatHex);
  }

  /** The test of the Move module aptos_std::secp256k1. */
  @Test
  void aptosVector() {
    byte[] hash = Hashes.sha256("test aptos secp256k1".getBytes(StandardCharsets.US_ASCII));
    byte[] signature =
        hex(
            "f7ad936da03f948c14c542020e3c5f4e02aaacd1f20427c11aa6e2fbf8776477"
                + "646bba0e1a37f9e7c777c423a1d2849baafd7ff6a9930814a43c3f80d59db56f");
    assertThat(recovered(hash, signature, 0))
        .contains(
            "4646ae5047316b4230d0086c8acec687f00b1cd9d1dc634f6cb358ac0a9a8fff"
                + "fe77b4dd0a4bfb95851f3b7355c781dd60f8418fc8a65d14907aff47c903a559");
    assertThat(Secp256k1.isLowS(signature)).isTrue();
  }

  /** The usual example of Ethereum's ecrecover contract. */
  @Test
  void ethereumVector() {
    byte[] hash = hex("38d18acb67d25c8bb9942764b62f18e17054f66a817bd4295423adf9ed98873e");
    byte[] signature =
        hex(
            "38d18acb67d25c8bb9942764b62f18e17054f66a817bd4295423adf9ed98873e"
                + "789d1dd423d25f0772d2748d60f7e4b81bb14d086eba8e8e8efb6dcff8a4ae02");
    byte[] key = Secp256k1.recover(hash, signature, 0).orElseThrow();
    assertThat(HexFormat.of().formatHex(Hashes.keccak256(key), 12, 32))
        .isEqualTo("ceaccac640adf55b2028469bd36ba501f28b699d");
  }

  static List<String> sdkRows() throws IOException {
    try (InputStream in = Secp256k1Test.class.getResourceAsStream("/secp256k1-sdk.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("sdkRows")
  void chainSdk(String row) {
    String[] f = row.split("\t");
    ECPoint key = CURVE.getCurve().decodePoint(hex(f[2]));
    String expected = HexFormat.of().formatHex(key.getEncoded(false), 1, 65);
    assertThat(List.of(0, 1))
        .anyMatch(id -> recovered(hex(f[0]), hex(f[1]), id).equals(Optional.of(expected)));
    assertThat(Secp256k1.isLowS(hex(f[1]))).isTrue();
  }

  @Test
  void recoversTheSignerWithEitherS() {
    for (int i = 0; i < 50; i++) {
      byte[] hash = new byte[32];
      random.nextBytes(hash);
      BigInteger secret = new BigInteger(255, random).add(BigInteger.ONE);
      ECDSASigner signer = new ECDSASigner();
      signer.init(
          true,
          new ECPrivateKeyParameters(
              secret, new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), N)));
      BigInteger[] rs = signer.generateSignature(hash);
      String key =
          HexFormat.of()
              .formatHex(CURVE.getG().multiply(secret).normalize().getEncoded(false), 1, 65);
      byte[] given = signature(rs[0], rs[1]);
      byte[] other = signature(rs[0], N.subtract(rs[1]));
      int id = recovered(hash, given, 0).equals(Optional.of(key)) ? 0 : 1;
      assertThat(recovered(hash, given, id)).contains(key);
      assertThat(recovered(hash, other, 1 - id)).contains(key);
      assertThat(recovered(hash, given, 1 - id)).isNotEqualTo(Optional.of(key));
      assertThat(Secp256k1.isLowS(given)).isNotEqualTo(Secp256k1.isLowS(other));
      hash[3] ^= 1;
      assertThat(recovered(hash, given, id)).isNotEqualTo(Optional.of(key));
    }
  }

  @Test
  void halfTheOrderIsLow() {
    BigInteger half = N.shiftRight(1);
    assertThat(Secp256k1.isLowS(signature(BigInteger.ONE, half))).isTrue();
    assertThat(Secp256k1.isLowS(signature(BigInteger.ONE, half.add(BigInteger.ONE)))).isFalse();
  }

  @Test
  void nothingRecoversFromZeroOrFromAnXThatIsNoPoint() {
    byte[] hash = new byte[32];
    hash[0] = 1;
    BigInteger one = BigInteger.ONE;
    for (int id = 0; id < 4; id++) {
      assertThat(recovered(hash, signature(BigInteger.ZERO, one), id)).isEmpty();
    }
    assertThat(recovered(hash, signature(one, BigInteger.ZERO), 0)).isEmpty();
    // 5 is no x of the curve; r + n is not below p for most r, and equal to it for the next.
    assertThat(recovered(hash, signature(BigInteger.valueOf(5), one), 0)).isEmpty();
    assertThat(recovered(hash, signature(N.subtract(one), one), 2)).isEmpty();
    BigInteger p = CURVE.getCurve().getField().getCharacteristic();
    assertThat(recovered(hash, signature(p.subtract(N), one), 2)).isEmpty();
    // R = G and s = e: Q = (e G - e G) / r is the point at infinity.
    BigInteger gx = CURVE.getG().normalize().getAffineXCoord().toBigInteger();
    int parity = CURVE.getG().normalize().getAffineYCoord().testBitZero() ? 1 : 0;
    BigInteger e = new BigInteger(1, hash);
    assertThat(recovered(hash, signature(gx, e), parity)).isEmpty();
    assertThat(recovered(hash, signature(gx, e), 1 - parity)).isPresent();
  }

  @Test
  void highXIsTakenWithRecoveryIdTwo() {
    // The smallest r whose r + n is an x of the curve.
    for (int r = 1; ; r++) {
      BigInteger small = BigInteger.valueOf(r);
      BigInteger x = small.add(N);
      byte[] compressed = new byte[33];
      compressed[0] = 2;
      System.arraycopy(bytes(x), 0, compressed, 1, 32);
      ECPoint point;
      try {
        point = CURVE.getCurve().decodePoint(compressed);
      } catch (IllegalArgumentException notOnCurve) {
        continue;
      }
      byte[] hash = new byte[32];
      hash[31] = 3;
      // s = 1: Q = (R - 3 G) / r.
      ECPoint key =
          point
              .subtract(CURVE.getG().multiply(BigInteger.valueOf(3)))
              .multiply(small.modInverse(N))
              .normalize();
      assertThat(recovered(hash, signature(small, BigInteger.ONE), 2))
          .contains(HexFormat.of().formatHex(key.getEncoded(false), 1, 65));
      return;
    }
  }

  @Test
  void refusesMalformedInput() {
    byte[] good = signature(BigInteger.ONE, BigInteger.ONE);
    refuses(new byte[31], good, 0);
    refuses(new byte[33], good, 0);
    refuses(new byte[32], new byte[63], 0);
    refuses(new byte[32], new byte[65], 0);
    refuses(new byte[32], good, -1);
    refuses(new byte[32], good, 4);
    refuses(new byte[32], good, 27);
    refuses(new byte[32], signature(N, BigInteger.ONE), 0);
    refuses(new byte[32], signature(BigInteger.ONE, N), 0);
    assertThatExceptionOfType(CryptoException.class)
        .isThrownBy(() -> Secp256k1.isLowS(new byte[63]));
  }

  private static void refuses(byte[] hash, byte[] signature, int id) {
    assertThatExceptionOfType(CryptoException.class)
        .isThrownBy(() -> Secp256k1.recover(hash, signature, id))
        .returns(CryptoError.MALFORMED_SIGNATURE, CryptoException::error)
        .returns(3, e -> e.error().code());
  }
}
