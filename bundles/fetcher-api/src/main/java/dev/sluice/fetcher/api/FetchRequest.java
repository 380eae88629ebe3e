/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.api;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What to fetch, and within which bounds.
 *
 * @param parameters by name, as {@link FetcherInfo} lists them; at most {@value #MAX_PARAMETERS}
 * @param timeout longest time for all attempts together, up to {@link #MAX_TIMEOUT}
 * @param maxBytes most bytes of the answer, counted after decompression; at most {@value
 *     #MAX_BYTES}
 * @param attempts most times the source is asked, 1 to {@value #MAX_ATTEMPTS}
 */
public record FetchRequest(
    Map<String, FetchValue> parameters, Duration timeout, int maxBytes, int attempts) {
  /** Most parameters. */
  public static final int MAX_PARAMETERS = 64;

  /** Largest answer: 16 MiB. */
  public static final int MAX_BYTES = 16 << 20;

  /** Most attempts. */
  public static final int MAX_ATTEMPTS = 10;

  /** Longest fetch. */
  public static final Duration MAX_TIMEOUT = Duration.ofMinutes(5);

  public FetchRequest {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    check(parameters.size() <= MAX_PARAMETERS, "more than " + MAX_PARAMETERS + " parameters");
    check(
        timeout.compareTo(Duration.ZERO) > 0 && timeout.compareTo(MAX_TIMEOUT) <= 0,
        "timeout " + timeout + " not within " + MAX_TIMEOUT);
    check(
        maxBytes > 0 && maxBytes <= MAX_BYTES, "maxBytes " + maxBytes + " not in 1.." + MAX_BYTES);
    check(
        attempts > 0 && attempts <= MAX_ATTEMPTS,
        "attempts " + attempts + " not in 1.." + MAX_ATTEMPTS);
  }

  /**
   * A required text.
   *
   * @throws FetchException with {@link FetchException.Code#INVALID_REQUEST} if it is absent or of
   *     another type
   */
  public String text(String name) {
    return optionalText(name).orElseThrow(() -> invalid("parameter '" + name + "' is missing"));
  }

  /**
   * An optional text.
   *
   * @throws FetchException with {@link FetchException.Code#INVALID_REQUEST} if it is of another
   *     type
   */
  public Optional<String> optionalText(String name) {
    return value(name, FetchValue.Text.class).map(FetchValue.Text::value);
  }

  /**
   * An optional value of a given kind.
   *
   * @throws FetchException with {@link FetchException.Code#INVALID_REQUEST} if it is of another
   *     type
   */
  public <T extends FetchValue> Optional<T> value(String name, Class<T> kind) {
    FetchValue value = parameters.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!kind.isInstance(value)) {
      throw invalid(
          "parameter '" + name + "' is " + value.type() + ", not " + kind.getSimpleName());
    }
    return Optional.of(kind.cast(value));
  }

  private static FetchException invalid(String message) {
    return new FetchException(FetchException.Code.INVALID_REQUEST, message);
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw invalid(message);
    }
  }
}
