/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;

/** One request on its way to a handler. */
final class Call {
  private final HttpServletRequest request;
  private final Map<String, String> parameters;
  private final Login login;
  private final Semaphore reading;

  Call(HttpServletRequest request, Map<String, String> parameters, Login login, Semaphore reading) {
    this.request = request;
    this.parameters = parameters;
    this.login = login;
    this.reading = reading;
  }

  /** A parameter of the path. */
  String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no parameter " + name);
    }
    return value;
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  /** Who asks. */
  Login login() {
    return login;
  }

  /**
   * The JSON body.
   *
   * @throws ApiException 400 if it is not a {@code type}, 413 if it is longer than {@link
   *     Limits#BODY_BYTES}
   */
  <T> T body(Class<T> type) throws IOException {
    byte[] bytes = read();
    if (bytes.length > Limits.BODY_BYTES) {
      throw new ApiException(
          413,
          "TOO_LARGE",
          "the body is longer than " + Limits.BODY_BYTES + " bytes",
          "Send less.");
    }
    try {
      T value = Json.MAPPER.readValue(bytes, type);
      if (value == null) {
        throw new ApiException(400, "BAD_REQUEST", "the body is null", "See /api/v1/openapi.json");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new ApiException(
          400,
          "BAD_REQUEST",
          "the body is not a " + type.getSimpleName() + ": " + why(e),
          "See /api/v1/openapi.json");
    }
  }

  private byte[] read() throws IOException {
    if (!reading.tryAcquire()) {
      throw new ApiException(
          503,
          "OVERLOADED",
          "the bodies of " + Limits.BODIES + " other requests are still arriving",
          "Try again in some seconds.");
    }
    try {
      return jar().readNBytes(Limits.BODY_BYTES + 1);
    } finally {
      reading.release();
    }
  }

  /** What is wrong, without the names of our classes that the library's own message has. */
  private static String why(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return e.getOriginalMessage();
    }
    String field =
        mapping.getPath().stream()
            .map(step -> String.valueOf(step.getFieldName()))
            .collect(Collectors.joining("."));
    if (field.isEmpty()) {
      return "it is no object with its fields";
    }
    return mapping instanceof UnrecognizedPropertyException
        ? "there is no field '" + field + "'"
        : "the field '" + field + "' is missing or has another type";
  }

  /** The raw body of an upload. The receiver bounds it. */
  InputStream jar() {
    try {
      return new BodyStream(request.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
