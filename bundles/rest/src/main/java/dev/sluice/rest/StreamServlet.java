/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * What is read with GET and is no JSON: the same guard, login and errors as the rest of the HTTP
 * face. HEAD is answered with the headers alone.
 */
abstract class StreamServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Authenticator authenticator;
  private final transient Guard guard;

  StreamServlet(Authenticator authenticator, Guard guard) {
    this.authenticator = authenticator;
    this.guard = guard;
  }

  /** Answers a request of a viewer; {@code body} is false if only the headers are wanted. */
  abstract void answer(HttpServletRequest request, HttpServletResponse response, boolean body)
      throws IOException;

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Guard.headers(response);
    try {
      guard.check(request);
      String method = request.getMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        throw ApiServlet.methodNotAllowed(method);
      }
      authenticator.authenticate(request);
      answer(request, response, method.equals("GET"));
    } catch (ApiException e) {
      ApiServlet.refuse(request, response, e);
    }
  }
}
