/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.journal;

import java.io.Closeable;
import java.io.IOException;

/**
 * Records one after the other. A record has a position, which grows; parts of it are read by
 * position. One thread appends, syncs and drops; any thread reads.
 */
public interface Log extends Closeable {
  /** Takes records while a log is read from its start. */
  @FunctionalInterface
  interface Visitor {
    /** A record and the position of its first byte. */
    void record(long position, byte[] payload);
  }

  /** Appends a record; it is on disk after the next {@link #sync}. Returns its position. */
  long append(byte[] payload) throws IOException;

  /** Returns when all records are on disk. */
  void sync() throws IOException;

  /** Bytes from a position on, which must lie within one record. */
  byte[] read(long position, int length) throws IOException;

  /** Visits all records in order. */
  void forEach(Visitor visitor) throws IOException;

  /** May forget records that end before a position. */
  void dropBefore(long position) throws IOException;

  /** Bytes that the log takes. */
  long size();
}
