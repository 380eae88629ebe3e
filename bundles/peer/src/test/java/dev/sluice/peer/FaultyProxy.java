/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A TCP relay that delays, stalls, swallows and cuts. Loss of packets shows in TCP as stalls; that
 * is how it is played here.
 */
final class FaultyProxy implements AutoCloseable {
  private static final int RETRANSMIT_MILLIS = 200;

  private record Chunk(ByteBuffer bytes, long due) {}

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final Random random = new Random(7);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  volatile int delayMillis;
  volatile double loss;
  volatile boolean swallow;
  volatile boolean refuse;

  FaultyProxy(InetSocketAddress target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  private static void start(Runnable task) {
    var thread = new Thread(task, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (refuse) {
          near.close();
          continue;
        }
        var far = new Socket();
        far.connect(target);
        sockets.add(near);
        sockets.add(far);
        pump(near, far);
        pump(far, near);
      } catch (IOException e) {
        // closed, or the target is gone
      }
    }
  }

  private void pump(Socket from, Socket to) {
    var queue = new LinkedBlockingQueue<Chunk>(64);
    start(
        () -> {
          try (InputStream in = from.getInputStream()) {
            byte[] buffer = new byte[16_384];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
              if (!swallow) {
                long stall = random.nextDouble() < loss ? RETRANSMIT_MILLIS : 0;
                long due = System.nanoTime() + (delayMillis + stall) * 1_000_000L;
                queue.put(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, n)), due));
              }
            }
          } catch (IOException | InterruptedException e) {
            // cut
          } finally {
            if (!swallow) {
              close(from, to);
            }
          }
        });
    start(
        () -> {
          try (OutputStream out = to.getOutputStream()) {
            while (!to.isClosed()) {
              Chunk chunk = queue.poll(100, TimeUnit.MILLISECONDS);
              if (chunk != null) {
                long wait = chunk.due() - System.nanoTime();
                if (wait > 0) {
                  TimeUnit.NANOSECONDS.sleep(wait);
                }
                out.write(chunk.bytes().array());
                out.flush();
              }
            }
          } catch (IOException | InterruptedException e) {
            close(from, to);
          }
        });
  }

  private void close(Socket one, Socket other) {
    for (Socket socket : new Socket[] {one, other}) {
      sockets.remove(socket);
      try {
        socket.close();
      } catch (IOException e) {
        // closed
      }
    }
  }

  /** Ends all connections. */
  void cut() {
    for (Socket socket : sockets) {
      close(socket, socket);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }
}
