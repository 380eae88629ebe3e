/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FetcherApiTest {
  private static final Provenance SOMEWHERE =
      new Provenance(
          "http://localhost/",
          Instant.EPOCH,
          Optional.empty(),
          List.of(new Provenance.Attempt(Instant.EPOCH, Duration.ZERO, Optional.empty())));

  @Test
  void digestIsThatOfTheBody() {
    FetchResult result = FetchResult.of(Bytes.utf8("abc"), "text/plain", SOMEWHERE);
    assertThat(result.digest().toHex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThatThrownBy(
            () -> new FetchResult(Bytes.utf8("abd"), "text/plain", result.digest(), SOMEWHERE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void boundsHoldAtTheirEdges() {
    assertThat(request(FetchRequest.MAX_TIMEOUT, FetchRequest.MAX_BYTES, 10).attempts())
        .isEqualTo(10);
    refused(() -> request(FetchRequest.MAX_TIMEOUT.plusNanos(1), 1, 1));
    refused(() -> request(Duration.ZERO, 1, 1));
    refused(() -> request(Duration.ofSeconds(1), 0, 1));
    refused(() -> request(Duration.ofSeconds(1), FetchRequest.MAX_BYTES + 1, 1));
    refused(() -> request(Duration.ofSeconds(1), 1, 11));
    refused(() -> request(Duration.ofSeconds(1), 1, 0));
  }

  @Test
  void parametersAreTyped() {
    var request =
        new FetchRequest(
            Map.of("url", new FetchValue.Text("x"), "gzip", new FetchValue.Flag(true)),
            Duration.ofSeconds(1),
            1,
            1);
    assertThat(request.text("url")).isEqualTo("x");
    assertThat(request.optionalText("body")).isEmpty();
    assertThat(request.value("gzip", FetchValue.Flag.class)).contains(new FetchValue.Flag(true));
    refused(() -> request.text("gzip"));
    refused(() -> request.text("body"));
  }

  @Test
  void errorNumbersAreUnique() {
    assertThat(Stream.of(FetchException.Code.values()).map(FetchException.Code::number))
        .doesNotHaveDuplicates()
        .allMatch(n -> n > 120_000 && n < 130_000);
  }

  private static FetchRequest request(Duration timeout, int bytes, int attempts) {
    return new FetchRequest(Map.of(), timeout, bytes, attempts);
  }

  private static void refused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.INVALID_REQUEST));
  }
}
