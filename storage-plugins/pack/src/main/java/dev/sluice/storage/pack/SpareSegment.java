/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of forced zeros, waiting to become the next segment. Appending to a file whose blocks are
 * there already costs one write to force instead of two or three. Thread-safe; whoever needs the
 * spare while it is being prepared waits for that.
 */
final class SpareSegment {
  static final String NAME = "spare.tmp";

  private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);

  private final Disk directory;
  private final int bytes;
  private @Nullable DiskFile ready;

  /** Somebody has taken the file and not yet given it its final name. */
  private boolean taken;

  private boolean closed;

  SpareSegment(Disk directory, int bytes) {
    this.directory = directory;
    this.bytes = bytes;
  }

  /** Makes one unless there is one. Failure is left to {@link #take} to meet again. */
  synchronized void prepare() {
    if (ready != null || taken || closed) {
      return;
    }
    try {
      ready = make();
    } catch (IOException e) {
      LOG.debug("cannot prepare a segment in {}", directory.path(), e);
      remove();
    }
  }

  /** The spare, made now if there is none. Follow with {@link #placed} or {@link #discard}. */
  synchronized DiskFile take() throws IOException {
    DiskFile file = ready;
    ready = null;
    taken = true;
    try {
      return file != null ? file : make();
    } catch (IOException e) {
      discard();
      throw e;
    }
  }

  /** The file taken has its final name now. */
  synchronized void placed() {
    taken = false;
  }

  /** Removes the spare, taken or not. */
  synchronized void discard() {
    taken = false;
    if (ready != null) {
      try {
        ready.close();
      } catch (IOException e) {
        LOG.debug("cannot close {} in {}", NAME, directory.path(), e);
      }
      ready = null;
    }
    remove();
  }

  /** Removes the spare for good. */
  synchronized void close() {
    closed = true;
    discard();
  }

  private DiskFile make() throws IOException {
    DiskFile file = directory.create(NAME);
    try {
      TailRecovery.zero(file, 0, bytes);
      file.force();
      return file;
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void remove() {
    try {
      directory.delete(NAME);
    } catch (IOException e) {
      LOG.debug("cannot remove {} in {}", NAME, directory.path(), e);
    }
  }
}
