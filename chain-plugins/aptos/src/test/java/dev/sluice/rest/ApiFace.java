/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** The node's HTTP interface with chosen routes, in a server; users are named as their roles. */
public final class ApiFace {
  private final Server server;

  /** Serves on any free port of the loopback. */
  public ApiFace(List<Route.Resource> resources) throws Exception {
    var authenticator =
        new Authenticator(
            (user, password) ->
                new String(password).equals("secret")
                    ? Optional.of(new Login(user, Role.valueOf(user.toUpperCase(Locale.ROOT))))
                    : Optional.empty(),
            Clock.systemUTC());
    var api = new ApiServlet(authenticator, new Guard(Set.of()));
    resources.forEach(api::addResource);
    server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var context = new ServletContextHandler();
    context.addServlet(new ServletHolder(api), "/api/v1/*");
    server.setHandler(context);
    server.start();
  }

  /** Base of the interface. */
  public URI uri() {
    return server.getURI().resolve("/api/v1/");
  }

  /** Stops serving. */
  public void stop() throws Exception {
    server.stop();
  }
}
