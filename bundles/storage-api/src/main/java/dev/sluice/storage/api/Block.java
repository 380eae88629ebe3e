/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes and the id they go by. Immutable; equal by content. */
public final class Block {
  /** Most bytes a block may have: larger ones do not travel between IPFS peers. */
  public static final int MAX_BYTES = 1 << 20;

  private final BlockId id;
  private final byte[] content;

  /** Set once the content was hashed and found to match; a race only repeats the hashing. */
  private volatile boolean matches;

  private Block(BlockId id, byte[] content, boolean matches) {
    this.id = id;
    this.content = content;
    this.matches = matches;
  }

  /**
   * A block of a copy of these bytes, with the id computed from them.
   *
   * @throws StorageException {@link StorageError#TOO_LARGE} above {@link #MAX_BYTES}
   */
  public static Block of(int codec, byte[] content) {
    checkSize(content.length);
    byte[] copy = content.clone();
    return new Block(BlockId.hash(codec, ByteBuffer.wrap(copy)), copy, true);
  }

  /**
   * A block that somebody claims to have this id; copies the buffer from its position to its limit,
   * and leaves both. Nothing is hashed before {@link #matches()} is asked.
   *
   * @throws StorageException {@link StorageError#TOO_LARGE} above {@link #MAX_BYTES}
   */
  public static Block claimed(BlockId id, ByteBuffer content) {
    checkSize(content.remaining());
    byte[] copy = new byte[content.remaining()];
    content.duplicate().get(copy);
    return new Block(id, copy, false);
  }

  private static void checkSize(int size) {
    if (size > MAX_BYTES) {
      throw new StorageException(
          StorageError.TOO_LARGE,
          "a block has at most " + MAX_BYTES + " bytes, this one " + size + ": split it");
    }
  }

  /** The id this block goes by. */
  public BlockId id() {
    return id;
  }

  /** Number of bytes. */
  public int size() {
    return content.length;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return content.clone();
  }

  /** A read-only view of the bytes, without copying. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** Whether the bytes have the digest the id names. Hashes at most until the first success. */
  public boolean matches() {
    if (!matches) {
      matches = BlockId.hash(id.codec(), ByteBuffer.wrap(content)).equals(id);
    }
    return matches;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Block block
        && id.equals(block.id)
        && java.util.Arrays.equals(content, block.content);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id + " (" + content.length + " bytes)";
  }
}
