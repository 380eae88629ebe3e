/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlockIdTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvFileSource(resources = "/cids.csv", emptyValue = "", nullValues = "-")
  void agreesWithOtherImplementations(String content, String base32, String base58, String binary) {
    BlockId id = Block.of(BlockId.RAW, bytes(content == null ? "" : content)).id();
    assertThat(id).hasToString(base32);
    assertThat(id.toBytes()).isEqualTo(HEX.parseHex(binary));
    assertThat(BlockId.fromBytes(HEX.parseHex(binary))).isEqualTo(id);
    assertThat(BlockId.parse(base32)).isEqualTo(id);
    assertThat(BlockId.parse(base58)).isEqualTo(id);
    assertThat(BlockId.parse("f" + binary)).isEqualTo(id);
    String base36 = new java.math.BigInteger(binary, 16).toString(36);
    assertThat(BlockId.parse("k" + base36)).isEqualTo(id);
    assertThat(BlockId.of(id.codec(), id.digest())).isEqualTo(id);
  }

  private static byte[] bytes(String content) {
    if (!content.startsWith("pattern ")) {
      return HEX.parseHex(content);
    }
    byte[] bytes = new byte[Integer.parseInt(content.substring("pattern ".length()))];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    return bytes;
  }

  @Test
  void keepsEveryCodec() {
    for (int codec : new int[] {0, 1, 0x55, 0x71, 0x7f, 0x80, 0x3fff, 0x4000, 0x0129, 0x7fffffff}) {
      BlockId id = BlockId.hash(codec, ByteBuffer.allocate(3));
      assertThat(BlockId.fromBytes(id.toBytes())).isEqualTo(id);
      assertThat(BlockId.parse(id.toString()).codec()).isEqualTo(codec);
    }
    assertThatThrownBy(() -> BlockId.of(-1, new byte[32])).isInstanceOf(StorageException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "b",
        "x123",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyk",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykua",
        "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykv",
        "BAFKREIHDWDCEFGH4DQKJV67UZCMW7OJEE6XEDZDETOJUZJEVTENXQUVYKU",
        "zb2rhmy65F3REf8SZp7De11gxtECBGgUKaLdiDj7MCGCHxbD0",
        "f01551220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8",
        "f01551220E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "f02551220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "f01551320e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "f01d5001220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "f01ffffffffff011220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "f01ffffffff0f1220e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG"
      })
  void refusesWhatIsNotAnId(String text) {
    assertThatThrownBy(() -> BlockId.parse(text))
        .isInstanceOfSatisfying(
            StorageException.class, e -> assertThat(e.error()).isEqualTo(StorageError.INVALID));
  }

  @Test
  void ordersByDigestAsUnsignedBytes() {
    byte[] low = new byte[32];
    byte[] high = new byte[32];
    high[0] = (byte) 0x80;
    Set<BlockId> ids = new TreeSet<>();
    ids.add(BlockId.of(BlockId.RAW, high));
    ids.add(BlockId.of(BlockId.DAG_CBOR, low));
    ids.add(BlockId.of(BlockId.RAW, low));
    ids.add(BlockId.of(BlockId.RAW, low));
    assertThat(ids)
        .containsExactly(
            BlockId.of(BlockId.RAW, low),
            BlockId.of(BlockId.DAG_CBOR, low),
            BlockId.of(BlockId.RAW, high));
  }
}
