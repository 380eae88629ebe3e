/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.codec.Bytes;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param contentType media type of the body
 * @param body the body
 * @param headers headers beyond those that every answer has
 */
record Response(int status, String contentType, Bytes body, Map<String, String> headers) {
  /** An answer in JSON. */
  static Response json(JsonNode json) {
    return json(200, json);
  }

  /** An answer in JSON with a status. */
  static Response json(int status, JsonNode json) {
    try {
      return new Response(
          status, "application/json", Bytes.of(Request.MAPPER.writeValueAsBytes(json)), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON that cannot be written", e);
    }
  }

  /** An answer in BCS. */
  static Response bcs(Bytes bytes) {
    return new Response(200, Request.BCS, bytes, Map.of());
  }

  /** The same with a header more. */
  Response with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, Map.copyOf(more));
  }
}
