/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.CodecException.Reason;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "LEB128, 0, 00",
    "LEB128, 300, ac02",
    "LEB128, 18446744073709551615, ffffffffffffffffff01",
    "NINE_BYTES, 0, 00",
    "NINE_BYTES, 128, 8001",
    "NINE_BYTES, 9223372036854775808, 808080808080808080",
    "NINE_BYTES, 18446744073709551615, ffffffffffffffffff",
    "COMPACT_SIZE, 252, fc",
    "COMPACT_SIZE, 253, fdfd00",
    "COMPACT_SIZE, 65536, fe00000100",
    "COMPACT_SIZE, 4294967296, ff0000000001000000"
  })
  void knownForms(Varint form, String value, String hex) {
    long number = Long.parseUnsignedLong(value);
    assertThat(Hex.encode(form.encode(number))).isEqualTo(hex);
    byte[] bytes = Hex.decode("ee" + hex + "ee");
    assertThat(form.decode(bytes, 1)).isEqualTo(new Varint.Decoded(number, hex.length() / 2));
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatItWrites(Varint form) {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2000; i++) {
      long number = random.nextLong() >>> random.nextInt(64);
      byte[] bytes = form.encode(number);
      assertThat(form.decode(bytes, 0)).isEqualTo(new Varint.Decoded(number, bytes.length));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LEB128, 8000, NOT_SHORTEST",
    "LEB128, 80, END_OF_INPUT",
    "LEB128, ffffffffffffffffff02, OUT_OF_RANGE",
    "LEB128, ffffffffffffffffffff01, OUT_OF_RANGE",
    "NINE_BYTES, 8080808080808080, END_OF_INPUT",
    "COMPACT_SIZE, fdfc00, NOT_SHORTEST",
    "COMPACT_SIZE, feffff0000, NOT_SHORTEST",
    "COMPACT_SIZE, ffffffffff00000000, NOT_SHORTEST",
    "COMPACT_SIZE, fd00, END_OF_INPUT"
  })
  void refuses(Varint form, String hex, Reason reason) {
    assertThatThrownBy(() -> form.decode(Hex.decode(hex), 0))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void bitmarkPeersMaySendLongerForms() {
    assertThat(Varint.NINE_BYTES.decode(Hex.decode("8100"), 0)).isEqualTo(new Varint.Decoded(1, 2));
  }
}
