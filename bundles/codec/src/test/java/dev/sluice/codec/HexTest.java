/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HexTest {
  @Test
  void readsWhatItWrites() {
    byte[] bytes = {0, 1, (byte) 0xff};
    assertThat(Hex.encode(bytes)).isEqualTo("0001ff");
    assertThat(Hex.decode("0x0001FF")).isEqualTo(bytes);
  }

  @Test
  void refusesOddLength() {
    assertThatIllegalArgumentException().isThrownBy(() -> Hex.decode("0x1"));
  }
}
