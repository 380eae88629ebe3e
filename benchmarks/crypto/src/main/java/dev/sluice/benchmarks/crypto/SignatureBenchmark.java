/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.crypto;

import dev.sluice.crypto.BatchVerifier;
import dev.sluice.crypto.Ed25519;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.crypto.PreparedKey;
import dev.sluice.crypto.SignedMessage;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.math.ec.rfc8032.Ed25519.PublicPoint;

/**
 * Prints how many Ed25519 signatures over 200-byte messages are verified per second by Bouncy
 * Castle one by one, with prepared keys, and in batches, on one thread and on two, and the ratio of
 * each to Bouncy Castle with a kept public point. Each figure is the median of three windows after
 * a warm-up. An operation takes at least 10 microseconds, so the clock is read often enough.
 */
public final class SignatureBenchmark {
  private static final int SIGNATURES = 1024;
  private static final int MESSAGE_SIZE = 200;
  private static final long WARM_UP_NANOS = 1_500_000_000L;
  private static final long WINDOW_NANOS = 500_000_000L;
  private static final int WINDOWS = 5;

  private SignatureBenchmark() {}

  /** A signature with its key in each form. */
  private static final class Sample {
    final byte[] publicKey;
    final PublicPoint point;
    final PreparedKey key;
    final byte[] message;
    final byte[] signature;

    Sample(Ed25519KeyPair pair, PublicPoint point, PreparedKey key, byte[] message) {
      publicKey = pair.publicKey();
      this.point = point;
      this.key = key;
      this.message = message;
      signature = pair.sign(message);
    }

    SignedMessage signedMessage() {
      return new SignedMessage(key, message, signature);
    }
  }

  /** Verifies all samples once; false if one fails. */
  private interface Pass {
    boolean run();
  }

  /** Takes no arguments. */
  public static void main(String[] arguments) throws InterruptedException, ExecutionException {
    List<Sample> four = samples(4);
    List<Sample> own = samples(SIGNATURES);
    List<String> names = new ArrayList<>();
    List<Pass> passes = new ArrayList<>();
    names.add("Bouncy Castle, kept point");
    passes.add(singly(four, SignatureBenchmark::byPoint));
    names.add("Bouncy Castle, key bytes");
    passes.add(singly(four, SignatureBenchmark::byBytes));
    names.add("prepared key");
    passes.add(singly(four, s -> Ed25519.verify(s.key, s.message, s.signature)));
    names.add("prepared key, strict");
    passes.add(singly(four, s -> Ed25519.verifyStrict(s.key, s.message, s.signature)));
    for (int size : new int[] {16, 64, 256}) {
      names.add("batch of " + size + ", 4 keys");
      passes.add(inBatches(four, size));
    }
    for (int size : new int[] {64, 256}) {
      names.add("batch of " + size + ", each its key");
      passes.add(inBatches(own, size));
    }
    System.out.printf(
        "%-28s %12s %7s %14s %7s%n", "", "1 thread /s", "ratio", "2 threads /s", "ratio");
    for (int i = 0; i < passes.size(); i++) {
      Figure one = measure(passes.get(0), passes.get(i), 1);
      Figure two = measure(passes.get(0), passes.get(i), 2);
      System.out.printf(
          "%-28s %12.0f %7.2f %14.0f %7.2f%n",
          names.get(i), one.rate, one.ratio, two.rate, two.ratio);
    }
  }

  /** Signatures per second of all threads together, and that rate over the base's. */
  private record Figure(double rate, double ratio) {}

  private static List<Sample> samples(int signers) {
    Random random = new Random(signers);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < signers; i++) {
      byte[] seed = new byte[Ed25519.SEED_SIZE];
      random.nextBytes(seed);
      Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(seed);
      PublicPoint point =
          org.bouncycastle.math.ec.rfc8032.Ed25519.validatePublicKeyFullExport(pair.publicKey(), 0);
      PreparedKey key = PreparedKey.of(pair.publicKey());
      for (int j = 0; j < SIGNATURES / signers; j++) {
        byte[] message = new byte[MESSAGE_SIZE];
        random.nextBytes(message);
        samples.add(new Sample(pair, point, key, message));
      }
    }
    Collections.shuffle(samples, random);
    return samples;
  }

  private static boolean byPoint(Sample s) {
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        s.signature, 0, s.point, s.message, 0, s.message.length);
  }

  private static boolean byBytes(Sample s) {
    return org.bouncycastle.math.ec.rfc8032.Ed25519.verify(
        s.signature, 0, s.publicKey, 0, s.message, 0, s.message.length);
  }

  private static Pass singly(
      List<Sample> samples, java.util.function.Predicate<Sample> verification) {
    return () -> samples.stream().allMatch(verification);
  }

  private static Pass inBatches(List<Sample> samples, int size) {
    BatchVerifier verifier = new BatchVerifier(new SecureRandom());
    List<List<SignedMessage>> batches = new ArrayList<>();
    for (int i = 0; i + size <= samples.size(); i += size) {
      batches.add(samples.subList(i, i + size).stream().map(Sample::signedMessage).toList());
    }
    return () -> batches.stream().allMatch(batch -> verifier.findInvalid(batch).isEmpty());
  }

  private static Figure measure(Pass base, Pass pass, int threads)
      throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      window(pool, base, threads, WARM_UP_NANOS);
      window(pool, pass, threads, WARM_UP_NANOS);
      double[] rates = new double[WINDOWS];
      double[] ratios = new double[WINDOWS];
      for (int i = 0; i < WINDOWS; i++) {
        double baseRate = window(pool, base, threads, WINDOW_NANOS);
        rates[i] = window(pool, pass, threads, WINDOW_NANOS);
        ratios[i] = rates[i] / baseRate;
      }
      Arrays.sort(rates);
      Arrays.sort(ratios);
      return new Figure(rates[WINDOWS / 2], ratios[WINDOWS / 2]);
    } finally {
      pool.shutdown();
    }
  }

  private static double window(ExecutorService pool, Pass pass, int threads, long nanos)
      throws InterruptedException, ExecutionException {
    List<Future<Double>> rates = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      rates.add(pool.submit(() -> repeat(pass, nanos)));
    }
    double sum = 0;
    for (Future<Double> rate : rates) {
      sum += rate.get();
    }
    return sum;
  }

  private static double repeat(Pass pass, long nanos) {
    long start = System.nanoTime();
    long signatures = 0;
    long elapsed = 0;
    while (elapsed < nanos) {
      if (!pass.run()) {
        throw new IllegalStateException("An honest signature was refused");
      }
      signatures += SIGNATURES;
      elapsed = System.nanoTime() - start;
    }
    return signatures * 1e9 / elapsed;
  }
}
