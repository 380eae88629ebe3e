/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A piece of a file in memory that moves forward with its reader. One thread. */
final class Window {
  private final DiskFile file;
  private byte[] bytes;
  private int start;
  private int length;

  Window(DiskFile file, int size) {
    this.file = file;
    bytes = new byte[size];
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where {@code position} of the file is in {@link #bytes}, after the last {@link #load}. */
  int index(int position) {
    return position - start;
  }

  /**
   * Makes {@code wanted} bytes from {@code position} present.
   *
   * @return how many there are: fewer only where the file ends
   */
  int load(int position, int wanted) throws IOException {
    if (position < start || position + wanted > start + length) {
      if (wanted > bytes.length) {
        bytes = new byte[wanted];
      }
      start = position;
      length = file.read(position, ByteBuffer.wrap(bytes));
    }
    return Math.min(wanted, Math.max(0, start + length - position));
  }

  /** Bytes present from {@code position} on, after the last {@link #load}. */
  int rest(int position) {
    return Math.max(0, start + length - position);
  }
}
