/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BlockTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  @Test
  void isNotChangedThroughTheArraysItGetsAndGives() {
    byte[] bytes = HELLO.clone();
    Block block = Block.of(BlockId.RAW, bytes);
    bytes[0] = 0;
    block.bytes()[1] = 0;
    assertThat(block.bytes()).isEqualTo(HELLO);
    assertThat(block.buffer().isReadOnly()).isTrue();
  }

  @Test
  void saysWhetherTheBytesMatchTheId() {
    Block block = Block.of(BlockId.RAW, HELLO);
    assertThat(block.matches()).isTrue();
    assertThat(Block.claimed(block.id(), ByteBuffer.wrap(HELLO)).matches()).isTrue();
    assertThat(Block.claimed(block.id(), ByteBuffer.wrap(HELLO, 0, 4)).matches()).isFalse();
  }

  @Test
  void isBounded() {
    assertThat(Block.of(BlockId.RAW, new byte[Block.MAX_BYTES]).size()).isEqualTo(Block.MAX_BYTES);
    assertThatThrownBy(() -> Block.of(BlockId.RAW, new byte[Block.MAX_BYTES + 1]))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.error()).isEqualTo(StorageError.TOO_LARGE));
  }

  @Test
  void numbersOfErrorsAreDistinctAndInOrder() {
    assertThat(
            Arrays.stream(StorageError.values())
                .map(StorageError::number)
                .collect(Collectors.toList()))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(120001);
  }
}
