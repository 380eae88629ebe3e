/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One directory. Names are plain: no separators, no {@code ..}.
 *
 * <p>Creating, renaming and deleting become durable with {@link #sync()}, not before. An
 * implementation is thread-safe and does not close files when a calling thread is interrupted.
 *
 * <p>Failures are {@link IOException}s: {@link java.nio.file.NoSuchFileException} for a name that
 * is not there, {@link java.nio.file.AccessDeniedException} for a missing permission, {@link
 * DiskFullException} when there is no room.
 */
@ConsumerType
public interface Disk {
  /** Where this directory is, for messages. */
  String path();

  /** Names of the files here, sorted. Sub-directories are left out. */
  List<String> files() throws IOException;

  /** Names of the sub-directories here, sorted. */
  List<String> directories() throws IOException;

  /** The sub-directory of that name, created (with the directories above it) when absent. */
  Disk directory(String name) throws IOException;

  /** Opens an existing file for reading and writing. */
  DiskFile open(String name) throws IOException;

  /** Creates an empty file, or empties the one that is there, and opens it. */
  DiskFile create(String name) throws IOException;

  /** Renames a file or directory atomically; an existing file {@code to} is replaced. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file or an empty directory; no effect when it is not there. */
  void delete(String name) throws IOException;

  /** Makes the names in this directory durable. */
  void sync() throws IOException;

  /**
   * Takes the exclusive lock file of that name, against other processes and against others in this
   * one.
   *
   * @throws java.nio.file.FileSystemException if somebody holds it
   */
  Closeable lock(String name) throws IOException;
}
