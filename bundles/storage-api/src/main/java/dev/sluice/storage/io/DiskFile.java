/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One open file, read and written at explicit positions. Thread-safe; reads may run beside writes.
 * After {@link #close()} every call throws {@link java.nio.channels.ClosedChannelException}.
 */
@ConsumerType
public interface DiskFile extends Closeable {
  /**
   * Reads from {@code position} until {@code target} is full or the file ends.
   *
   * @return the number of bytes read, 0 at or behind the end
   */
  int read(long position, ByteBuffer target) throws IOException;

  /**
   * Writes all of {@code source}; the file grows when needed. When it throws, any part may have
   * been written.
   */
  void write(long position, ByteBuffer source) throws IOException;

  /**
   * Returns when everything written before is on the device. After a failure nobody knows what is:
   * the caller must not count on a second attempt.
   */
  void force() throws IOException;

  /** Length in bytes. */
  long size() throws IOException;

  /** Cuts the file to {@code size} bytes if it is longer. */
  void truncate(long size) throws IOException;
}
