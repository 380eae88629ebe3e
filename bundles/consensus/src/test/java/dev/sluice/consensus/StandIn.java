/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Signer;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Keys and signatures that are keyed hashes: fast, and as good as real ones where nobody forges.
 */
final class StandIn implements Signer {
  private final Key key;

  StandIn(String name) {
    key = Key.of(HashFunction.T.hash(name.getBytes(StandardCharsets.UTF_8)).toArray());
  }

  static StandIn memberKey(int i) {
    return new StandIn("member key " + i);
  }

  static StandIn txKey(int i) {
    return new StandIn("tx key " + i);
  }

  static Key peerKey(int i) {
    return new StandIn("peer key " + i).key();
  }

  static AccountAddress address(int i) {
    return AccountAddress.of(0x100 + i);
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public Signature sign(byte[] message) {
    return signature(key, message);
  }

  @Override
  public boolean isFit(Key other) {
    return true;
  }

  private static Signature signature(Key key, byte[] message) {
    byte[] input = Arrays.copyOf(key.toArray(), Key.LENGTH + message.length);
    System.arraycopy(message, 0, input, Key.LENGTH, message.length);
    byte[] half = HashFunction.T.hash(input).toArray();
    byte[] whole = Arrays.copyOf(half, Signature.LENGTH);
    System.arraycopy(half, 0, whole, half.length, half.length);
    return Signature.of(whole);
  }

  static boolean verify(SignatureCheck check) {
    return signature(check.key(), check.message()).equals(check.signature());
  }
}
