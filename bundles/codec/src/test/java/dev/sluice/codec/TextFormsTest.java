/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.CodecException.Reason;
import java.util.Locale;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Base58, bech32 and addresses. */
class TextFormsTest {
  private static void refuses(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            CodecException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  /** Vectors of draft-msporny-base58-03, section 5. */
  @ParameterizedTest
  @CsvSource({
    "'', ''",
    "48656c6c6f20576f726c6421, 2NEpo7TZRRrLZSi2U",
    "0000287fb4cd, 11233QC4",
    "00, 1",
    "ff, 5Q"
  })
  void base58(String hex, String text) {
    assertThat(Base58.encode(Hex.decode(hex))).isEqualTo(text);
    assertThat(Hex.encode(Base58.decode(text))).isEqualTo(hex);
  }

  @Test
  void base58ReadsWhatItWrites() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      for (int z = 0; z < bytes.length && random.nextBoolean(); z++) {
        bytes[z] = 0;
      }
      assertThat(Base58.decode(Base58.encode(bytes))).isEqualTo(bytes);
    }
  }

  @Test
  void base58RefusesOtherText() {
    refuses(Reason.BAD_TEXT, () -> Base58.decode("0"));
    refuses(Reason.BAD_TEXT, () -> Base58.decode("aI"));
    refuses(Reason.BAD_TEXT, () -> Base58.decode("1".repeat(Base58.MAX_TEXT_LENGTH + 1)));
  }

  /** Valid strings of BIP 173 and BIP 350. */
  @ParameterizedTest
  @CsvSource({
    "BECH32, a12uel5l",
    "BECH32, an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
    "BECH32, abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
    "BECH32, split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
    "BECH32, ?1ezyfcl",
    "BECH32M, a1lqfn3a",
    "BECH32M, abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
    "BECH32M, split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
    "BECH32M, ?1v759aa"
  })
  void bech32Valid(Bech32.Variant variant, String text) {
    Bech32 decoded = Bech32.parse(text);
    assertThat(decoded.variant()).isEqualTo(variant);
    assertThat(decoded).hasToString(text);
    assertThat(Bech32.parse(text.toUpperCase(Locale.ROOT))).isEqualTo(decoded);
  }

  /** Invalid strings of BIP 173. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "A1G7SGD8",
        "10a06t8",
        "1qzzfhee",
        "A12UEL5l",
        "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
        "\u00801eym55h"
      })
  void bech32Invalid(String text) {
    assertThatThrownBy(() -> Bech32.parse(text)).isInstanceOf(CodecException.class);
  }

  @Test
  void bech32FindsEveryWrongCharacter() {
    String text = "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw";
    for (int i = 7; i < text.length(); i++) {
      char other = text.charAt(i) == 'q' ? 'p' : 'q';
      String wrong = text.substring(0, i) + other + text.substring(i + 1);
      refuses(Reason.BAD_CHECKSUM, () -> Bech32.parse(wrong));
    }
  }

  @Test
  void segwitAddresses() {
    // BIP 350.
    String text = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0";
    Bech32 decoded = Bech32.parse(text);
    assertThat(decoded.groups().get(0)).isEqualTo((byte) 1);
    assertThat(decoded.program().toHex())
        .isEqualTo("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
    assertThat(Bech32.segwit("bc", 1, decoded.program())).hasToString(text);
    String v0 = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    assertThat(Bech32.segwit("bc", 0, Bech32.parse(v0).program())).hasToString(v0);
  }

  @Test
  void bech32RefusesBadPadding() {
    // BIP 173: zero padding of more than 4 bits, and padding that is not zero.
    refuses(Reason.BAD_TEXT, () -> Bech32.parse("bc1zw508d6qejxtdg4y5r3zarvaryvqyzf3du").program());
    refuses(
        Reason.BAD_TEXT,
        () ->
            Bech32.parse("tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3pjxtptv")
                .program());
  }

  @Test
  void addresses() {
    AccountAddress address = AccountAddress.parse("0x0042");
    assertThat(address).isEqualTo(AccountAddress.of(0x42)).hasToString("0x42");
    assertThat(address.toStandardString()).isEqualTo("0x" + "0".repeat(62) + "42");
    assertThat(AccountAddress.of(0)).hasToString("0x0");
    assertThat(AccountAddress.parse("0x1", 16).toLongString()).hasSize(34);
    assertThat(AccountAddress.of(0x80)).isGreaterThan(AccountAddress.of(0x7f));
    refuses(Reason.BAD_TEXT, () -> AccountAddress.parse("42"));
    refuses(Reason.BAD_TEXT, () -> AccountAddress.parse("0x"));
    refuses(Reason.BAD_TEXT, () -> AccountAddress.parse("0xg"));
    refuses(Reason.BAD_TEXT, () -> AccountAddress.parse("0x" + "0".repeat(65)));
    refuses(Reason.BAD_TEXT, () -> AccountAddress.parse("0x" + "0".repeat(33), 16));
    assertThatThrownBy(() -> AccountAddress.of(new byte[20]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
