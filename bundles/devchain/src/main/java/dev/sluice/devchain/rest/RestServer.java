/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import dev.sluice.devchain.ledger.Faucet;
import dev.sluice.devchain.ledger.Ledger;
import java.io.IOException;
import java.net.URI;
import org.eclipse.jetty.server.ConnectionLimit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The ledger's REST interface on a port. */
public final class RestServer implements AutoCloseable {
  private static final long STOP_MILLIS = 2000;

  private final Server server;
  private final ServerConnector connector;

  /**
   * Starts to serve.
   *
   * @param onSubmit called after each request that may have brought a transaction
   * @throws IOException if the port cannot be had
   */
  public RestServer(Ledger ledger, Faucet faucet, RestSettings settings, Runnable onSubmit)
      throws IOException {
    QueuedThreadPool threads = new QueuedThreadPool(settings.threads(), 4);
    threads.setName("devchain-rest");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(RestSettings.MAX_HEADER_BYTES);
    http.setMinRequestDataRate(RestSettings.MIN_BODY_RATE);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleMillis());
    server.addConnector(connector);
    ConnectionLimit limit = new ConnectionLimit(settings.maxConnections(), server);
    limit.setIdleTimeout(RestSettings.BUSY_IDLE_MILLIS);
    server.addBean(limit);
    StateRoutes state = new StateRoutes(ledger);
    Routes routes = new Routes(ledger, state, new TransactionRoutes(ledger, faucet, state));
    server.setHandler(new RestHandler(ledger, routes, settings, onSubmit));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(STOP_MILLIS);
    start();
  }

  private void start() throws IOException {
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw e;
    } catch (Exception e) {
      close();
      throw new IOException("The REST interface cannot be started", e);
    }
  }

  /** The address of the interface, {@code http://127.0.0.1:8080/v1}. */
  public URI uri() {
    return URI.create("http://" + connector.getHost() + ":" + connector.getLocalPort() + "/v1");
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("The REST interface did not stop", e);
    }
  }
}
