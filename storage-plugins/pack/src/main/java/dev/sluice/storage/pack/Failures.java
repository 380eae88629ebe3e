/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.DiskFullException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;

/** Turns what the disk says into what a caller can act on. */
final class Failures {
  private Failures() {}

  /** {@code what} names the action and the file or directory. */
  static StorageException of(IOException cause, String what) {
    if (cause instanceof DiskFullException) {
      return new StorageException(
          StorageError.DISK_FULL,
          "cannot "
              + what
              + ": no space left on the device. Free some; writes then go on by themselves",
          cause);
    }
    if (cause instanceof AccessDeniedException) {
      return new StorageException(
          StorageError.ACCESS_DENIED,
          "cannot " + what + ": permission denied. Let the user of this process own the directory",
          cause);
    }
    if (cause instanceof ClosedChannelException) {
      return closed(what);
    }
    return new StorageException(
        StorageError.IO,
        "cannot " + what + ": " + cause.getMessage() + ". Check the device",
        cause);
  }

  static StorageException closed(String what) {
    return new StorageException(
        StorageError.CLOSED, "cannot " + what + ": the store is closed. Use its successor");
  }
}
