/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void copiesInAndOut() {
    byte[] raw = {1, 2};
    Bytes bytes = Bytes.of(raw);
    raw[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.fromHex("0x0102"));
    assertThat(bytes.buffer().isReadOnly()).isTrue();
  }

  @Test
  void isEqualByContentAndOrderedUnsigned() {
    assertThat(Bytes.fromHex("ff")).isGreaterThan(Bytes.fromHex("7f")).hasToString("0xff");
    assertThat(Bytes.of((byte) 1)).hasSameHashCodeAs(Bytes.fromHex("01"));
    assertThat(Bytes.utf8("")).isSameAs(Bytes.EMPTY);
    assertThat(Bytes.utf8("é").toUtf8()).isEqualTo("é");
  }
}
