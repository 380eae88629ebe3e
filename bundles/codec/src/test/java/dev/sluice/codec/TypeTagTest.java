/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.CodecException.Reason;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTagTest {
  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void acceptsSpacesAndBothAddressForms() {
    TypeTag tag = TypeTag.parse("0x42::m::S<u64,0x1::string::String , vector< bool >>");
    assertThat(tag).hasToString("0x42::m::S<u64, 0x1::string::String, vector<bool>>");
    assertThat(TypeTag.parse(tag.toLongString())).isEqualTo(tag);
    assertThat(tag.format(AccountAddress::toStandardString))
        .startsWith("0x000000")
        .contains("0x1::string");
  }

  @Test
  void shortAddresses() {
    TypeTag tag = TypeTag.parse("vector<0x42::m::S>", 16);
    byte[] bytes = tag.toBcs().toArray();
    assertThat(bytes).hasSize(1 + 1 + 16 + 2 + 2 + 1);
    assertThat(BcsReader.<TypeTag>read(bytes, r -> TypeTag.read(r, 16))).isEqualTo(tag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "u63",
        "U64",
        "vector",
        "vector<>",
        "vector<u8",
        "vector<u8>>",
        "vector<u8,u8>",
        "&u8",
        "0x1::m",
        "0x1::m::",
        "0x1::m::S<>",
        "0x1::m::S<u8,>",
        "0x1:m::S",
        "0xg::m::S",
        "0x::m::S",
        "@0x1::m::S",
        "m::S",
        "0x1::m::S u8",
        "0x1::m::S\t",
        "0x1::m::S::T",
        "u8 u8"
      })
  void refusesOtherText(String text) {
    refuses(Reason.BAD_TEXT, () -> TypeTag.parse(text));
  }

  @Test
  void refusesBadIdentifiers() {
    refuses(Reason.BAD_IDENTIFIER, () -> TypeTag.parse("0x1::1m::S"));
    refuses(Reason.BAD_IDENTIFIER, () -> TypeTag.parse("0x1::m::_"));
    refuses(Reason.BAD_IDENTIFIER, () -> new StructTag(AccountAddress.of(1), "m", "é", List.of()));
    assertThat(TypeTag.parse("0x1::_m::S$1")).hasToString("0x1::_m::S$1");
  }

  private static String nested(int levels, String leaf) {
    return "vector<".repeat(levels) + leaf + ">".repeat(levels);
  }

  @Test
  void limitsNesting() {
    assertThat(TypeTag.MAX_NESTING).isEqualTo(8);
    TypeTag deepest = TypeTag.parse(nested(8, "u8"));
    byte[] bytes = deepest.toBcs().toArray();
    assertThat(BcsReader.<TypeTag>read(bytes, TypeTag::read)).isEqualTo(deepest);
    refuses(Reason.TOO_DEEP, () -> TypeTag.parse(nested(9, "u8")));
    refuses(Reason.TOO_DEEP, () -> TypeTag.parse(nested(8, "0x1::m::S")));
    refuses(Reason.TOO_DEEP, () -> new TypeTag.Vector(deepest).toBcs());
    byte[] deeper = Bytes.fromHex("06" + Hex.encode(bytes)).toArray();
    refuses(Reason.TOO_DEEP, () -> BcsReader.<TypeTag>read(deeper, TypeTag::read));
    refuses(Reason.TOO_DEEP, () -> TypeTag.parse("vector<".repeat(1_000_000)));
  }

  @Test
  void refusesOtherBytes() {
    refuses(Reason.UNKNOWN_VARIANT, () -> TypeTag.read(new BcsReader(Hex.decode("0b"))));
    refuses(Reason.END_OF_INPUT, () -> TypeTag.read(new BcsReader(Hex.decode("06"))));
    String struct = "07" + "00".repeat(32) + "016d" + "0153";
    assertThat(TypeTag.read(new BcsReader(Hex.decode(struct + "00")))).hasToString("0x0::m::S");
    refuses(
        Reason.END_OF_INPUT, () -> TypeTag.read(new BcsReader(Hex.decode(struct + "ffffffff07"))));
    refuses(
        Reason.BAD_IDENTIFIER,
        () -> TypeTag.read(new BcsReader(Hex.decode("07" + "00".repeat(32) + "0000" + "00"))));
  }

  @Test
  void structTagsAlone() {
    StructTag tag = StructTag.parse("0x1::coin::Coin<u8>");
    BcsWriter writer = new BcsWriter();
    tag.writeStruct(writer);
    assertThat(writer.size()).isEqualTo(tag.toBcs().length() - 1);
    assertThat(BcsReader.read(writer.toByteArray(), StructTag::readStruct)).isEqualTo(tag);
    refuses(Reason.BAD_TEXT, () -> StructTag.parse("u8"));
  }
}
