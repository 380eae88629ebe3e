/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every request under {@code /api/v1} to the route that fits it. */
@Component(service = Servlet.class, configurationPid = "sluice.rest")
@HttpWhiteboardServletName("sluice-api")
@HttpWhiteboardServletPattern("/api/v1/*")
public final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ApiServlet.class);

  private final transient Authenticator authenticator;
  private final transient Guard guard;
  private final transient Semaphore reading = new Semaphore(Limits.BODIES);
  private final transient List<Route.Resource> resources = new CopyOnWriteArrayList<>();

  @Activate
  public ApiServlet(@Reference Authenticator authenticator, RestConfig config) {
    this(authenticator, new Guard(Set.of(config.hosts())));
  }

  ApiServlet(Authenticator authenticator, Guard guard) {
    this.authenticator = authenticator;
    this.guard = guard;
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addResource(Route.Resource resource) {
    resources.add(resource);
  }

  void removeResource(Route.Resource resource) {
    resources.remove(resource);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Guard.headers(response);
    try {
      guard.check(request);
      answer(response, 200, handle(request));
    } catch (ApiException e) {
      refuse(request, response, e);
    } catch (Exception e) {
      // The seam to the outside: one answer without internals, details in the log.
      LOG.warn("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      answer(
          response,
          500,
          new Problem(
              500, "INTERNAL", "the request failed inside the node", "See the node's log."));
    }
  }

  private Object handle(HttpServletRequest request) throws Exception {
    List<String> segments = segments(request);
    if (segments.equals(List.of("session"))) {
      return session(request);
    }
    if (segments.equals(List.of("openapi.json"))) {
      if (!Set.of("GET", "HEAD").contains(request.getMethod())) {
        throw methodNotAllowed(request.getMethod());
      }
      return OpenApi.describe(routes().toList());
    }
    Login login = authenticator.authenticate(request);
    Found found = find(request.getMethod(), segments);
    if (!login.may(found.route().role())) {
      throw new ApiException(
          403,
          "FORBIDDEN",
          login.user() + " may not do this; it takes the role " + found.route().role().principal(),
          "Ask an administrator.");
    }
    if (found.route().request().isPresent()) {
      requireType(request, "application/json");
    } else if (found.route().upload()) {
      requireType(request, Route.UPLOAD_TYPE);
    }
    return found.route().handler().handle(new Call(request, found.parameters(), login, reading));
  }

  /** A name and password to open a session with. */
  record Credentials(String user, String password) {}

  /** An open session. */
  record Session(String token, String user, String role) {}

  /** The answer when there is nothing to tell. */
  record Done(boolean done) {}

  private Object session(HttpServletRequest request) throws IOException {
    switch (request.getMethod()) {
      case "POST" -> {
        requireType(request, "application/json");
        var credentials =
            new Call(request, Map.of(), new Login("", Role.VIEWER), reading)
                .body(Credentials.class);
        Login login =
            authenticator.login(
                request.getRemoteAddr(), credentials.user(), credentials.password().toCharArray());
        return new Session(authenticator.open(login), login.user(), login.role().principal());
      }
      case "DELETE" -> {
        authenticator.close(request);
        return new Done(true);
      }
      default -> throw methodNotAllowed(request.getMethod());
    }
  }

  private record Found(Route route, Map<String, String> parameters) {}

  private Found find(String method, List<String> segments) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    boolean path = false;
    for (Route route : routes().toList()) {
      Optional<Map<String, String>> parameters = route.match(segments);
      if (parameters.isPresent()) {
        if (route.method().equals(wanted)) {
          return new Found(route, parameters.get());
        }
        path = true;
      }
    }
    if (path) {
      throw methodNotAllowed(method);
    }
    throw new ApiException(
        404,
        "NO_SUCH_RESOURCE",
        "there is no /" + String.join("/", segments),
        "See /api/v1/openapi.json");
  }

  private Stream<Route> routes() {
    return resources.stream().flatMap(resource -> resource.routes().stream());
  }

  static ApiException methodNotAllowed(String method) {
    return new ApiException(
        405, "METHOD_NOT_ALLOWED", method + " does not fit here", "See /api/v1/openapi.json");
  }

  /** A form of another site cannot send these types without the browser asking first. */
  private static void requireType(HttpServletRequest request, String wanted) {
    String type = request.getContentType();
    if (type == null || !type.split(";", 2)[0].strip().equals(wanted)) {
      throw new ApiException(
          415, "UNSUPPORTED_TYPE", "the body must be " + wanted, "Send Content-Type: " + wanted);
    }
  }

  private static List<String> segments(HttpServletRequest request) {
    String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
    return Arrays.stream(path.split("/")).filter(s -> !s.isEmpty()).collect(Collectors.toList());
  }

  /** Answers with an error. A browser's own script gets no challenge, so that no window opens. */
  static void refuse(HttpServletRequest request, HttpServletResponse response, ApiException e)
      throws IOException {
    if (e.status() == 401 && request.getHeader("Origin") == null) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"sluice\", charset=\"UTF-8\"");
    }
    answer(response, e.status(), Problem.of(e));
  }

  private static void answer(HttpServletResponse response, int status, Object body)
      throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(body);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }
}
