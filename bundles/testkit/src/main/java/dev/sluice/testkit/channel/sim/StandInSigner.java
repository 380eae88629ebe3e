/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Keys and signatures that cost next to nothing: the signature is a keyed checksum anyone could
 * make, and in a simulation nobody makes one with another's key. The last byte tells the two rules
 * of section 2.5 apart: 0 passes both, 1 passes the client rule only.
 */
final class StandInSigner implements SimSigner {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long M = 0x9E3779B97F4A7C15L;
  private static final int LAST = Signature.LENGTH - 1;

  private final Key key;

  StandInSigner(String name) {
    key = Key.of(HashFunction.T.hash(name.getBytes(StandardCharsets.UTF_8)).toArray());
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public Signature sign(byte[] message) {
    return Signature.of(bytes(key, message));
  }

  @Override
  public boolean isFit(Key other) {
    return true;
  }

  @Override
  public Signature loosened(Signature signature) {
    byte[] bytes = signature.toArray();
    bytes[LAST] = 1;
    return Signature.of(bytes);
  }

  static boolean verify(Key key, byte[] message, Signature signature, boolean strict) {
    byte[] right = bytes(key, message);
    if (!strict) {
      right[LAST] = signature.toArray()[LAST] == 1 ? (byte) 1 : 0;
    }
    return Signature.of(right).equals(signature);
  }

  private static byte[] bytes(Key key, byte[] message) {
    byte[] keyBytes = key.toArray();
    long a = (long) LONGS.get(keyBytes, 0) ^ message.length;
    long b = (long) LONGS.get(keyBytes, 8);
    int i = 0;
    for (; i + Long.BYTES <= message.length; i += Long.BYTES) {
      long word = (long) LONGS.get(message, i);
      a = mix(a ^ word);
      b = Long.rotateLeft(b, 23) + word * M;
    }
    for (; i < message.length; i++) {
      a = mix(a ^ message[i]);
    }
    byte[] out = new byte[Signature.LENGTH];
    for (int j = 0; j < Signature.LENGTH; j += Long.BYTES) {
      a = mix(a + b + M);
      LONGS.set(out, j, a);
    }
    out[LAST] = 0;
    return out;
  }

  private static long mix(long value) {
    long x = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
