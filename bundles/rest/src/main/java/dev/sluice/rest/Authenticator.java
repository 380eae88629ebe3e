/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Finds the login of a request: {@code Authorization: Basic} (checked by JAAS each time) or {@code
 * Authorization: Bearer} with a session token. Never from the URL, never from a cookie, so a page
 * of another site cannot act with a user's login.
 */
@Component(service = Authenticator.class)
public final class Authenticator {
  private static final String BASIC = "Basic ";
  private static final String BEARER = "Bearer ";

  private final Realm realm;
  private final Sessions sessions;
  private final FailedLogins failures;

  @Activate
  public Authenticator() {
    this(new JaasRealm(), Clock.systemUTC());
  }

  Authenticator(Realm realm, Clock clock) {
    this.realm = realm;
    this.sessions = new Sessions(clock);
    this.failures = new FailedLogins(clock);
  }

  /** Checks names and passwords. */
  interface Realm {
    /** The login, if name and password fit and it has one of our roles. */
    Optional<Login> check(String user, char[] password);
  }

  /**
   * The login of {@code request}.
   *
   * @throws ApiException 401 without a valid login, 429 after too many failures
   */
  Login authenticate(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && scheme(header, BEARER)) {
      return sessions
          .find(header.substring(BEARER.length()))
          .orElseThrow(
              () ->
                  new ApiException(
                      401,
                      "SESSION_ENDED",
                      "the session is unknown or has ended",
                      "Log in again: POST /api/v1/session"));
    }
    if (header != null && scheme(header, BASIC)) {
      return basic(request.getRemoteAddr(), header.substring(BASIC.length()));
    }
    throw unauthorized();
  }

  /** Whether a header uses a scheme; its case does not matter (RFC 9110, 11.1). */
  private static boolean scheme(String header, String scheme) {
    return header.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private Login basic(String address, String credentials) {
    String text;
    try {
      text = new String(Base64.getDecoder().decode(credentials.strip()), UTF_8);
    } catch (IllegalArgumentException e) {
      throw unauthorized();
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw unauthorized();
    }
    return login(address, text.substring(0, colon), text.substring(colon + 1).toCharArray());
  }

  /** The login of a name and password; counts failures per address. */
  Login login(String address, String user, char[] password) {
    if (failures.blocked(address)) {
      throw new ApiException(
          429,
          "TOO_MANY_FAILURES",
          "too many failed logins from " + address,
          "Wait " + Limits.LOGIN_WINDOW_SECONDS + " s.");
    }
    Optional<Login> login = realm.check(user, password);
    if (login.isEmpty()) {
      failures.add(address);
      throw unauthorized();
    }
    return login.get();
  }

  /** Opens a session and returns its token. */
  String open(Login login) {
    return sessions.open(login);
  }

  /** Ends the session whose token the request carries, if any. */
  void close(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && scheme(header, BEARER)) {
      sessions.close(header.substring(BEARER.length()));
    }
  }

  private static ApiException unauthorized() {
    return new ApiException(
        401,
        "UNAUTHORIZED",
        "no valid login",
        "Send Authorization: Basic, or a token of POST /api/v1/session as Bearer.");
  }
}
