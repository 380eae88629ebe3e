/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Opens connections. The address that is checked is the address that is connected: the name is
 * resolved once, here, and the socket gets the address.
 */
final class Connector {
  /** Most addresses of one name that are tried. */
  static final int MAX_ADDRESSES = 4;

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final HttpSettings settings;
  private final SourceRules rules;
  private final Resolver resolver;
  private final Trust trust;

  Connector(HttpSettings settings, SourceRules rules, Resolver resolver, Trust trust) {
    this.settings = settings;
    this.rules = rules;
    this.resolver = resolver;
    this.trust = trust;
  }

  /**
   * Connects.
   *
   * @param opened gets each socket before it blocks, so that another thread can close it
   * @param left milliseconds that are left, asked before each wait
   */
  Connection open(Target target, Trace trace, Consumer<Socket> opened, Left left) {
    InetAddress[] addresses = resolve(target, trace);
    IOException failure = new IOException("no address");
    for (int i = 0; i < Math.min(addresses.length, MAX_ADDRESSES); i++) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      boolean connected = false;
      try {
        opened.accept(socket);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(addresses[i], target.port()), limit(left));
        // What the socket says, not what was asked for.
        rules.check(target, socket.getInetAddress());
        trace.add("connect", socket.getInetAddress().getHostAddress() + ":" + target.port());
        Connection connection = connection(target, socket, trace, left);
        connected = true;
        return connection;
      } catch (SSLException e) {
        throw new FetchException(
            Code.TLS_FAILED, "no acceptable certificate or protocol from " + target.origin(), e);
      } catch (IOException e) {
        failure = e;
      } finally {
        if (!connected) {
          closeQuietly(socket);
        }
      }
    }
    throw new FetchException(Code.UNREACHABLE, "no connection to " + target.origin(), failure);
  }

  private InetAddress[] resolve(Target target, Trace trace) {
    InetAddress[] addresses;
    try {
      addresses = resolver.resolve(target.host());
    } catch (UnknownHostException e) {
      throw new FetchException(Code.UNREACHABLE, "no address of host " + target.host(), e);
    }
    // All of them: a name that mixes public and private addresses is an attack.
    for (InetAddress address : addresses) {
      rules.check(target, address);
    }
    trace.add("resolve", target.host() + ": " + addresses.length + " addresses");
    return addresses;
  }

  private Connection connection(Target target, Socket socket, Trace trace, Left left)
      throws IOException {
    if (!target.https()) {
      return new Connection(target, socket, Optional.empty());
    }
    socket.setSoTimeout(limit(left));
    var tls =
        (SSLSocket)
            trust
                .context(target.host())
                .getSocketFactory()
                .createSocket(socket, target.host(), target.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(PROTOCOLS);
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    var connection = new Connection(target, socket, Optional.of(tls));
    trace.add("tls", connection.peer().map(p -> p.protocol() + " " + p.subject()).orElse(""));
    return connection;
  }

  private int limit(Left left) {
    return (int) Math.max(1, Math.min(settings.connect().toMillis(), left.millis()));
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }

  /** What is left of a call's time. */
  @FunctionalInterface
  interface Left {
    /** Milliseconds; may be negative. */
    long millis();
  }
}
