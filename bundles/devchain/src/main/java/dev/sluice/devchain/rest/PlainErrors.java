/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.handler.ErrorHandler;

/** Errors of the server itself, such as requests that are not HTTP, in the form of all others. */
final class PlainErrors extends ErrorHandler {
  private static byte[] body(int status, String reason) {
    try {
      ApiException e = new ApiException(status, "web_framework_error", "Bad request: " + reason);
      return Request.MAPPER.writeValueAsBytes(RestHandler.error(e));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ByteBuffer badMessageError(int status, String reason, HttpFields fields) {
    fields.put(HttpHeader.CONTENT_TYPE, "application/json");
    return ByteBuffer.wrap(body(status, String.valueOf(reason)));
  }

  @Override
  public void handle(
      String target,
      org.eclipse.jetty.server.Request base,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    base.setHandled(true);
    response.setContentType("application/json");
    response
        .getOutputStream()
        .write(body(response.getStatus(), String.valueOf(base.getResponse().getReason())));
  }
}
