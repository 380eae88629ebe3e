/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.crypto.AcceptanceCases.Case;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
  private static final List<Case> CASES = AcceptanceCases.read();

  private static Map<String, Long> accepted(java.util.function.Predicate<Case> rule) {
    return CASES.stream()
        .collect(
            Collectors.groupingBy(Case::group, Collectors.filtering(rule, Collectors.counting())));
  }

  @Test
  void fileHoldsWhatTheDefinitionsSay() {
    assertThat(CASES).isEqualTo(AcceptanceCases.make());
  }

  @Test
  void fileHasEveryGroup() {
    assertThat(accepted(c -> true))
        .containsEntry("honest", 64L)
        .containsEntry("s plus L", 64L)
        .containsEntry("A and R of small order", 196L)
        .containsEntry("A of small order", 32L)
        .containsEntry("R of small order", 8L)
        .containsEntry("R of small order, not canonical", 6L)
        .containsEntry("R of mixed order", 64L)
        .containsEntry("A of mixed order", 64L);
  }

  @Test
  void clientRuleAccepts() {
    for (Case c : CASES) {
      assertThat(Ed25519.verify(c.keyBytes(), c.messageBytes(), c.signatureBytes()))
          .as(c.line())
          .isEqualTo(c.client());
    }
    assertThat(accepted(Case::client))
        .containsEntry("honest", 64L)
        .containsEntry("s plus L", 0L)
        .containsEntry("A and R of small order", 0L)
        .containsEntry("A of small order", 0L)
        .containsEntry("R of small order", 8L)
        .containsEntry("R of small order, not canonical", 0L)
        .containsEntry("R of mixed order", 64L)
        .containsEntry("A of mixed order", 0L)
        .containsEntry("unaltered", 1L)
        .containsEntry("altered", 0L);
  }

  @Test
  void strictRuleAccepts() {
    for (Case c : CASES) {
      assertThat(Ed25519.verifyStrict(c.keyBytes(), c.messageBytes(), c.signatureBytes()))
          .as(c.line())
          .isEqualTo(c.strict());
    }
    assertThat(accepted(Case::strict))
        .containsEntry("honest", 64L)
        .containsEntry("s plus L", 0L)
        .containsEntry("A and R of small order", 0L)
        .containsEntry("A of small order", 0L)
        .containsEntry("R of small order", 0L)
        .containsEntry("R of small order, not canonical", 0L)
        .containsEntry("R of mixed order", 0L)
        .containsEntry("unaltered", 1L)
        .containsEntry("altered", 0L);
    // h must be a multiple of 8: one in eight, by message.
    assertThat(accepted(Case::strict).get("A of mixed order")).isBetween(3L, 16L);
  }

  @Test
  void preparedKeysDecideTheSame() {
    for (Case c : CASES) {
      if (Ed25519.isValidPublicKey(c.keyBytes())) {
        PreparedKey key = PreparedKey.of(c.keyBytes());
        assertThat(Ed25519.verify(key, c.messageBytes(), c.signatureBytes()))
            .as(c.line())
            .isEqualTo(c.client());
        assertThat(Ed25519.verifyStrict(key, c.messageBytes(), c.signatureBytes()))
            .as(c.line())
            .isEqualTo(c.strict());
      }
    }
  }

  @Test
  void strictImpliesClientForValidKeys() {
    for (Case c : CASES) {
      if (c.strict() && Ed25519.isValidPublicKey(c.keyBytes())) {
        assertThat(c.client()).as(c.line()).isTrue();
      }
    }
  }

  /** To be looked at when Bouncy Castle is upgraded: signing and key validation rest on it. */
  @Test
  void bouncyCastleAgreesForValidKeys() {
    for (Case c : CASES) {
      boolean valid = Ed25519.isValidPublicKey(c.keyBytes());
      assertThat(valid).as(c.line()).isEqualTo(ReferenceCurve.isValidKey(c.keyBytes()));
      if (valid && c.signatureBytes().length == Ed25519.SIGNATURE_SIZE) {
        byte[] message = c.messageBytes();
        assertThat(
                org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
                    c.signatureBytes(), 0, c.keyBytes(), 0, message, 0, message.length))
            .as(c.line())
            .isEqualTo(c.client());
      }
    }
  }

  @Test
  void validKeysAreCanonicalAndOfPrimeOrder() {
    List<byte[]> refused = new ArrayList<>(AcceptanceCases.canonicalSmallOrder());
    refused.addAll(AcceptanceCases.otherSmallOrder());
    assertThat(refused).hasSize(14);
    for (byte[] key : refused) {
      assertThat(Ed25519.isValidPublicKey(key)).isFalse();
      assertThat(Ed25519.isChainPublicKey(key)).isFalse();
    }
    for (ReferenceCurve.Point small : AcceptanceCases.smallOrderPoints()) {
      byte[] mixed = ReferenceCurve.BASE.times(5).plus(small).encode();
      assertThat(Ed25519.isValidPublicKey(mixed)).isEqualTo(small.equals(ReferenceCurve.NEUTRAL));
      assertThat(Ed25519.isChainPublicKey(mixed)).isTrue();
    }
    assertThat(Ed25519.isValidPublicKey(new byte[31])).isFalse();
    assertThat(Ed25519.isChainPublicKey(new byte[33])).isFalse();
  }

  @Test
  void chainTakesKeysThatAreNotCanonical() {
    int onCurve = 0;
    for (int i = 2; i < 19; i++) {
      byte[] key = ReferenceCurve.bytes(ReferenceCurve.P.add(BigInteger.valueOf(i)));
      boolean expected = ReferenceCurve.decodeLoosely(key).isPresent();
      onCurve += expected ? 1 : 0;
      assertThat(Ed25519.isChainPublicKey(key)).isEqualTo(expected);
      assertThat(Ed25519.isValidPublicKey(key)).isFalse();
      assertThat(ReferenceCurve.isValidKey(key)).isFalse();
    }
    assertThat(onCurve).isPositive();
  }

  @Test
  void knownEncodingsAreOfSmallOrder() {
    for (String hex :
        List.of(
            "0100000000000000000000000000000000000000000000000000000000000000",
            "0000000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")) {
      assertThat(AcceptanceCases.canonicalSmallOrder())
          .anyMatch(encoding -> HexFormat.of().formatHex(encoding).equals(hex));
    }
  }
}
