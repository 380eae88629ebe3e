/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.PeerNode;
import dev.sluice.peer.PeerNodes;
import dev.sluice.peer.PeerSettings;
import dev.sluice.peer.api.MessageClass;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.Responder;
import dev.sluice.peer.api.Sent;
import dev.sluice.peer.api.Topic;
import dev.sluice.peer.api.TopicHandler;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.peer.zmq.CurveKeys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Two nodes in one process: messages per second one way and round trips of requests, through CURVE
 * and in memory, each beside JeroMQ with CURVE and without this layer in the same run. Arguments:
 * seconds per figure (default 5).
 */
public final class PeerBenchmark {
  private static final int[] SIZES = {200, 2_000, 65_536};
  private static final String TOPIC = "channel/bench/1";
  private static final int MIB = 1 << 20;

  private PeerBenchmark() {}

  private record Figure(double perSecond, double p50, double p99) {}

  private record Pair(PeerNode one, PeerNode two, Topic topic, AtomicLong received)
      implements AutoCloseable {
    @Override
    public void close() {
      one.close();
      two.close();
    }
  }

  /** Runs all figures. */
  public static void main(String[] arguments) {
    int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
    System.out.println("| what | bytes | messages/s | MB/s | rtt p50 us | rtt p99 us | ratio |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (int size : SIZES) {
      RawJeroMq.Result raw = RawJeroMq.run(size, seconds);
      print("JeroMQ, CURVE", size, new Figure(raw.perSecond(), raw.p50(), raw.p99()), 1);
      try (Pair pair = open(false)) {
        Figure figure = measure(pair, size, seconds);
        print("peer, CURVE", size, figure, figure.perSecond() / raw.perSecond());
      }
      try (Pair pair = open(true)) {
        Figure figure = measure(pair, size, seconds);
        print("peer, memory", size, figure, figure.perSecond() / raw.perSecond());
      }
    }
    Runtime runtime = Runtime.getRuntime();
    System.out.printf(
        Locale.ROOT,
        "heap used at the end: %d MiB%n",
        (runtime.totalMemory() - runtime.freeMemory()) / MIB);
  }

  private static void print(String what, int size, Figure figure, double ratio) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %.0f | %.1f | %.0f | %.0f | %.2f |%n",
        what,
        size,
        figure.perSecond(),
        figure.perSecond() * size / 1e6,
        figure.p50(),
        figure.p99(),
        ratio);
  }

  private static Pair open(boolean memory) {
    var random = new SecureRandom();
    CurveKeys first = CurveKeys.generate(random);
    CurveKeys second = CurveKeys.generate(random);
    PeerSettings settings =
        PeerSettings.of("bench")
            .listening(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    var hub = new MemoryHub();
    PeerNode one = PeerNodes.open("one", first, settings, hub);
    PeerNode two = PeerNodes.open("two", second, settings, memory ? hub : new MemoryHub());
    var received = new AtomicLong();
    two.open(
        TOPIC,
        List.of(new PeerAddress(one.key(), List.of())),
        new TopicHandler() {
          @Override
          public void message(PeerKey from, Bytes body) {
            received.incrementAndGet();
          }

          @Override
          public void request(PeerKey from, Bytes body, Responder responder) {
            responder.end(body);
          }
        });
    Topic topic =
        one.open(
            TOPIC,
            List.of(new PeerAddress(two.key(), memory ? List.of() : two.endpoints())),
            (from, body) -> {});
    while (!topic.present().contains(two.key())) {
      LockSupport.parkNanos(1_000_000);
    }
    return new Pair(one, two, topic, received);
  }

  private static Figure measure(Pair pair, int size, int seconds) {
    throughput(pair, size, 2);
    double perSecond = throughput(pair, size, seconds);
    long[] nanos = new long[2_000];
    Bytes body = Bytes.of(new byte[size]);
    for (int i = -500; i < nanos.length; i++) {
      long start = System.nanoTime();
      Bytes answer = pair.topic().request(pair.two().key(), body, Duration.ofSeconds(10)).join();
      if (answer.length() != size) {
        throw new IllegalStateException("an answer of " + answer.length() + " bytes");
      }
      if (i >= 0) {
        nanos[i] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return new Figure(perSecond, nanos[1_000] / 1e3, nanos[1_980] / 1e3);
  }

  private static double throughput(Pair pair, int size, int seconds) {
    Bytes body = Bytes.of(new byte[size]);
    long before = pair.received().get();
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(seconds).toNanos();
    long sent = 0;
    while (System.nanoTime() - end < 0) {
      if (pair.topic().send(pair.two().key(), MessageClass.DATA, body) == Sent.QUEUED) {
        sent++;
      } else {
        LockSupport.parkNanos(50_000);
      }
    }
    while (pair.received().get() - before < sent) {
      LockSupport.parkNanos(100_000);
    }
    return sent / ((System.nanoTime() - start) / 1e9);
  }
}
