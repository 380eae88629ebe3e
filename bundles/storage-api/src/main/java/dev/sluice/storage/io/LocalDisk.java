/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A directory of the local file system. */
public final class LocalDisk implements Disk {
  private final Path directory;

  /** Open files, so that they learn their new names. */
  private final Map<Path, LocalFile> open;

  private LocalDisk(Path directory, Map<Path, LocalFile> open) {
    this.directory = directory;
    this.open = open;
  }

  /** The directory of that path, created if absent. */
  public static LocalDisk at(Path directory) throws IOException {
    Files.createDirectories(directory);
    return new LocalDisk(directory.toAbsolutePath().normalize(), new ConcurrentHashMap<>());
  }

  @Override
  public String path() {
    return directory.toString();
  }

  @Override
  public List<String> files() throws IOException {
    return list(Files::isRegularFile);
  }

  @Override
  public List<String> directories() throws IOException {
    return list(Files::isDirectory);
  }

  private List<String> list(Predicate<Path> kind) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(kind).map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Override
  public Disk directory(String name) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path);
    return new LocalDisk(path, open);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Path path = directory.resolve(name);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return remember(path, new LocalFile(path));
  }

  @Override
  public DiskFile create(String name) throws IOException {
    Path path = directory.resolve(name);
    FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)
        .close();
    return remember(path, new LocalFile(path));
  }

  private LocalFile remember(Path path, LocalFile file) {
    open.put(path, file);
    file.onClose(() -> open.values().remove(file));
    return file;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path source = directory.resolve(from);
    Path target = directory.resolve(to);
    LocalFile replaced = open.remove(target);
    if (replaced != null) {
      replaced.losePath();
    }
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    LocalFile moved = open.remove(source);
    if (moved != null) {
      moved.setPath(target);
      open.put(target, moved);
    }
  }

  @Override
  public void delete(String name) throws IOException {
    Path path = directory.resolve(name);
    LocalFile file = open.remove(path);
    if (file != null) {
      file.losePath();
    }
    Files.deleteIfExists(path);
  }

  @Override
  public void sync() throws IOException {
    // Windows neither can nor needs to open a directory for this.
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  @Override
  public Closeable lock(String name) throws IOException {
    Path path = directory.resolve(name);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean locked = false;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new FileSystemException(path.toString(), null, "locked by another process");
      }
      locked = true;
      return channel;
    } catch (OverlappingFileLockException e) {
      FileSystemException failure =
          new FileSystemException(path.toString(), null, "locked in this process");
      failure.initCause(e);
      throw failure;
    } finally {
      if (!locked) {
        channel.close();
      }
    }
  }
}
