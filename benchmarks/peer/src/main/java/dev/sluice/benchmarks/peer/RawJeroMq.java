/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.peer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/** JeroMQ with CURVE between two contexts, DEALER to ROUTER, and nothing else. */
final class RawJeroMq {
  record Result(double perSecond, double p50, double p99) {}

  private RawJeroMq() {}

  static Result run(int size, int seconds) {
    for (int i = 0; i < 20; i++) {
      Result result = attempt(size, seconds);
      if (result.perSecond() > 0) {
        return result;
      }
    }
    throw new IllegalStateException("no handshake came to its end");
  }

  private static Result attempt(int size, int seconds) {
    ZMQ.Context serverContext = ZMQ.context(1);
    ZMQ.Context clientContext = ZMQ.context(1);
    ZMQ.Socket server = serverContext.socket(SocketType.ROUTER);
    ZMQ.Socket client = clientContext.socket(SocketType.DEALER);
    ZMQ.Curve.KeyPair serverKeys = ZMQ.Curve.generateKeyPair();
    ZMQ.Curve.KeyPair clientKeys = ZMQ.Curve.generateKeyPair();
    server.setCurveServer(true);
    server.setCurveSecretKey(ZMQ.Curve.z85Decode(serverKeys.secretKey));
    server.setLinger(0);
    // Above the receive mark JeroMQ hands over messages that it did not decrypt; so it has none.
    server.setRcvHWM(0);
    client.setCurveServerKey(ZMQ.Curve.z85Decode(serverKeys.publicKey));
    client.setCurvePublicKey(ZMQ.Curve.z85Decode(clientKeys.publicKey));
    client.setCurveSecretKey(ZMQ.Curve.z85Decode(clientKeys.secretKey));
    client.setLinger(0);
    client.setRcvHWM(0);
    client.setSndHWM(1_000);
    client.setReceiveTimeOut(2_000);
    client.setSendTimeOut(2_000);
    server.bind("tcp://127.0.0.1:*");
    client.connect(server.getLastEndpoint());
    var received = new AtomicLong();
    var stop = new AtomicLong();
    var thread = new Thread(() -> serve(server, received, stop), "raw-server");
    thread.start();
    try {
      byte[] body = new byte[size];
      client.send(new byte[1]);
      if (client.recv() == null) {
        return new Result(0, 0, 0);
      }
      stream(client, body, received, 2);
      double perSecond = stream(client, body, received, seconds);
      long[] nanos = new long[2_000];
      byte[] ask = new byte[size];
      ask[0] = 1;
      for (int i = -500; i < nanos.length; i++) {
        long start = System.nanoTime();
        client.send(ask);
        client.recv();
        if (i >= 0) {
          nanos[i] = System.nanoTime() - start;
        }
      }
      Arrays.sort(nanos);
      return new Result(perSecond, nanos[1_000] / 1e3, nanos[1_980] / 1e3);
    } finally {
      stop.set(1);
      join(thread);
      client.close();
      clientContext.term();
      server.close();
      serverContext.term();
    }
  }

  private static double stream(ZMQ.Socket client, byte[] body, AtomicLong received, int seconds) {
    long before = received.get();
    long sent = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < seconds * 1_000_000_000L) {
      // Bounded as this layer bounds it, or the receive queue would grow without end.
      if ((sent - (received.get() - before)) * body.length < 4 << 20 && client.send(body, 0)) {
        sent++;
      }
    }
    while (received.get() - before < sent) {
      Thread.onSpinWait();
    }
    return sent / ((System.nanoTime() - start) / 1e9);
  }

  private static void serve(ZMQ.Socket server, AtomicLong received, AtomicLong stop) {
    server.setReceiveTimeOut(200);
    while (stop.get() == 0) {
      byte[] route = server.recv();
      if (route != null) {
        byte[] body = server.recv();
        received.incrementAndGet();
        if (body.length == 1 || body[0] == 1) {
          server.sendMore(route);
          server.send(body);
        }
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
