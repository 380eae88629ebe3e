/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Names a block by its content: the SHA-256 of its bytes and the multicodec number of their format.
 * The same identity as an IPFS CID version 1 with hash function sha2-256. Two ids with one digest
 * and two codecs are two blocks. Immutable.
 */
public final class BlockId implements Comparable<BlockId> {
  /** Codec of bytes without structure. */
  public static final int RAW = 0x55;

  /** Codec of canonical DAG-CBOR. */
  public static final int DAG_CBOR = 0x71;

  /** Length of {@link #digest()}. */
  public static final int DIGEST_BYTES = 32;

  private static final int CID_VERSION = 1;
  private static final int SHA2_256 = 0x12;

  private final int codec;
  private final long d0;
  private final long d1;
  private final long d2;
  private final long d3;

  private BlockId(int codec, ByteBuffer digest) {
    if (codec < 0) {
      throw new StorageException(StorageError.INVALID, "block codec " + codec + " is negative");
    }
    this.codec = codec;
    d0 = digest.getLong();
    d1 = digest.getLong();
    d2 = digest.getLong();
    d3 = digest.getLong();
  }

  /** The id with this SHA-256 digest, which must have 32 bytes. */
  public static BlockId of(int codec, byte[] digest) {
    if (digest.length != DIGEST_BYTES) {
      throw new StorageException(
          StorageError.INVALID, "a block digest has 32 bytes, not " + digest.length);
    }
    return new BlockId(codec, ByteBuffer.wrap(digest));
  }

  /** Reads 32 digest bytes, big-endian, from {@code source} and moves its position. */
  public static BlockId read(int codec, ByteBuffer source) {
    return new BlockId(codec, source.order(java.nio.ByteOrder.BIG_ENDIAN));
  }

  /** The id of {@code content}: hashes from its position to its limit, and leaves both. */
  public static BlockId hash(int codec, ByteBuffer content) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(content.duplicate());
      return new BlockId(codec, ByteBuffer.wrap(sha256.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads the text form of a CID version 1: base32 ({@code b...}), base58btc ({@code z...}), base16
   * ({@code f...}) or base36 ({@code k...}), lower case.
   *
   * @throws StorageException {@link StorageError#INVALID} for anything else
   */
  public static BlockId parse(String text) {
    return fromBytes(Multibase.decode(text));
  }

  /**
   * Reads the binary form of a CID version 1 with a SHA-256 digest.
   *
   * @throws StorageException {@link StorageError#INVALID} for anything else
   */
  public static BlockId fromBytes(byte[] cid) {
    int codecEnd = cid.length - DIGEST_BYTES - 2;
    if (codecEnd < 2
        || cid[0] != CID_VERSION
        || cid[codecEnd] != SHA2_256
        || cid[codecEnd + 1] != DIGEST_BYTES) {
      throw new StorageException(
          StorageError.INVALID,
          "not a CID version 1 with a SHA-256 digest: " + cid.length + " bytes");
    }
    long codec = 0;
    for (int i = codecEnd - 1; i >= 1; i--) {
      boolean last = i == codecEnd - 1;
      // Unsigned varint: every byte but the last has its top bit, and the last is not a padding 0.
      if (last == (cid[i] < 0) || (last && i > 1 && cid[i] == 0) || i > 5) {
        throw new StorageException(
            StorageError.INVALID, "the codec of this CID is no plain varint");
      }
      codec = codec << 7 | (cid[i] & 0x7f);
    }
    if (codec > Integer.MAX_VALUE) {
      throw new StorageException(StorageError.INVALID, "CID codec " + codec + " is out of range");
    }
    return new BlockId((int) codec, ByteBuffer.wrap(cid, codecEnd + 2, DIGEST_BYTES));
  }

  /** The multicodec number. */
  public int codec() {
    return codec;
  }

  /** A copy of the SHA-256 digest. */
  public byte[] digest() {
    byte[] digest = new byte[DIGEST_BYTES];
    writeDigest(ByteBuffer.wrap(digest));
    return digest;
  }

  /** The first eight bytes of the digest, big-endian: a ready-made hash for tables. */
  public long digestPrefix() {
    return d0;
  }

  /** Puts the 32 digest bytes into {@code target}. */
  public void writeDigest(ByteBuffer target) {
    target.order(java.nio.ByteOrder.BIG_ENDIAN).putLong(d0).putLong(d1).putLong(d2).putLong(d3);
  }

  /** The binary CID: version, codec as varint, hash function, length, digest. */
  public byte[] toBytes() {
    int codecLength = Math.max(1, (38 - Integer.numberOfLeadingZeros(codec)) / 7);
    ByteBuffer cid = ByteBuffer.allocate(3 + codecLength + DIGEST_BYTES).put((byte) CID_VERSION);
    int rest = codec;
    for (; rest > 0x7f; rest >>>= 7) {
      cid.put((byte) (rest | 0x80));
    }
    cid.put((byte) rest).put((byte) SHA2_256).put((byte) DIGEST_BYTES);
    writeDigest(cid);
    return cid.array();
  }

  /** Order of the digest as unsigned bytes, then of the codec. */
  @Override
  public int compareTo(BlockId other) {
    int order = Long.compareUnsigned(d0, other.d0);
    order = order != 0 ? order : Long.compareUnsigned(d1, other.d1);
    order = order != 0 ? order : Long.compareUnsigned(d2, other.d2);
    order = order != 0 ? order : Long.compareUnsigned(d3, other.d3);
    return order != 0 ? order : Integer.compare(codec, other.codec);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BlockId id
        && d0 == id.d0
        && d1 == id.d1
        && d2 == id.d2
        && d3 == id.d3
        && codec == id.codec;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(d0) ^ codec;
  }

  /** The CID in base32, lower case: {@code bafy...}. */
  @Override
  public String toString() {
    return Multibase.base32(toBytes());
  }
}
