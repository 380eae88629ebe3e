/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The saved block index: which segments it speaks of, up to where their records are in it, and its
 * pairs. A file that is not intact, or speaks of other segments, is ignored; the log has
 * everything.
 *
 * <pre>
 *  0  magic "SLUICEIX"
 *  8  version 1 (4), head segment (4), offset in it (4), number of segments (4)
 * 24  next sequence (8)
 * 32  per segment: first id, last id, salt, dead bytes (4 each)
 *     per shard, 256 times: number of pairs (4); per pair: fingerprint (8), location (8)
 *     CRC-32C of all before (4)
 * </pre>
 */
final class IndexFile {
  private static final String NAME = "index";
  private static final String TEMPORARY = "index.tmp";
  private static final long MAGIC = 0x534c554943454958L;
  private static final int VERSION = 1;
  private static final int PAIR_BYTES = 2 * Long.BYTES;
  private static final int BUFFER_BYTES = 1 << 18;

  /** A segment as the index saw it. */
  record Listed(int firstId, int lastId, int salt, int dead) {}

  /** What was saved besides the pairs. */
  record Saved(BlockWriter.Position position, List<Listed> segments) {}

  private final Disk directory;
  private final long maxPairs;

  /**
   * @param maxPairs no memory is laid out for more, whatever the file's size
   */
  IndexFile(Disk directory, long maxPairs) {
    this.directory = directory;
    this.maxPairs = maxPairs;
  }

  /**
   * Writes everything but the final name. Records may be added meanwhile; those before {@code
   * position} are all in the file, later ones perhaps.
   */
  void write(BlockIndex index, BlockWriter.Position position, Collection<Segment> segments)
      throws IOException {
    List<Segment> listed = List.copyOf(segments);
    try (DiskFile file = directory.create(TEMPORARY)) {
      Writer out = new Writer(file);
      out.putLong(MAGIC);
      out.putInt(VERSION);
      out.putInt(position.segment());
      out.putInt(position.offset());
      out.putInt(listed.size());
      out.putLong(position.nextSequence());
      for (Segment segment : listed) {
        out.putInt(segment.header().firstId());
        out.putInt(segment.header().lastId());
        out.putInt(segment.header().salt());
        out.putInt(segment.dead());
      }
      for (int shard = 0; shard < BlockIndex.SHARDS; shard++) {
        long[] pairs = index.pairs(shard);
        out.putInt(pairs.length / 2);
        for (long half : pairs) {
          out.putLong(half);
        }
      }
      out.finish();
      file.force();
    }
  }

  /** Makes what {@link #write} wrote the saved index. */
  void commit() throws IOException {
    directory.rename(TEMPORARY, NAME);
    directory.sync();
  }

  /** Fills {@code index}, which is empty; null, and still empty, if there is no usable file. */
  @Nullable Saved read(BlockIndex index) throws IOException {
    try (DiskFile file = directory.open(NAME)) {
      index.reserve(Math.min(file.size() / PAIR_BYTES, maxPairs));
      Saved saved = read(new Reader(file), index);
      if (saved == null) {
        index.clear();
      }
      return saved;
    } catch (NoSuchFileException e) {
      return null;
    } catch (EOFException e) {
      index.clear();
      return null;
    }
  }

  private static @Nullable Saved read(Reader in, BlockIndex index) throws IOException {
    if (in.getLong() != MAGIC || in.getInt() != VERSION) {
      return null;
    }
    int head = in.getInt();
    int offset = in.getInt();
    int count = in.getInt();
    long nextSequence = in.getLong();
    List<Listed> segments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      segments.add(new Listed(in.getInt(), in.getInt(), in.getInt(), in.getInt()));
    }
    for (int shard = 0; shard < BlockIndex.SHARDS; shard++) {
      for (int pairs = in.getInt(); pairs > 0; pairs--) {
        long fingerprint = in.getLong();
        long location = in.getLong();
        if (location == 0) {
          return null;
        }
        index.add(fingerprint, location);
      }
    }
    return in.isChecksumNext()
        ? new Saved(new BlockWriter.Position(head, offset, nextSequence), segments)
        : null;
  }

  private static final class Writer {
    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private long position;

    Writer(DiskFile file) {
      this.file = file;
    }

    void putInt(int value) throws IOException {
      room(Integer.BYTES);
      buffer.putInt(value);
    }

    void putLong(long value) throws IOException {
      room(Long.BYTES);
      buffer.putLong(value);
    }

    private void room(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
    }

    private void flush() throws IOException {
      buffer.flip();
      crc.update(buffer.duplicate());
      int count = buffer.remaining();
      file.write(position, buffer);
      position += count;
      buffer.clear();
    }

    void finish() throws IOException {
      flush();
      putInt((int) crc.getValue());
      flush();
    }
  }

  private static final class Reader {
    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    private final CRC32C crc = new CRC32C();
    private long position;

    /** What of the buffer went into the checksum already. */
    private int summed;

    Reader(DiskFile file) {
      this.file = file;
    }

    int getInt() throws IOException {
      need(Integer.BYTES);
      return buffer.getInt();
    }

    long getLong() throws IOException {
      need(Long.BYTES);
      return buffer.getLong();
    }

    private void need(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        sum();
        buffer.compact();
        position += file.read(position, buffer);
        buffer.flip();
        summed = 0;
        if (buffer.remaining() < bytes) {
          throw new EOFException();
        }
      }
    }

    private void sum() {
      crc.update(buffer.array(), summed, buffer.position() - summed);
      summed = buffer.position();
    }

    boolean isChecksumNext() throws IOException {
      need(Integer.BYTES);
      sum();
      return buffer.getInt() == (int) crc.getValue();
    }
  }
}
