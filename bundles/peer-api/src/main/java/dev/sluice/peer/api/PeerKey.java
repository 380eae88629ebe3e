/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;

/**
 * Name of a node: its Curve25519 public key.
 *
 * @param bytes 32 bytes
 */
public record PeerKey(Bytes bytes) implements Comparable<PeerKey> {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  public PeerKey {
    if (bytes.length() != LENGTH) {
      throw new PeerException(
          PeerError.INVALID, "a peer key has 32 bytes, this one has " + bytes.length());
    }
  }

  /**
   * The key written as 64 hexadecimal digits.
   *
   * @throws PeerException {@link PeerError#INVALID}
   */
  public static PeerKey parse(String text) {
    try {
      return new PeerKey(Bytes.fromHex(text));
    } catch (CodecException e) {
      throw new PeerException(
          PeerError.INVALID, "peer key '" + text + "': 64 hexadecimal digits", e);
    }
  }

  /** Orders keys as unsigned bytes. */
  @Override
  public int compareTo(PeerKey other) {
    return bytes.compareTo(other.bytes);
  }

  /** 64 hexadecimal digits. */
  @Override
  public String toString() {
    return bytes.toHex();
  }
}
