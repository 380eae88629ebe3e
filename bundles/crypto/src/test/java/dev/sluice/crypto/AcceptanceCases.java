/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto;

import static dev.sluice.crypto.ReferenceCurve.BASE;
import static dev.sluice.crypto.ReferenceCurve.L;
import static dev.sluice.crypto.ReferenceCurve.NEUTRAL;
import static dev.sluice.crypto.ReferenceCurve.P;
import static dev.sluice.crypto.ReferenceCurve.bytes;
import static dev.sluice.crypto.ReferenceCurve.integer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The cases on which Ed25519 implementations differ, with the verdict of each rule: made by the
 * definitions in {@link ReferenceCurve} from a fixed seed, and kept as a file that other
 * implementations of the protocol can test with.
 */
final class AcceptanceCases {
  static final String FILE = "ed25519-acceptance.tsv";

  private static final HexFormat HEX = HexFormat.of();

  private final Random random = new Random(8032);
  private final List<Case> cases = new ArrayList<>();

  private AcceptanceCases() {}

  /** A row: all values in hex. */
  record Case(
      String group, String key, String message, String signature, boolean client, boolean strict) {
    byte[] keyBytes() {
      return HEX.parseHex(key);
    }

    byte[] messageBytes() {
      return HEX.parseHex(message);
    }

    byte[] signatureBytes() {
      return HEX.parseHex(signature);
    }

    String line() {
      return String.join("\t", group, key, message, signature, word(client), word(strict));
    }

    private static String word(boolean accepted) {
      return accepted ? "yes" : "no";
    }

    static Case ofLine(String line) {
      String[] f = line.split("\t", -1);
      return new Case(f[0], f[1], f[2], f[3], f[4].equals("yes"), f[5].equals("yes"));
    }
  }

  /** The rows of the file. */
  static List<Case> read() {
    try (InputStream in = AcceptanceCases.class.getResourceAsStream("/" + FILE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Case::ofLine)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the file anew into the directory named. */
  public static void main(String[] arguments) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Ed25519 signatures and whether the client rule and the strict rule accept them.
            # Columns, separated by tabs: group, public key, message, signature, client, strict.
            """);
    for (Case c : make()) {
      text.append(c.line()).append('\n');
    }
    Files.writeString(Path.of(arguments[0], FILE), text);
  }

  /** The eight points whose order divides 8, a generator's multiples. */
  static List<ReferenceCurve.Point> smallOrderPoints() {
    byte[] order8 =
        HEX.parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    ReferenceCurve.Point generator = ReferenceCurve.decode(order8).orElseThrow();
    List<ReferenceCurve.Point> points = new ArrayList<>();
    ReferenceCurve.Point p = NEUTRAL;
    for (int i = 0; i < 8; i++) {
      points.add(p);
      p = p.plus(generator);
    }
    return points;
  }

  /** The canonical encodings of these points. */
  static List<byte[]> canonicalSmallOrder() {
    return smallOrderPoints().stream().map(ReferenceCurve.Point::encode).toList();
  }

  /** The other encodings: y of p or p + 1, or a sign bit where x is 0. */
  static List<byte[]> otherSmallOrder() {
    List<byte[]> encodings = new ArrayList<>();
    for (BigInteger y : List.of(P, P.add(BigInteger.ONE))) {
      encodings.add(bytes(y));
      encodings.add(flip(bytes(y), 31, 0x80));
    }
    encodings.add(flip(bytes(BigInteger.ONE), 31, 0x80));
    encodings.add(flip(bytes(P.subtract(BigInteger.ONE)), 31, 0x80));
    return encodings;
  }

  static List<Case> make() {
    AcceptanceCases cases = new AcceptanceCases();
    cases.honest();
    cases.smallOrder();
    cases.mixedOrder();
    cases.negatives();
    cases.smallOrderKeyPlainR();
    return cases.cases;
  }

  private void add(String group, byte[] key, byte[] message, byte[] signature) {
    cases.add(
        new Case(
            group,
            HEX.formatHex(key),
            HEX.formatHex(message),
            HEX.formatHex(signature),
            ReferenceCurve.clientRule(key, message, signature),
            ReferenceCurve.strictRule(key, message, signature)));
  }

  private BigInteger number() {
    return new BigInteger(320, random).mod(L);
  }

  private byte[] message() {
    byte[] message = new byte[random.nextInt(40)];
    random.nextBytes(message);
    return message;
  }

  /** A signature with the secret scalar a and the given R: s = r + h a. */
  private static byte[] sign(
      BigInteger a, byte[] key, byte[] message, BigInteger r, byte[] encodedR) {
    BigInteger h = ReferenceCurve.challenge(encodedR, key, message);
    return join(encodedR, r.add(h.multiply(a)).mod(L));
  }

  private static byte[] join(byte[] r, BigInteger s) {
    byte[] signature = Arrays.copyOf(r, 64);
    System.arraycopy(bytes(s), 0, signature, 32, 32);
    return signature;
  }

  private static byte[] flip(byte[] bytes, int index, int bits) {
    byte[] copy = bytes.clone();
    copy[index] ^= (byte) bits;
    return copy;
  }

  private void honest() {
    for (int i = 0; i < 64; i++) {
      byte[] seed = new byte[32];
      random.nextBytes(seed);
      Ed25519KeyPair pair = Ed25519KeyPair.ofSeed(seed);
      byte[] message = message();
      byte[] signature = pair.sign(message);
      add("honest", pair.publicKey(), message, signature);
      BigInteger s = integer(Arrays.copyOfRange(signature, 32, 64));
      add("s plus L", pair.publicKey(), message, join(signature, s.add(L)));
    }
  }

  private void smallOrder() {
    List<byte[]> all = new ArrayList<>(canonicalSmallOrder());
    all.addAll(otherSmallOrder());
    byte[] text = message();
    for (byte[] key : all) {
      for (byte[] r : all) {
        add("A and R of small order", key, text, join(r, BigInteger.ZERO));
      }
    }
    BigInteger a = number();
    byte[] key = BASE.times(a).encode();
    for (byte[] r : canonicalSmallOrder()) {
      byte[] message = message();
      add("R of small order", key, message, sign(a, key, message, BigInteger.ZERO, r));
    }
    for (byte[] r : otherSmallOrder()) {
      byte[] message = message();
      add(
          "R of small order, not canonical",
          key,
          message,
          sign(a, key, message, BigInteger.ZERO, r));
    }
  }

  private void smallOrderKeyPlainR() {
    // s = r satisfies the equation without cofactor whenever hA = 0, and with it always.
    for (int i = 0; i < 32; i++) {
      BigInteger r = number();
      byte[] key = canonicalSmallOrder().get(i % 8);
      add("A of small order", key, message(), join(BASE.times(r).encode(), r));
    }
  }

  private void mixedOrder() {
    List<ReferenceCurve.Point> small = smallOrderPoints();
    for (int i = 0; i < 64; i++) {
      BigInteger a = number();
      BigInteger r = number();
      byte[] message = message();
      byte[] key = BASE.times(a).encode();
      ReferenceCurve.Point mixedR = BASE.times(r).plus(small.get(1 + 2 * (i % 4)));
      add("R of mixed order", key, message, sign(a, key, message, r, mixedR.encode()));
      byte[] mixedKey = BASE.times(a).plus(small.get(1 + 2 * (i % 4))).encode();
      byte[] plainR = BASE.times(r).encode();
      add("A of mixed order", mixedKey, message, sign(a, mixedKey, message, r, plainR));
    }
    // Orders 2 and 4 as well, and both mixed at once so that the torsion may cancel.
    for (int i = 0; i < 32; i++) {
      BigInteger a = number();
      BigInteger r = number();
      byte[] message = message();
      byte[] key = BASE.times(a).plus(small.get(i % 8)).encode();
      byte[] mixedR = BASE.times(r).plus(small.get(i / 4)).encode();
      add("A and R of mixed order", key, message, sign(a, key, message, r, mixedR));
    }
  }

  private void negatives() {
    BigInteger a = number();
    BigInteger r = number();
    byte[] message = message();
    byte[] key = BASE.times(a).encode();
    byte[] encodedR = BASE.times(r).encode();
    byte[] good = sign(a, key, message, r, encodedR);
    BigInteger s = integer(Arrays.copyOfRange(good, 32, 64));
    String group = "altered";
    add("unaltered", key, message, good);
    for (int bit = 0; bit < 512; bit += 7) {
      add(group, key, message, flip(good, bit / 8, 1 << (bit % 8)));
    }
    for (int i = 0; i < 32; i += 5) {
      add(group, flip(key, i, 1), message, good);
    }
    add(group, flip(key, 31, 0x80), message, good);
    add(group, key, Arrays.copyOf(message, message.length + 1), good);
    add(group, key, new byte[0], good);
    for (int length : new int[] {0, 1, 32, 63, 65, 128}) {
      add(group, key, message, Arrays.copyOf(good, length));
    }
    for (int length : new int[] {0, 31, 33}) {
      add(group, Arrays.copyOf(key, length), message, good);
    }
    for (BigInteger otherS :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            L.subtract(BigInteger.ONE),
            L,
            s.negate().mod(L),
            s.add(BigInteger.ONE).mod(L),
            BigInteger.TWO.pow(252),
            s.add(L.multiply(BigInteger.valueOf(7))),
            BigInteger.TWO.pow(256).subtract(BigInteger.ONE))) {
      add(group, key, message, join(encodedR, otherS));
    }
    for (byte[] otherR :
        List.of(
            key,
            new byte[32],
            bytes(BigInteger.TWO),
            bytes(P.add(BigInteger.valueOf(3))),
            BASE.encode(),
            bytes(BigInteger.TWO.pow(256).subtract(BigInteger.ONE)))) {
      add(group, key, message, join(otherR, s));
    }
    byte[] swapped = Arrays.copyOfRange(good, 32, 96);
    System.arraycopy(good, 0, swapped, 32, 32);
    add(group, key, message, swapped);
  }
}
