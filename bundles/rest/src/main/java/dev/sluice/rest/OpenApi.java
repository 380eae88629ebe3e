/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes routes in the words of OpenAPI 3.1. */
final class OpenApi {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  private OpenApi() {}

  static Map<String, Object> describe(List<Route> routes) {
    var schemas = new TreeMap<String, Object>();
    var paths = new TreeMap<String, Object>();
    for (Route route : routes) {
      @SuppressWarnings("unchecked")
      var path =
          (Map<String, Object>)
              paths.computeIfAbsent("/api/v1" + route.path(), p -> new TreeMap<String, Object>());
      path.put(route.method().toLowerCase(Locale.ROOT), operation(route, schemas));
    }
    fixed(paths, schemas);
    schema(Problem.class, schemas);
    return Map.of(
        "openapi",
        "3.1.0",
        "info",
        Map.of("title", "Sluice", "version", "1"),
        "paths",
        paths,
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of(
                "basic", Map.of("type", "http", "scheme", "basic"),
                "session", Map.of("type", "http", "scheme", "bearer"))),
        "security",
        List.of(Map.of("basic", List.of()), Map.of("session", List.of())));
  }

  /** What no route stands for: sessions, the description itself, and what is no JSON. */
  private static void fixed(Map<String, Object> paths, Map<String, Object> schemas) {
    Map<String, Object> login =
        operation(
            Route.post(
                "/session",
                Role.VIEWER,
                "Log in",
                ApiServlet.Credentials.class,
                ApiServlet.Session.class,
                call -> call),
            schemas);
    login.put("description", "Takes no login.");
    login.put("security", List.of());
    Map<String, Object> logout =
        operation(
            Route.action(
                "DELETE",
                "/session",
                Role.VIEWER,
                "End the session whose token is sent",
                ApiServlet.Done.class,
                call -> call),
            schemas);
    logout.put("description", "Takes no login.");
    paths.put("/api/v1/session", new TreeMap<>(Map.of("post", login, "delete", logout)));
    Map<String, Object> description =
        operation(
            Route.get("/openapi.json", "This description", Object.class, call -> call), schemas);
    description.put("description", "Takes no login.");
    description.put("security", List.of());
    paths.put("/api/v1/openapi.json", new TreeMap<>(Map.of("get", description)));
    Map<String, Object> events = stream("Events as they happen", "text/event-stream", schemas);
    events.put(
        "parameters",
        List.of(
            Map.of(
                "name",
                "Last-Event-ID",
                "in",
                "header",
                "required",
                false,
                "schema",
                Map.of("type", "integer"))));
    paths.put("/api/v1/events", new TreeMap<>(Map.of("get", events)));
    paths.put("/metrics", new TreeMap<>(Map.of("get", stream("Metrics", "text/plain", schemas))));
  }

  private static Map<String, Object> stream(
      String summary, String type, Map<String, Object> schemas) {
    Map<String, Object> operation =
        operation(Route.get("", summary, String.class, call -> call), schemas);
    operation.put(
        "responses",
        Map.of(
            "200",
            Map.of(
                "description",
                "done",
                "content",
                Map.of(type, Map.of("schema", Map.of("type", "string")))),
            "default",
            Map.of("description", "an error", "content", json(Problem.class, schemas))));
    return operation;
  }

  private static Map<String, Object> operation(Route route, Map<String, Object> schemas) {
    var operation = new LinkedHashMap<String, Object>();
    operation.put("summary", route.summary());
    operation.put("description", "Takes the role " + route.role().principal() + ".");
    Matcher matcher = PARAMETER.matcher(route.path());
    operation.put(
        "parameters",
        matcher
            .results()
            .map(
                m ->
                    Map.of(
                        "name",
                        m.group(1),
                        "in",
                        "path",
                        "required",
                        true,
                        "schema",
                        Map.of("type", "string")))
            .toList());
    route
        .request()
        .ifPresent(
            type ->
                operation.put(
                    "requestBody", Map.of("required", true, "content", json(type, schemas))));
    if (route.upload()) {
      operation.put(
          "requestBody",
          Map.of(
              "required", true, "content", Map.of(Route.UPLOAD_TYPE, Map.of("schema", Map.of()))));
    }
    Map<String, Object> answer =
        route.list()
            ? Map.of(
                "application/json",
                Map.of(
                    "schema", Map.of("type", "array", "items", schema(route.response(), schemas))))
            : json(route.response(), schemas);
    operation.put(
        "responses",
        Map.of(
            "200", Map.of("description", "done", "content", answer),
            "default", Map.of("description", "an error", "content", json(Problem.class, schemas))));
    return operation;
  }

  private static Map<String, Object> json(Type type, Map<String, Object> schemas) {
    return Map.of("application/json", Map.of("schema", schema(type, schemas)));
  }

  private static Map<String, Object> schema(Type type, Map<String, Object> schemas) {
    if (type instanceof ParameterizedType generic) {
      Class<?> raw = (Class<?>) generic.getRawType();
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return Collection.class.isAssignableFrom(raw)
          ? Map.of("type", "array", "items", schema(last, schemas))
          : Map.of("type", "object", "additionalProperties", schema(last, schemas));
    }
    if (!(type instanceof Class<?> c)) {
      return Map.of();
    }
    if (c == boolean.class || c == Boolean.class) {
      return Map.of("type", "boolean");
    }
    if (c == int.class || c == long.class || c == Integer.class || c == Long.class) {
      return Map.of("type", "integer");
    }
    if (!c.isRecord()) {
      return c == Object.class ? Map.of() : Map.of("type", "string");
    }
    if (!schemas.containsKey(c.getSimpleName())) {
      var properties = new LinkedHashMap<String, Object>();
      schemas.put(c.getSimpleName(), Map.of("type", "object", "properties", properties));
      for (RecordComponent component : c.getRecordComponents()) {
        properties.put(component.getName(), schema(component.getGenericType(), schemas));
      }
    }
    return Map.of("$ref", "#/components/schemas/" + c.getSimpleName());
  }
}
