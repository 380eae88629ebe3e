/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file behind a channel. The platform closes a channel when a thread using it is interrupted;
 * this opens another one and repeats the operation, which is harmless since all of them name their
 * position.
 */
final class LocalFile implements DiskFile {
  private static final int MAX_REOPENS = 100;

  private volatile FileChannel channel;

  /** Null once the file has no name of its own any more. */
  private volatile @Nullable Path path;

  private volatile boolean closed;
  private Runnable onClose = () -> {};

  LocalFile(Path path) throws IOException {
    this.path = path;
    channel = open(path);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  void onClose(Runnable action) {
    onClose = action;
  }

  void setPath(Path newPath) {
    path = newPath;
  }

  void losePath() {
    path = null;
  }

  /** An operation on whatever channel is open. */
  private interface Operation<T> {
    T on(FileChannel channel) throws IOException;
  }

  private <T> T run(Operation<T> operation) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      for (int attempt = 0; ; attempt++) {
        FileChannel present = channel;
        try {
          return operation.on(present);
        } catch (ClosedChannelException e) {
          interrupted |= Thread.interrupted();
          Path known = path;
          if (closed || known == null || attempt == MAX_REOPENS) {
            throw e;
          }
          reopen(present, known);
        } catch (IOException e) {
          throw isFull(e) ? new DiskFullException(String.valueOf(path), e) : e;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void reopen(FileChannel broken, Path known) throws IOException {
    if (channel == broken && !closed) {
      channel = open(known);
    }
  }

  /** The platform gives the operating system's message and no code. */
  static boolean isFull(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left on device")
        || message.contains("Disk quota exceeded")
        || message.contains("not enough space on the disk");
  }

  @Override
  public int read(long position, ByteBuffer target) throws IOException {
    int start = target.position();
    return run(
        present -> {
          target.position(start);
          while (target.hasRemaining()) {
            if (present.read(target, position + target.position() - start) < 0) {
              break;
            }
          }
          return target.position() - start;
        });
  }

  @Override
  public void write(long position, ByteBuffer source) throws IOException {
    int start = source.position();
    run(
        present -> {
          source.position(start);
          while (source.hasRemaining()) {
            present.write(source, position + source.position() - start);
          }
          return 0;
        });
  }

  @Override
  public void force() throws IOException {
    run(
        present -> {
          present.force(false);
          return 0;
        });
  }

  @Override
  public long size() throws IOException {
    return run(FileChannel::size);
  }

  @Override
  public void truncate(long size) throws IOException {
    run(present -> present.truncate(size));
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      channel.close();
    }
    onClose.run();
  }
}
