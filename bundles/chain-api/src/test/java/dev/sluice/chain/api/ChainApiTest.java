/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.Bytes;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChainApiTest {
  @Test
  void chainStaysUnderTenMethods() {
    assertThat(
            Arrays.stream(Chain.class.getDeclaredMethods())
                .filter(m -> Modifier.isAbstract(m.getModifiers())))
        .hasSizeLessThan(10);
  }

  @Test
  void errorNumbersAreUnique() {
    assertThat(Stream.of(ChainException.Code.values()).map(ChainException.Code::number))
        .doesNotHaveDuplicates()
        .allMatch(n -> n > 110_000 && n < 120_000);
  }

  @Test
  void namesAddressesAndCursorsRefuseWhatDoesNotFit() {
    assertThat(new ChainName("eth-holesky")).hasToString("eth-holesky");
    for (String bad : List.of("", "Main", "1a", "a b", "a".repeat(41))) {
      assertThatThrownBy(() -> new ChainName(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String bad : List.of("", "a b", "a\n", "é", "a".repeat(257))) {
      assertThatThrownBy(() -> new Address(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(Cursor.at(new Height(7)).token()).isEqualTo("height:7");
    assertThatThrownBy(() -> new Cursor("a".repeat(513)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Height(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysAndSignaturesHaveTheirSize() {
    var key = new PublicKey(SignatureScheme.ED25519, Bytes.of(new byte[32]));
    assertThat(new Signature(key, Bytes.of(new byte[64])).key()).isEqualTo(key);
    assertThatThrownBy(() -> new Signature(key, Bytes.of(new byte[65])))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PublicKey(SignatureScheme.P256, Bytes.of(new byte[32])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void headTellsWhatIsFinal() {
    var head = new Head(new Height(9), new Height(7), new Height(0), Instant.EPOCH);
    assertThat(head.isFinal(new Height(7))).isTrue();
    assertThat(head.isFinal(new Height(8))).isFalse();
    assertThatThrownBy(() -> new Head(new Height(1), new Height(2), new Height(0), Instant.EPOCH))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void positionsOrderAsTheChainDoes() {
    var first = new EventPosition(new Height(1), Bytes.fromHex("ff"), 0, 1);
    var second = new EventPosition(new Height(1), Bytes.fromHex("00"), 1, 0);
    assertThat(first).isLessThan(second);
    assertThat(first).isNotEqualTo(new EventPosition(new Height(1), Bytes.fromHex("fe"), 0, 1));
  }

  @Test
  void abortCarriesItsModuleAndCode() {
    var abort = ChainException.aborted(new Address("0x1::coin"), -1, "x".repeat(5_000));
    assertThat(abort.code()).isEqualTo(ChainException.Code.ABORTED);
    assertThat(abort).hasMessageContaining("18446744073709551615");
    assertThat(abort.raw()).hasSize(ChainException.MAX_RAW);
    assertThat(abort.abort()).get().extracting(ChainException.Abort::code).isEqualTo(-1L);
    assertThatThrownBy(() -> new ChainException(ChainException.Code.ABORTED, "no code"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsAreBounded() {
    var argument = Call.Argument.of(Bytes.EMPTY);
    assertThatThrownBy(
            () -> new Call(new Address("a"), "f", List.of(), Collections.nCopies(257, argument)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EventFilter(new Address("a"), Collections.nCopies(65, "t")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new Fee(3, BigInteger.TEN).most()).isEqualTo(30);
  }
}
