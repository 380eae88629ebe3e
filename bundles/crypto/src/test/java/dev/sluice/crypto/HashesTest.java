/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashesTest {
  private static String hex(String function, byte[]... parts) {
    return HexFormat.of()
        .formatHex(
            switch (function) {
              case "SHA256" -> Hashes.sha256(parts);
              case "SHA512" -> Hashes.sha512(parts);
              case "SHA3_256" -> Hashes.sha3_256(parts);
              case "SHA3_512" -> Hashes.sha3_512(parts);
              case "KECCAK256" -> Hashes.keccak256(parts);
              case "BLAKE2B256" -> Hashes.blake2b256(parts);
              case "RIPEMD160" -> Hashes.ripemd160(parts);
              default -> throw new IllegalArgumentException(function);
            });
  }

  /**
   * Of "abc": FIPS 180-4, FIPS 202, RFC 7693 and the RIPEMD-160 paper's appendix; of "": common.
   */
  @ParameterizedTest
  @CsvSource({
    "SHA256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA512, abc, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "SHA3_256, abc, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "SHA3_512, abc, b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
        + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0",
    "KECCAK256, abc, 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
    "KECCAK256, '', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    "BLAKE2B256, abc, bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319",
    "RIPEMD160, abc, 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc",
  })
  void knownAnswers(String function, String text, String hash) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    assertThat(hex(function, bytes)).isEqualTo(hash);
    // The second call finds the prototype as the first did.
    assertThat(hex(function, bytes)).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256",
        "SHA512",
        "SHA3_256",
        "SHA3_512",
        "KECCAK256",
        "BLAKE2B256",
        "RIPEMD160"
      })
  void partsAreConcatenated(String function) {
    byte[] bytes = new byte[1000];
    Arrays.fill(bytes, (byte) 7);
    String whole = hex(function, bytes);
    assertThat(hex(function, Arrays.copyOf(bytes, 1), new byte[0], Arrays.copyOf(bytes, 999)))
        .isEqualTo(whole);
    assertThat(hex(function)).isEqualTo(hex(function, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256",
        "SHA512",
        "SHA3_256",
        "SHA3_512",
        "KECCAK256",
        "BLAKE2B256",
        "RIPEMD160"
      })
  void threadsDoNotDisturbEachOther(String function) {
    List<byte[]> inputs = IntStream.range(0, 2000).mapToObj(i -> new byte[i % 300]).toList();
    List<String> alone =
        inputs.stream().map(input -> hex(function, input)).collect(Collectors.toList());
    assertThat(
            inputs.parallelStream().map(input -> hex(function, input)).collect(Collectors.toList()))
        .isEqualTo(alone);
  }
}
