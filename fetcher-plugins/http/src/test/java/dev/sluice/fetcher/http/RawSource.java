/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that breaks rules: writes what it likes to whoever connects. */
final class RawSource implements AutoCloseable {
  /** What is written after the request's header came. */
  interface Script {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** Says nothing and waits until the far end closes. */
  static final Script SILENT = out -> {};

  private final ServerSocket server;
  private final AtomicInteger open = new AtomicInteger();

  RawSource(Script script) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var thread = new Thread(() -> accept(script), "raw-source");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(Script script) {
    while (true) {
      try {
        Socket socket = server.accept();
        var thread = new Thread(() -> serve(socket, script), "raw-source");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket, Script script) {
    open.incrementAndGet();
    try (socket) {
      var in = socket.getInputStream();
      for (int last = 0; last != 0x0d0a0d0a; ) {
        int b = in.read();
        if (b < 0) {
          return;
        }
        last = last << 8 | b;
      }
      script.write(socket.getOutputStream());
      if (script == SILENT) {
        in.readAllBytes();
      }
    } catch (IOException | InterruptedException e) {
      return;
    } finally {
      open.decrementAndGet();
    }
  }

  static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Connections that the far end has not closed. */
  int open() {
    return open.get();
  }

  int port() {
    return server.getLocalPort();
  }

  String url() {
    return "http://localhost:" + port() + "/";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
