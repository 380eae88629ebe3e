/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.http.formula.Formula;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A content type.
 *
 * @param type lower case, e.g. {@code text/html}
 * @param charset if it names one
 */
record MediaType(String type, Optional<Charset> charset) {
  private static final Pattern CHARSET =
      Pattern.compile(
          ";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]{1,40})\"?", Pattern.CASE_INSENSITIVE);

  /** Reads a header. */
  static MediaType of(String header) {
    int end = header.indexOf(';');
    String type = (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    Matcher matcher = CHARSET.matcher(header);
    return new MediaType(
        type, matcher.find() ? Optional.of(charset(matcher.group(1))) : Optional.empty());
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new FetchException(Code.WRONG_TYPE, "the answer has an unknown charset", e);
    }
  }

  /**
   * Refuses an answer of another type than was asked for.
   *
   * @throws FetchException {@link Code#WRONG_TYPE}
   */
  void require(Formula.Type wanted) {
    boolean fits =
        switch (wanted) {
          case JSON ->
              type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
          case XML ->
              type.equals("application/xml") || type.equals("text/xml") || type.endsWith("+xml");
          case HTML -> type.equals("text/html") || type.equals("application/xhtml+xml");
        };
    if (!fits) {
      throw new FetchException(
          Code.WRONG_TYPE,
          "the answer has content type '"
              + type.replaceAll("[^a-z0-9.+/-]", "?")
              + "', asked for "
              + wanted.name().toLowerCase(Locale.ROOT));
    }
  }
}
