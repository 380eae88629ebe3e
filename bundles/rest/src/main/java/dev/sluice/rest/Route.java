/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path below {@code /api/v1}; a segment in braces is a parameter: {@code /plugins/{name}}
 * @param role who may
 * @param summary one line for the OpenAPI description
 * @param request record that the JSON body is read as; empty: no body
 * @param response record, or element type if {@code list}, that the answer is written from
 * @param list the answer is an array of {@code response}
 * @param upload the body is raw bytes of type {@value Route#UPLOAD_TYPE}
 * @param handler does it
 */
record Route(
    String method,
    String path,
    Role role,
    String summary,
    Optional<Class<?>> request,
    Class<?> response,
    boolean list,
    boolean upload,
    Handler handler) {

  /** Content type of uploads; a page of another site cannot send it without asking first. */
  static final String UPLOAD_TYPE = "application/octet-stream";

  /** Does the work of a route. */
  @FunctionalInterface
  interface Handler {
    /** The value to answer with; its JSON form must fit the route's response. */
    Object handle(Call call) throws Exception;
  }

  /** A group of routes over one service; comes and goes with it. */
  interface Resource {
    List<Route> routes();
  }

  static Route get(String path, String summary, Class<?> response, Handler handler) {
    return new Route(
        "GET", path, Role.VIEWER, summary, Optional.empty(), response, false, false, handler);
  }

  static Route list(String path, String summary, Class<?> element, Handler handler) {
    return new Route(
        "GET", path, Role.VIEWER, summary, Optional.empty(), element, true, false, handler);
  }

  /** A route that changes something and takes a JSON body. */
  static Route post(
      String path,
      Role role,
      String summary,
      Class<?> request,
      Class<?> response,
      Handler handler) {
    return new Route(
        "POST", path, role, summary, Optional.of(request), response, false, false, handler);
  }

  /** A route that changes something and takes no body. */
  static Route action(
      String method, String path, Role role, String summary, Class<?> response, Handler handler) {
    return new Route(
        method, path, role, summary, Optional.empty(), response, false, false, handler);
  }

  /** A route for administrators that takes a file. */
  static Route upload(
      String method, String path, String summary, Class<?> response, Handler handler) {
    return new Route(
        method, path, Role.ADMIN, summary, Optional.empty(), response, false, true, handler);
  }

  /** The path's parameters if {@code segments} fits it. */
  Optional<Map<String, String>> match(List<String> segments) {
    String[] own = path.substring(1).split("/");
    if (own.length != segments.size()) {
      return Optional.empty();
    }
    var parameters = new java.util.HashMap<String, String>();
    for (int i = 0; i < own.length; i++) {
      if (own[i].startsWith("{")) {
        parameters.put(own[i].substring(1, own[i].length() - 1), segments.get(i));
      } else if (!own[i].equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
