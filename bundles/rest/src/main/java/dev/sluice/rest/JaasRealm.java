/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;

/**
 * Karaf's realm {@code karaf}: the users of {@code etc/users.properties} unless configured else.
 */
final class JaasRealm implements Authenticator.Realm {
  private static final String REALM = "karaf";

  @Override
  public Optional<Login> check(String user, char[] password) {
    var subject = new Subject();
    try {
      var context =
          new LoginContext(REALM, subject, callbacks -> answer(callbacks, user, password));
      context.login();
      Optional<Login> login =
          Arrays.stream(Role.values())
              .filter(role -> subject.getPrincipals().contains(new RolePrincipal(role.principal())))
              .max(Comparator.naturalOrder())
              .map(role -> new Login(user, role));
      context.logout();
      return login;
    } catch (LoginException e) {
      return Optional.empty();
    }
  }

  private static void answer(Callback[] callbacks, String user, char[] password)
      throws UnsupportedCallbackException {
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(user);
      } else if (callback instanceof PasswordCallback secret) {
        secret.setPassword(password);
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }
}
