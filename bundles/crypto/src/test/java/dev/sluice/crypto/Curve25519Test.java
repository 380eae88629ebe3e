/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Curve25519Test {
  /** RFC 7748, section 5.2: the scalar 9 times the base point, which has u = 9. */
  @Test
  void publicKeysAreThoseOfTheStandard() {
    byte[] nine = new byte[Curve25519.KEY_SIZE];
    nine[0] = 9;
    assertThat(HexFormat.of().formatHex(Curve25519.publicKey(nine)))
        .isEqualTo("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  }

  @Test
  void newKeysDiffer() {
    var random = new SecureRandom();
    assertThat(Curve25519.generateSecretKey(random))
        .isNotEqualTo(Curve25519.generateSecretKey(random));
    assertThatThrownBy(() -> Curve25519.publicKey(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
