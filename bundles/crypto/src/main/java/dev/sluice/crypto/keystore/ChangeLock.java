/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.crypto.keystore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one change of a file run at a time, in this process and among processes. The lock is on a
 * file beside, {@code <name>.lock}, that stays; the system frees it when a process dies.
 */
final class ChangeLock {
  /**
   * The files being changed in this process. A system's file locks belong to the whole process, and
   * closing any channel of the file frees them: a second attempt here must not even open it.
   */
  private static final Set<Path> CHANGING = ConcurrentHashMap.newKeySet();

  private ChangeLock() {}

  /** What is done under the lock. */
  interface Change {
    void run() throws IOException;
  }

  /**
   * Runs a change, or refuses at once with {@link KeystoreError#BUSY}.
   *
   * @param file the file to change, which need not exist; its directory must
   */
  static void run(Path file, FileAttribute<?> permissions, Change change) throws IOException {
    Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
    Path key = lockFile.getParent().toRealPath().resolve(lockFile.getFileName());
    if (!CHANGING.add(key)) {
      throw busy(file);
    }
    try (FileChannel channel =
            FileChannel.open(
                lockFile,
                Set.<OpenOption>of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                permissions);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw busy(file);
      }
      change.run();
    } finally {
      CHANGING.remove(key);
    }
  }

  private static KeystoreException busy(Path file) {
    return new KeystoreException(
        KeystoreError.BUSY, "The keystore " + file + " is being changed just now. Try again");
  }
}
