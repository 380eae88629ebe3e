/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.journal;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A file of byte strings that exists as a whole or not at all: each with its length, the last one
 * followed by the length -1, then the CRC-32C of all before it. A file that is not whole is refused
 * when it is read.
 */
public final class Snapshot {
  private static final int END = -1;

  private Snapshot() {}

  /** Hands byte strings to the file that is being written. */
  @FunctionalInterface
  public interface Source {
    /** Gives all byte strings, in the order in which they are read again. */
    void writeTo(Consumer<byte[]> out);
  }

  /** Writes a file in place of the one that may be there. */
  public static void write(Path file, Source source) throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      CRC32C crc = new CRC32C();
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      DataOutputStream out = new DataOutputStream(new CheckedOutputStream(buffered, crc));
      source.writeTo(bytes -> put(out, bytes));
      out.writeInt(END);
      out.writeLong(crc.getValue());
      out.flush();
      channel.force(true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    FileLog.syncDirectory(file.toAbsolutePath().getParent());
  }

  private static void put(DataOutputStream out, byte[] bytes) {
    try {
      out.writeInt(bytes.length);
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file.
   *
   * @throws IOException also if it is not whole; some byte strings may have been given before
   */
  public static void read(Path file, Consumer<byte[]> consumer) throws IOException {
    CRC32C crc = new CRC32C();
    try (DataInputStream in =
        new DataInputStream(
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16), crc))) {
      long size = Files.size(file);
      for (int length = in.readInt(); length != END; length = in.readInt()) {
        if (length < 0 || length > size) {
          throw new IOException(file + " is damaged: a length of " + length);
        }
        consumer.accept(in.readNBytes(length));
      }
      long expected = crc.getValue();
      if (in.readLong() != expected) {
        throw new IOException(file + " is damaged: its checksum differs");
      }
    }
  }
}
