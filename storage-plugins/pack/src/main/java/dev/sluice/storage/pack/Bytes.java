/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.BlockId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Big-endian numbers and block ids in byte arrays. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private Bytes() {}

  static int getInt(byte[] source, int at) {
    return (int) INT.get(source, at);
  }

  static void putInt(byte[] target, int at, int value) {
    INT.set(target, at, value);
  }

  static long getLong(byte[] source, int at) {
    return (long) LONG.get(source, at);
  }

  static void putLong(byte[] target, int at, long value) {
    LONG.set(target, at, value);
  }

  static BlockId getId(byte[] source, int at) {
    int codec = getInt(source, at + BlockId.DIGEST_BYTES);
    return BlockId.read(codec, ByteBuffer.wrap(source, at, BlockId.DIGEST_BYTES));
  }

  static void putId(byte[] target, int at, BlockId id) {
    id.writeDigest(ByteBuffer.wrap(target, at, BlockId.DIGEST_BYTES));
    putInt(target, at + BlockId.DIGEST_BYTES, id.codec());
  }

  static int crc(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }
}
