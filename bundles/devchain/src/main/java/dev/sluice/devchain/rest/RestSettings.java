/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

/**
 * Where the REST interface is and what bounds it.
 *
 * @param host address to listen on
 * @param port port to listen on, 0 for any
 * @param maxBodyBytes most bytes of a request's body
 * @param maxConnections connections from which on no more are accepted
 * @param idleMillis time after which a connection on which nothing happens is closed
 * @param waitMillis longest wait of {@code wait_by_hash}
 * @param threads most threads that answer
 */
public record RestSettings(
    String host,
    int port,
    int maxBodyBytes,
    int maxConnections,
    int idleMillis,
    int waitMillis,
    int threads) {
  /** Loopback, any port, limits as they come. */
  public static final RestSettings DEFAULT =
      new RestSettings("127.0.0.1", 0, 8 << 20, 1000, 30_000, 1000, 24);

  /** Bytes of all headers of a request. */
  static final int MAX_HEADER_BYTES = 8192;

  /** Slowest rate at which a body may come, in bytes a second. */
  static final int MIN_BODY_RATE = 500;

  /** Time after which idle connections are closed once all are in use. */
  static final int BUSY_IDLE_MILLIS = 1000;

  /** Checks the ranges. */
  public RestSettings {
    requireRange("port", port, 0, 65_535);
    requireRange("body bytes", maxBodyBytes, 1024, 64 << 20);
    requireRange("connections", maxConnections, 4, 100_000);
    requireRange("idle milliseconds", idleMillis, 100, 3_600_000);
    requireRange("wait milliseconds", waitMillis, 1, 60_000);
    requireRange("threads", threads, 8, 1000);
  }

  private static void requireRange(String what, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          what + " must be " + from + " to " + to + ", not " + value);
    }
  }

  /** The same with another port. */
  public RestSettings withPort(int other) {
    return new RestSettings(
        host, other, maxBodyBytes, maxConnections, idleMillis, waitMillis, threads);
  }
}
