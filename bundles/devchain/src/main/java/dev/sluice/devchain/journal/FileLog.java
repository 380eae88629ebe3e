/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in files of a directory. Each file is named after the position of its first byte, in
 * hexadecimal. A record is its length and the CRC-32C of its bytes, four bytes each, most
 * significant first, then its bytes. When the log is opened it ends before the first record that is
 * not whole; what follows is cut off, which the log says at level WARN.
 */
public final class FileLog implements Log {
  /** The longest record. */
  public static final int MAX_RECORD = 1 << 28;

  private static final Logger LOG = LoggerFactory.getLogger(FileLog.class);
  private static final int HEADER = 8;
  private static final String SUFFIX = ".log";

  private final Path directory;
  private final long segmentBytes;
  private final ConcurrentSkipListMap<Long, FileChannel> segments = new ConcurrentSkipListMap<>();
  private volatile long end;

  /**
   * Opens the log of a directory, which is made if it does not exist.
   *
   * @param segmentBytes size from which on a new file is begun
   */
  public FileLog(Path directory, long segmentBytes) throws IOException {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    Files.createDirectories(directory);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> list = Files.list(directory)) {
      list.filter(file -> file.toString().endsWith(SUFFIX)).sorted().forEach(files::add);
    }
    try {
      for (Path file : files) {
        long start = HexFormat.fromHexDigitsToLong(name(file));
        segments.put(start, open(file));
      }
      if (segments.isEmpty()) {
        addSegment(0);
      }
      Map.Entry<Long, FileChannel> last = segments.lastEntry();
      end = last.getKey() + last.getValue().size();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - SUFFIX.length());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private Path file(long start) {
    return directory.resolve(HexFormat.of().toHexDigits(start) + SUFFIX);
  }

  private FileChannel addSegment(long start) throws IOException {
    FileChannel channel = open(file(start));
    segments.put(start, channel);
    syncDirectory(directory);
    return channel;
  }

  /** Makes new names of a directory durable, where the system can. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public long append(byte[] payload) throws IOException {
    Map.Entry<Long, FileChannel> last = segments.lastEntry();
    FileChannel channel = last.getValue();
    long start = last.getKey();
    if (end - start >= segmentBytes) {
      channel.force(false);
      channel = addSegment(end);
      start = end;
    }
    ByteBuffer buffer = ByteBuffer.allocate(HEADER + payload.length);
    buffer.putInt(payload.length).putInt(crc(payload)).put(payload).flip();
    long at = end - start;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
    }
    long position = end + HEADER;
    end = position + payload.length;
    return position;
  }

  private static int crc(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  @Override
  public void sync() throws IOException {
    segments.lastEntry().getValue().force(false);
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    Map.Entry<Long, FileChannel> segment = segments.floorEntry(position);
    if (segment == null) {
      throw new EOFException("position " + position + " has been dropped");
    }
    return read(segment.getValue(), position - segment.getKey(), length);
  }

  private static byte[] read(FileChannel channel, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("the segment ends at " + channel.size());
      }
    }
    return buffer.array();
  }

  /** Visits all records, and cuts the log off before the first that is not whole. */
  @Override
  public void forEach(Visitor visitor) throws IOException {
    long next = segments.firstKey();
    for (Map.Entry<Long, FileChannel> segment : segments.entrySet()) {
      if (segment.getKey() != next) {
        cut(next);
        return;
      }
      long size = segment.getValue().size();
      long offset = 0;
      while (offset < size) {
        byte[] payload = record(segment.getValue(), offset, size);
        if (payload == null) {
          cut(segment.getKey() + offset);
          return;
        }
        visitor.record(segment.getKey() + offset + HEADER, payload);
        offset += HEADER + payload.length;
      }
      next = segment.getKey() + size;
    }
  }

  private static byte @org.jspecify.annotations.Nullable [] record(
      FileChannel channel, long offset, long size) throws IOException {
    if (size - offset < HEADER) {
      return null;
    }
    ByteBuffer header = ByteBuffer.wrap(read(channel, offset, HEADER));
    int length = header.getInt();
    int crc = header.getInt();
    if (length < 0 || length > MAX_RECORD || length > size - offset - HEADER) {
      return null;
    }
    byte[] payload = read(channel, offset + HEADER, length);
    return crc(payload) == crc ? payload : null;
  }

  private void cut(long position) throws IOException {
    long dropped = end - position;
    while (segments.lastKey() >= position && segments.size() > 1) {
      Map.Entry<Long, FileChannel> last = segments.pollLastEntry();
      last.getValue().close();
      Files.delete(file(last.getKey()));
    }
    Map.Entry<Long, FileChannel> last = segments.lastEntry();
    long offset = Math.max(0, position - last.getKey());
    last.getValue().truncate(offset);
    last.getValue().force(true);
    end = last.getKey() + offset;
    LOG.warn(
        "The log in {} ended in a broken record: dropped its last {} bytes", directory, dropped);
  }

  @Override
  public void dropBefore(long position) throws IOException {
    while (segments.size() > 1 && segments.higherKey(segments.firstKey()) <= position) {
      Map.Entry<Long, FileChannel> first = segments.pollFirstEntry();
      first.getValue().close();
      Files.delete(file(first.getKey()));
    }
  }

  @Override
  public long size() {
    return end - segments.firstKey();
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : segments.values()) {
      channel.close();
    }
  }
}
