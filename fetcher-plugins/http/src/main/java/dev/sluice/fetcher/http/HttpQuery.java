/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.codec.Bytes;
import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchValue;
import dev.sluice.fetcher.api.FetcherInfo;
import dev.sluice.fetcher.api.FetcherInfo.Need;
import dev.sluice.fetcher.http.formula.Formula;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A request as this fetcher understands it.
 *
 * @param post POST, not GET
 * @param target where to
 * @param headers by name, with references to secrets
 * @param body of a POST
 * @param type of the answer
 * @param formula what to take out of it
 */
record HttpQuery(
    boolean post,
    Target target,
    Map<String, String> headers,
    Bytes body,
    Formula.Type type,
    Formula formula) {
  /** Most headers of a request. */
  static final int MAX_HEADERS = 32;

  /** Longest header value. */
  static final int MAX_HEADER = 4_096;

  /** Longest body of a request. */
  static final int MAX_BODY = 1 << 18;

  /** What this fetcher says itself, and what could change how its request is read. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "http2-settings");

  static final FetcherInfo INFO =
      new FetcherInfo(
          "http",
          "A value from a web page or web service",
          List.of(
              new FetcherInfo.Parameter(
                  "url",
                  FetchValue.Type.TEXT,
                  Need.REQUIRED,
                  "http:// or https://, up to " + Target.MAX_LENGTH + " characters"),
              new FetcherInfo.Parameter(
                  "type", FetchValue.Type.TEXT, Need.REQUIRED, "json, xml or html"),
              new FetcherInfo.Parameter(
                  "formula",
                  FetchValue.Type.TEXT,
                  Need.OPTIONAL,
                  "JSONPath ($...), XPath (/...) or CSS selector; up to "
                      + Formula.MAX_LENGTH
                      + " characters. Default: the whole answer"),
              new FetcherInfo.Parameter(
                  "method", FetchValue.Type.TEXT, Need.OPTIONAL, "GET or POST. Default: GET"),
              new FetcherInfo.Parameter(
                  "headers",
                  FetchValue.Type.FIELDS,
                  Need.OPTIONAL,
                  "request headers, up to " + MAX_HEADERS + "; ${secret:name} for a secret"),
              new FetcherInfo.Parameter(
                  "body",
                  FetchValue.Type.BINARY,
                  Need.OPTIONAL,
                  "body of a POST, up to " + MAX_BODY + " bytes")));

  static HttpQuery of(FetchRequest request) {
    for (String name : request.parameters().keySet()) {
      if (INFO.parameters().stream().noneMatch(p -> p.name().equals(name))) {
        throw invalid("no parameter '" + name + "'");
      }
    }
    String method = request.optionalText("method").orElse("GET");
    if (!method.equals("GET") && !method.equals("POST")) {
      throw invalid("method must be GET or POST");
    }
    Bytes body =
        request
            .value("body", FetchValue.Binary.class)
            .map(FetchValue.Binary::value)
            .orElse(Bytes.EMPTY);
    if (body.length() > MAX_BODY || (body.length() > 0 && method.equals("GET"))) {
      throw invalid("body goes with POST and has up to " + MAX_BODY + " bytes");
    }
    Formula.Type type =
        switch (request.text("type")) {
          case "json" -> Formula.Type.JSON;
          case "xml" -> Formula.Type.XML;
          case "html" -> Formula.Type.HTML;
          default -> throw invalid("type must be json, xml or html");
        };
    return new HttpQuery(
        method.equals("POST"),
        Target.of(request.text("url")),
        headers(request),
        body,
        type,
        Formula.of(type, request.optionalText("formula").orElse("")));
  }

  private static Map<String, String> headers(FetchRequest request) {
    Map<String, FetchValue> given =
        request
            .value("headers", FetchValue.Fields.class)
            .map(FetchValue.Fields::values)
            .orElse(Map.of());
    if (given.size() > MAX_HEADERS) {
      throw invalid("more than " + MAX_HEADERS + " headers");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    given.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!lower.matches("[a-z0-9!#$%&'*+.^_`|~-]{1,64}")) {
            throw invalid("a header has a name that is no name");
          }
          if (OWN_HEADERS.contains(lower) || lower.startsWith("proxy-")) {
            throw invalid("header " + lower + " cannot be set");
          }
          if (!(value instanceof FetchValue.Text text) || !isHeader(text.value())) {
            throw invalid(
                "header " + lower + " must be up to " + MAX_HEADER + " printable characters");
          }
          if (headers.put(lower, text.value()) != null) {
            throw invalid("header " + lower + " is there twice");
          }
        });
    return headers;
  }

  /** Whether a text can be a header value: nothing that ends the line. */
  static boolean isHeader(String value) {
    return value.length() <= MAX_HEADER && value.chars().allMatch(c -> c >= ' ' && c < 0x7f);
  }

  private static FetchException invalid(String message) {
    return new FetchException(Code.INVALID_REQUEST, message);
  }
}
