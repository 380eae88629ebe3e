/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.CodecException.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BcsTest {
  private static <T> T read(String hex, Function<BcsReader, T> value) {
    return BcsReader.read(Hex.decode(hex), value);
  }

  private static void refuses(String hex, Function<BcsReader, ?> value, Reason reason) {
    assertThatThrownBy(() -> read(hex, value))
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void readsFixedWidths() {
    byte[] bytes =
        new BcsWriter()
            .bool(true)
            .u8(0xff)
            .u16(0xfffe)
            .u32(0xffff_fffdL)
            .u64(-4)
            .u128(U128.of(-1, -5))
            .u256(U256.of(-1, 2, 3, -6))
            .address(AccountAddress.of(7))
            .string("aé")
            .toByteArray();
    BcsReader reader = new BcsReader(bytes);
    assertThat(reader.bool()).isTrue();
    assertThat(reader.u8()).isEqualTo(0xff);
    assertThat(reader.u16()).isEqualTo(0xfffe);
    assertThat(reader.u32()).isEqualTo(0xffff_fffdL);
    assertThat(reader.u64()).isEqualTo(-4);
    assertThat(reader.u128()).isEqualTo(U128.of(-1, -5));
    assertThat(reader.u256()).isEqualTo(U256.of(-1, 2, 3, -6));
    assertThat(reader.address()).isEqualTo(AccountAddress.of(7));
    assertThat(reader.string()).isEqualTo("aé");
    reader.end();
  }

  @ParameterizedTest
  @CsvSource({"00,0", "7f,127", "8001,128", "ffff03,65535", "ffffffff07,2147483647"})
  void readsAndWritesLengths(String hex, int length) {
    assertThat(read(hex, BcsReader::length)).isEqualTo(length);
    assertThat(new BcsWriter().length(length).toBytes().toHex()).isEqualTo(hex);
  }

  @Test
  void refusesBadLengths() {
    refuses("8000", BcsReader::length, Reason.NOT_SHORTEST);
    refuses("ff8000", BcsReader::length, Reason.NOT_SHORTEST);
    refuses("ffffffff0f", BcsReader::length, Reason.OUT_OF_RANGE);
    refuses("ffffffff1f", BcsReader::length, Reason.OUT_OF_RANGE);
    refuses("ffffffffff01", BcsReader::length, Reason.OUT_OF_RANGE);
    refuses("80", BcsReader::length, Reason.END_OF_INPUT);
  }

  @Test
  void refusesWhatIsNotCanonical() {
    refuses("02", BcsReader::bool, Reason.BAD_BOOL);
    refuses("0001", BcsReader::bool, Reason.TRAILING_BYTES);
    refuses("02c0af", BcsReader::string, Reason.BAD_UTF8);
    refuses("03eda080", BcsReader::string, Reason.BAD_UTF8);
    refuses("0461", BcsReader::string, Reason.END_OF_INPUT);
    refuses("05", r -> r.variant(5), Reason.UNKNOWN_VARIANT);
    refuses("02" + "0101" + "0101", r -> r.map(BcsReader::u8, BcsReader::u8), Reason.BAD_MAP_ORDER);
    refuses("02" + "0201" + "0101", r -> r.map(BcsReader::u8, BcsReader::u8), Reason.BAD_MAP_ORDER);
  }

  @Test
  void claimedLengthsCostNothing() {
    refuses("ffffffff07", BcsReader::bytes, Reason.END_OF_INPUT);
    refuses("ffffffff07", BcsReader::string, Reason.END_OF_INPUT);
    refuses("ffffffff07", r -> r.list(BcsReader::u8), Reason.END_OF_INPUT);
  }

  @Test
  void limitsNesting() {
    refuses(
        "00",
        r -> {
          for (int i = 0; i < BcsReader.MAX_DEPTH; i++) {
            r.enter();
          }
          r.leave();
          r.enter();
          r.enter();
          return 0;
        },
        Reason.TOO_DEEP);
  }

  @Test
  void readsCollections() {
    BcsWriter writer = new BcsWriter();
    Map<Integer, String> map = new TreeMap<>(Map.of(0x0100, "a", 0x0001, "b"));
    writer
        .list(List.of(1, 2, 300), BcsWriter::u16)
        .option(Optional.of("x"), BcsWriter::string)
        .option(Optional.<String>empty(), BcsWriter::string)
        .map(map, BcsWriter::u16, BcsWriter::string);
    // 0x0100 is 00 01 and so comes before 0x0001, which is 01 00.
    assertThat(writer.toBytes().toHex())
        .isEqualTo("03010002002c01" + "010178" + "00" + "02" + "00010161" + "01000162");
    BcsReader reader = new BcsReader(writer.toBytes());
    assertThat(reader.list(BcsReader::u16)).containsExactly(1, 2, 300);
    assertThat(reader.option(BcsReader::string)).contains("x");
    assertThat(reader.option(BcsReader::string)).isEmpty();
    assertThat(reader.map(BcsReader::u16, BcsReader::string)).isEqualTo(map);
    reader.end();
  }

  @Test
  void writesMoreThanFirstCapacity() {
    BcsWriter writer = new BcsWriter(0);
    byte[] block = new byte[1000];
    for (int i = 0; i < 100; i++) {
      writer.u8(i).fixedBytes(block);
    }
    assertThat(writer.size()).isEqualTo(100_100);
    assertThat(writer.toByteArray()[1001]).isEqualTo((byte) 1);
  }
}
