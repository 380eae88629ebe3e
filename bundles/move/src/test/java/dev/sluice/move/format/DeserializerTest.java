/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Hex;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and with which status. Units are written table by table, in hexadecimal. */
class DeserializerTest {
  private static final Deserializer READER = new Deserializer();

  /** A unit as a list of tables. */
  private static final class Unit {
    private final int version;
    private final List<Integer> kinds = new ArrayList<>();
    private final List<String> contents = new ArrayList<>();

    Unit(int version) {
      this.version = version;
    }

    Unit table(int kind, String hex) {
      kinds.add(kind);
      contents.add(hex);
      return this;
    }

    byte[] bytes(String tail) {
      BcsWriter w = new BcsWriter().fixedBytes(Hex.decode("a11ceb0b"));
      w.u32(version < 7 ? version : version | 0x0A00_0000).u8(kinds.size());
      int offset = 0;
      for (int i = 0; i < kinds.size(); i++) {
        int length = contents.get(i).length() / 2;
        w.u8(kinds.get(i)).length(offset).length(length);
        offset += length;
      }
      contents.forEach(content -> w.fixedBytes(Hex.decode(content)));
      return w.fixedBytes(Hex.decode(tail)).toByteArray();
    }
  }

  private static void refuses(StatusCode status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MoveException.class, e -> assertThat(e.status()).as(e.getMessage()).isEqualTo(status));
  }

  private static void accepts(int version, int kind, String hex) {
    READER.module(new Unit(version).table(kind, hex).bytes("00"));
  }

  private static void refuses(StatusCode status, int version, int kind, String hex) {
    refuses(status, () -> accepts(version, kind, hex));
  }

  private static byte[] header(int word) {
    return new BcsWriter()
        .fixedBytes(Hex.decode("a11ceb0b"))
        .u32(word)
        .fixedBytes(Hex.decode("0000"))
        .toByteArray();
  }

  @Test
  void emptyModuleIsWellFormed() {
    assertThat(READER.module(header(6)).functions()).isEmpty();
  }

  @Test
  void checksMagic() {
    refuses(StatusCode.BAD_MAGIC, () -> READER.module(new byte[0]));
    refuses(StatusCode.BAD_MAGIC, () -> READER.module(Hex.decode("a11ceb")));
    refuses(StatusCode.BAD_MAGIC, () -> READER.module(Hex.decode("a11ceb0c06000000")));
    refuses(StatusCode.MALFORMED, () -> READER.module(Hex.decode("a11ceb0b060000")));
    refuses(StatusCode.MALFORMED, () -> READER.module(Hex.decode("a11ceb0b06000000")));
  }

  @ParameterizedTest
  @CsvSource({
    "00000000",
    "00000004",
    "00000007",
    "00000008",
    "05000007",
    "05000006",
    "0a000006",
    "0a000008",
    "0a00000a",
    "00ffffff",
    "ffffffff"
  })
  void refusesOtherVersions(String word) {
    refuses(
        StatusCode.UNKNOWN_VERSION,
        () -> READER.module(header(Integer.parseUnsignedInt(word, 16))));
  }

  @Test
  void newerVersionsNameTheCompilerFlags() {
    assertThatThrownBy(() -> READER.module(header(0x0a00_0008)))
        .hasMessageContaining("version 8")
        .hasMessageContaining("--bytecode-version 7")
        .hasMessageContaining("--language-version 2.1");
    assertThatThrownBy(() -> READER.module(header(0x0500_0007)))
        .hasMessageContaining("Sui")
        .hasMessageContaining("--bytecode-version 6");
  }

  @Test
  void checksTables() {
    String head = "a11ceb0b06000000";
    // An address index and a name index: one module handle.
    accepts(6, 0x1, "0000");
    refuses(StatusCode.UNKNOWN_TABLE_TYPE, 6, 0x9, "00");
    refuses(StatusCode.UNKNOWN_TABLE_TYPE, 6, 0x15, "00");
    refuses(StatusCode.UNKNOWN_TABLE_TYPE, 6, 0x0, "00");
    // An enum table before version 7.
    refuses(StatusCode.MALFORMED, 6, 0x13, "0000");
    accepts(7, 0x13, "0000");
    // Empty, not at the start, with a gap, overlapping, beyond the end.
    refuses(StatusCode.BAD_HEADER_TABLE, 6, 0x1, "");
    refuses(StatusCode.BAD_HEADER_TABLE, () -> READER.module(Hex.decode(head + "01010102000000")));
    refuses(
        StatusCode.BAD_HEADER_TABLE,
        () -> READER.module(Hex.decode(head + "02" + "010002" + "0f0302" + "00000000000000")));
    refuses(
        StatusCode.BAD_HEADER_TABLE,
        () -> READER.module(Hex.decode(head + "02" + "010002" + "0f0102" + "00000000000000")));
    refuses(StatusCode.BAD_HEADER_TABLE, () -> READER.module(Hex.decode(head + "01010020000000")));
    refuses(StatusCode.MALFORMED, () -> READER.module(Hex.decode(head + "0101000a000000")));
    refuses(
        StatusCode.DUPLICATE_TABLE,
        () -> READER.module(new Unit(6).table(0x1, "0000").table(0x1, "0000").bytes("00")));
    // The order of headers is free.
    READER.module(Hex.decode(head + "02" + "0f0202" + "010002" + "00000000" + "00"));
  }

  @Test
  void tablesMustEndWithAnElement() {
    refuses(StatusCode.MALFORMED, 6, 0x1, "000000");
    // The last element may not go on in the next table.
    refuses(
        StatusCode.MALFORMED,
        () -> READER.module(new Unit(6).table(0x1, "00").table(0xf, "0000").bytes("00")));
  }

  @Test
  void nothingMayBeLeftOver() {
    refuses(StatusCode.MALFORMED, () -> READER.module(Hex.decode("a11ceb0b06000000000000")));
    refuses(
        StatusCode.MALFORMED, () -> READER.script(Hex.decode("a11ceb0b0600000000000000010200")));
  }

  @ParameterizedTest
  @CsvSource({
    "8000, MALFORMED",
    "ff8000, MALFORMED",
    "808004, MALFORMED",
    "ffffffffffffffffff01, MALFORMED",
    "80, MALFORMED",
  })
  void indicesAreShortUlebs(String index, StatusCode status) {
    refuses(status, 6, 0x1, index + "00");
    accepts(6, 0x1, "ffff03" + "00");
  }

  @Test
  void checksAbilities() {
    accepts(6, 0x2, "00000f00");
    refuses(StatusCode.MALFORMED, 6, 0x2, "00001000");
    refuses(StatusCode.MALFORMED, 6, 0x2, "0000800100");
    refuses(StatusCode.MALFORMED, 6, 0x2, "0000010101" + "02");
    accepts(6, 0x2, "0000010101" + "01");
  }

  @Test
  void checksTypes() {
    accepts(6, 0x5, "04" + "0d0e0f0c");
    refuses(StatusCode.MALFORMED, 5, 0x5, "010d");
    refuses(StatusCode.MALFORMED, 5, 0x5, "010e");
    refuses(StatusCode.MALFORMED, 5, 0x5, "010f");
    refuses(StatusCode.UNKNOWN_SERIALIZED_TYPE, 6, 0x5, "0100");
    refuses(StatusCode.UNKNOWN_SERIALIZED_TYPE, 6, 0x5, "0117");
    // Function types and signed integers of later versions.
    refuses(StatusCode.MALFORMED, 7, 0x5, "0110");
    refuses(StatusCode.MALFORMED, 7, 0x5, "0111");
    // A generic struct without type arguments.
    refuses(StatusCode.MALFORMED, 6, 0x5, "010b0000");
    accepts(6, 0x5, "010b000102");
    refuses(StatusCode.MALFORMED, 6, 0x5, "8002" + "02".repeat(256));
    accepts(6, 0x5, "ff01" + "02".repeat(255));
  }

  @Test
  void limitsNestingOfTypes() {
    accepts(6, 0x5, "01" + "0a".repeat(Limits.SIGNATURE_TOKEN_DEPTH - 1) + "02");
    refuses(StatusCode.MALFORMED, 6, 0x5, "01" + "0a".repeat(Limits.SIGNATURE_TOKEN_DEPTH) + "02");
    refuses(StatusCode.MALFORMED, 6, 0x5, "01" + "0b0001".repeat(100_000) + "02");
    refuses(StatusCode.MALFORMED, 6, 0x5, "01" + "06".repeat(1_000_000));
  }

  @Test
  void checksIdentifiers() {
    accepts(6, 0x7, "0161" + "025f61" + "063c53454c463e" + "083c53454c463e5f31");
    for (String bad :
        List.of(
            "00", "0131", "015f", "02c3a9", "0161ff", "0261", "022061", "0124", "022461",
            "026124")) {
      refuses(StatusCode.MALFORMED, 6, 0x7, bad);
    }
    accepts(6, 0x7, "ff01" + "61".repeat(255));
    refuses(StatusCode.MALFORMED, 6, 0x7, "8002" + "61".repeat(256));
    byte[] legacy = new Unit(6).table(0x7, "8002" + "61".repeat(256)).bytes("00");
    new Deserializer(AccountAddress.LENGTH, Limits.LEGACY_IDENTIFIER_BYTES).module(legacy);
  }

  @Test
  void checksAddressesAndConstants() {
    accepts(6, 0x8, "00".repeat(64));
    refuses(StatusCode.MALFORMED, 6, 0x8, "00".repeat(33));
    byte[] shortAddresses = new Unit(6).table(0x8, "00".repeat(48)).bytes("00");
    assertThat(
            new Deserializer(AccountAddress.SHORT_LENGTH, Limits.IDENTIFIER_BYTES)
                .module(shortAddresses)
                .addresses())
        .hasSize(3);
    accepts(6, 0x6, "020107");
    refuses(StatusCode.MALFORMED, 6, 0x6, "020207");
    refuses(StatusCode.MALFORMED, 6, 0x6, "02ffffffff0f");
    refuses(StatusCode.MALFORMED, 6, 0x6, "02808004" + "00".repeat(65536));
    refuses(StatusCode.MALFORMED, 6, 0x10, "8008" + "00".repeat(1024) + "00");
    accepts(6, 0x10, "ff07" + "00".repeat(1023) + "00");
  }

  @Test
  void checksStructs() {
    accepts(6, 0xA, "0001");
    accepts(6, 0xA, "0002010002");
    accepts(6, 0xA, "000200");
    accepts(7, 0xA, "0003010000");
    refuses(StatusCode.MALFORMED, 6, 0xA, "0003010000");
    refuses(StatusCode.UNKNOWN_NATIVE_STRUCT_FLAG, 6, 0xA, "0000");
    refuses(StatusCode.UNKNOWN_NATIVE_STRUCT_FLAG, 7, 0xA, "0004");
    refuses(StatusCode.MALFORMED, 6, 0xA, "00028002" + "0002".repeat(256));
    refuses(StatusCode.MALFORMED, 7, 0xA, "00038001" + "0000".repeat(128));
    refuses(StatusCode.MALFORMED, 7, 0x13, "008001");
    refuses(StatusCode.MALFORMED, 6, 0xD, "008002");
  }

  @Test
  void checksFunctions() {
    accepts(6, 0xC, "00" + "01" + "06" + "00");
    accepts(6, 0xC, "00" + "03" + "00" + "00" + "00" + "0102");
    refuses(StatusCode.MALFORMED, 6, 0xC, "00" + "02" + "02" + "00");
    refuses(StatusCode.MALFORMED, 6, 0xC, "00" + "04" + "02" + "00");
    refuses(StatusCode.INVALID_FLAG_BITS, 6, 0xC, "00" + "01" + "03" + "00");
    refuses(StatusCode.INVALID_FLAG_BITS, 6, 0xC, "00" + "01" + "0a" + "00");
    // The body is read before its flags are judged.
    refuses(StatusCode.INVALID_FLAG_BITS, 6, 0xC, "00" + "01" + "80" + "00" + "00" + "0102");
    refuses(StatusCode.UNKNOWN_OPCODE, 6, 0xC, "00" + "01" + "80" + "00" + "00" + "01ff");
    refuses(StatusCode.MALFORMED, 6, 0xC, "00" + "01" + "0a" + "8002" + "00".repeat(256));
    refuses(StatusCode.MALFORMED, 6, 0xC, "00" + "01" + "02" + "8002" + "00".repeat(256));
    // Access specifiers come with version 7.
    accepts(6, 0x3, "0000000000");
    refuses(StatusCode.MALFORMED, 7, 0x3, "0000000000");
    accepts(7, 0x3, "000000000001");
    accepts(7, 0x3, "0000000000" + "02" + "01" + "01010101");
    accepts(7, 0x3, "0000000000" + "02" + "01" + "0302050000" + "030002" + "00");
    for (String bad :
        List.of(
            "00010101",
            "04010101",
            "01000101",
            "01030101",
            "01010001",
            "01010601",
            "01010100",
            "01010104",
            "010101030000")) {
      refuses(StatusCode.MALFORMED, 7, 0x3, "0000000000" + "02" + "01" + bad);
    }
    refuses(StatusCode.MALFORMED, 7, 0x3, "000000000003");
    refuses(StatusCode.MALFORMED, 7, 0x3, "0000000000" + "02" + "41" + "01010101".repeat(65));
  }

  private static void code(int version, int count, String code) {
    String function = "00" + "00" + "00" + "00" + "00";
    READER.module(
        new Unit(version).table(0xC, function + "%02x".formatted(count) + code).bytes("00"));
  }

  @ParameterizedTest
  @CsvSource({
    "6, 00, UNKNOWN_OPCODE",
    "6, 69, UNKNOWN_OPCODE",
    "7, ff, UNKNOWN_OPCODE",
    // Instructions of a later version.
    "5, 480000, MALFORMED",
    "5, 4b, MALFORMED",
    "6, 5400, MALFORMED",
    "6, 5600, MALFORMED",
    "7, 580000, MALFORMED",
    "7, 68, MALFORMED",
    // Immediates and operands that end early.
    "6, 31, MALFORMED",
    "6, 4800, BAD_U16",
    "6, 49000000, BAD_U32",
    "6, 0600000000000000, BAD_U64",
    "6, 32000000000000000000000000000000, BAD_U128",
    "6, 4a0000000000000000, BAD_U256",
    "6, 400000000000000000, BAD_U64",
    "6, 05, MALFORMED",
    "6, 05808004, MALFORMED",
    "6, 0a8002, MALFORMED",
    "6, 11808004, MALFORMED"
  })
  void checksInstructions(int version, String code, StatusCode status) {
    refuses(status, () -> code(version, 1, code));
  }

  @Test
  void everyOpcodeIsReadSinceItsVersion() {
    assertThat(Opcode.values()).hasSize(0x57);
    for (Opcode opcode : Opcode.values()) {
      int since = opcode.code() < 0x48 ? 5 : opcode.code() < 0x4E ? 6 : 7;
      assertThat(opcode.sinceVersion()).isEqualTo(since);
      int operandBytes =
          switch (opcode.operand()) {
            case NONE -> 0;
            case U16 -> 2;
            case U32 -> 4;
            case U64 -> 8;
            case U128 -> 16;
            case U256 -> 32;
            case SIGNATURE_AND_COUNT -> 9;
            default -> 1;
          };
      String hex = "%02x".formatted(opcode.code()) + "00".repeat(operandBytes);
      for (int version = 5; version <= 7; version++) {
        int v = version;
        if (v >= since) {
          code(v, 1, hex);
          refuses(StatusCode.MALFORMED, () -> code(v, 2, hex));
        } else {
          refuses(StatusCode.MALFORMED, () -> code(v, 1, hex));
        }
      }
    }
  }

  @Test
  void scriptsHaveNoDefinitions() {
    byte[] script = new Unit(6).table(0x5, "00").bytes("00" + "00" + "00" + "0102");
    assertThat(READER.script(script).code().code().length()).isEqualTo(1);
    for (int kind : new int[] {0xA, 0xB, 0xC, 0xD, 0xE, 0xF}) {
      byte[] bad = new Unit(6).table(kind, "0000").bytes("00" + "00" + "00" + "0102");
      refuses(StatusCode.MALFORMED, () -> READER.script(bad));
    }
  }

  @Test
  void claimedCountsCostNothing() {
    // Sizes of strings, vectors and code are claimed to be huge in a few bytes.
    Consumer<String> refused = hex -> refuses(StatusCode.MALFORMED, 7, 0xC, hex);
    refused.accept("00" + "00" + "00" + "ff01");
    refused.accept("00" + "00" + "00" + "00" + "00" + "ffff03");
    refuses(StatusCode.MALFORMED, 6, 0x10, "00" + "ffff03");
    refuses(StatusCode.MALFORMED, 6, 0x6, "02" + "ffff03");
  }

  @Test
  void errorsTellWhere() {
    MoveException e =
        Objects.requireNonNull(
            catchThrowableOfType(MoveException.class, () -> accepts(6, 0x2, "00001000")));
    assertThat(e).hasMessage("MALFORMED 3001: ability set 16 is above 15, at byte 15");
    assertThat(e.getStackTrace()).isEmpty();
    assertThat(e.location()).isEmpty();
  }
}
