/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request, as far as routes need it.
 *
 * @param method GET or POST
 * @param path segments below {@code /v1}, decoded
 * @param query parameters, the first value of each
 * @param contentType media type of the body, without parameters, in lower case; may be empty
 * @param accept the header of that name
 * @param body the body
 */
record Request(
    String method,
    List<String> path,
    Map<String, String> query,
    String contentType,
    String accept,
    Bytes body) {
  /** Most levels of JSON. */
  static final int MAX_JSON_DEPTH = 32;

  /** Media type of BCS. */
  static final String BCS = "application/x-bcs";

  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_JSON_DEPTH)
                          .maxNumberLength(80)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Whether the answer should be BCS. */
  boolean wantsBcs() {
    return accept.contains(BCS);
  }

  /** The body as JSON. */
  JsonNode json() {
    if (!contentType.equals("application/json")) {
      throw new ApiException(
          415, "web_framework_error", "The content type must be application/json");
    }
    try {
      return MAPPER.readTree(body.toArray());
    } catch (JsonProcessingException e) {
      throw ApiException.invalid("The body is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw ApiException.invalid("The body is no JSON");
    }
  }

  /** A number of the query; empty if it is missing. */
  OptionalLong number(String name) {
    String text = query.get(name);
    return text == null || text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(u63(text));
  }

  /** A number below 2^63. */
  static long u63(String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw ApiException.invalid("not a number: " + shortened(text));
  }

  /** Whether a parameter of the query is true. */
  boolean flag(String name) {
    return Optional.ofNullable(query.get(name)).filter("true"::equals).isPresent();
  }

  /** The account that a segment of the path names. */
  AccountAddress address(int segment) {
    return address(path.get(segment));
  }

  static AccountAddress address(String text) {
    try {
      return AccountAddress.parse(text.startsWith("0x") ? text : "0x" + text);
    } catch (CodecException e) {
      throw ApiException.invalid("not an address: " + shortened(text));
    }
  }

  /** The hash that a segment of the path names. */
  Bytes hash(int segment) {
    try {
      Bytes hash = Bytes.fromHex(path.get(segment));
      if (hash.length() == 32) {
        return hash;
      }
    } catch (CodecException e) {
      // Refused below.
    }
    throw ApiException.invalid("not a transaction hash: " + shortened(path.get(segment)));
  }

  /** Input that is quoted in an answer. */
  static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}
