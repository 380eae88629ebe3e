/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.consensus;

import dev.sluice.consensus.api.Signer;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Stands in for signatures: 64 bits mixed from key and message, which costs some tens of
 * nanoseconds. Anybody can forge it.
 */
final class MixSigner implements Signer {
  private final Key key;
  private final long seed;

  MixSigner(int number) {
    byte[] bytes = new byte[Key.LENGTH];
    Arrays.fill(bytes, (byte) number);
    key = Key.of(bytes);
    seed = seed(bytes);
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public Signature sign(byte[] message) {
    byte[] bytes = new byte[Signature.LENGTH];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(mix(seed, message));
    return Signature.of(bytes);
  }

  @Override
  public boolean isFit(Key other) {
    return true;
  }

  static boolean verify(SignatureCheck check) {
    long mixed = mix(seed(check.key().toArray()), check.message());
    return ByteBuffer.wrap(check.signature().toArray()).order(ByteOrder.LITTLE_ENDIAN).getLong()
        == mixed;
  }

  private static long seed(byte[] key) {
    return ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static long mix(long seed, byte[] message) {
    ByteBuffer buffer = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    long mixed = seed ^ message.length;
    while (buffer.remaining() >= Long.BYTES) {
      mixed = (mixed ^ buffer.getLong()) * 0x9e3779b97f4a7c15L;
      mixed ^= mixed >>> 29;
    }
    while (buffer.hasRemaining()) {
      mixed = (mixed ^ buffer.get()) * 0x9e3779b97f4a7c15L;
      mixed ^= mixed >>> 29;
    }
    return mixed;
  }
}
