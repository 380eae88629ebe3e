/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.io.DiskFile;
import dev.sluice.storage.io.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Bytes as the operating system shows them, bytes on the device, and which sectors differ. */
final class SimulatedFile {
  private static final int SECTOR = 512;

  private final SimulatedDisk machine;
  private final String path;
  private byte[] seen = new byte[0];
  private int seenSize;
  private byte[] forced = new byte[0];
  private int forcedSize;
  private final BitSet dirty = new BitSet();

  SimulatedFile(SimulatedDisk machine, String path) {
    this.machine = machine;
    this.path = path;
  }

  int length() {
    return seenSize;
  }

  void empty() {
    cutSeen(0);
  }

  DiskFile open() {
    return new Handle(machine.life());
  }

  void flip(long bit) {
    int at = Math.toIntExact(bit >> 3);
    seen[at] ^= (byte) (1 << (bit & 7));
    if (at < forcedSize) {
      forced[at] ^= (byte) (1 << (bit & 7));
    }
  }

  void cut(int size) {
    cutSeen(size);
    Arrays.fill(forced, Math.min(size, forced.length), forced.length, (byte) 0);
    forcedSize = Math.min(forcedSize, size);
  }

  private void cutSeen(int size) {
    if (size < seenSize) {
      Arrays.fill(seen, size, seenSize, (byte) 0);
      dirty.set(size / SECTOR, (seenSize + SECTOR - 1) / SECTOR);
      seenSize = size;
    }
  }

  private void put(int position, ByteBuffer source, int count) {
    int end = position + count;
    if (end > seen.length) {
      seen = Arrays.copyOf(seen, Math.max(end, seen.length * 2));
    }
    source.get(seen, position, count);
    if (count > 0) {
      dirty.set(Math.min(position, seenSize) / SECTOR, (end + SECTOR - 1) / SECTOR);
    }
    seenSize = Math.max(seenSize, end);
  }

  /** Takes sectors over to the device; those {@code random} refuses are dropped for good. */
  private void force(RandomGenerator random, boolean drop) {
    fit();
    for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
      if (!drop || random.nextBoolean()) {
        copySector(s, SECTOR);
      }
    }
    dirty.clear();
    forcedSize = seenSize;
  }

  void lose(RandomGenerator random) {
    fit();
    // Of three crashes, one keeps little, one most, and one about half of what was not forced.
    int odds = new int[] {5, 50, 95}[random.nextInt(3)];
    for (int s = dirty.nextSetBit(0); s >= 0; s = dirty.nextSetBit(s + 1)) {
      if (random.nextInt(100) < odds) {
        copySector(s, random.nextInt(16) == 0 ? random.nextInt(SECTOR) : SECTOR);
      }
    }
    dirty.clear();
    forcedSize = random.nextBoolean() ? forcedSize : seenSize;
    Arrays.fill(forced, Math.min(forcedSize, forced.length), forced.length, (byte) 0);
    seen = Arrays.copyOf(forced, forcedSize);
    seenSize = forcedSize;
  }

  private void fit() {
    int size = Math.max(seen.length, forced.length);
    seen = seen.length < size ? Arrays.copyOf(seen, size) : seen;
    forced = forced.length < size ? Arrays.copyOf(forced, size) : forced;
  }

  private void copySector(int sector, int count) {
    int from = sector * SECTOR;
    int length = Math.min(count, seen.length - from);
    if (length > 0) {
      System.arraycopy(seen, from, forced, from, length);
    }
  }

  private final class Handle implements DiskFile {
    private final int life;
    private boolean closed;

    Handle(int life) {
      this.life = life;
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
      synchronized (machine) {
        checkOpen();
        machine.checkRead(life);
        int count = (int) Math.max(0, Math.min(target.remaining(), seenSize - position));
        if (count > 0) {
          target.put(seen, (int) position, count);
        }
        return count;
      }
    }

    @Override
    public void write(long position, ByteBuffer source) throws IOException {
      synchronized (machine) {
        checkOpen();
        Fault fault = machine.change(life);
        int count = source.remaining();
        if (fault != null) {
          count = fault == Fault.ERROR || count == 0 ? 0 : machine.random().nextInt(count);
        }
        long growth = Math.max(0, position + count - seenSize);
        if (!machine.reserve(growth)) {
          throw new DiskFullException(path, null);
        }
        put(Math.toIntExact(position), source, count);
        if (fault != null) {
          throw SimulatedDisk.failure(fault, path);
        }
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (machine) {
        checkOpen();
        Fault fault = machine.change(life);
        if (fault == Fault.POWER_LOSS) {
          throw SimulatedDisk.failure(fault, path);
        }
        SimulatedFile.this.force(machine.random(), fault != null);
        if (fault != null) {
          throw SimulatedDisk.failure(fault, path);
        }
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (machine) {
        checkOpen();
        machine.checkRead(life);
        return seenSize;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (machine) {
        checkOpen();
        machine.atomicChange(life, path);
        machine.reserve(-Math.max(0, seenSize - size));
        cutSeen(Math.toIntExact(size));
      }
    }

    private void checkOpen() throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
    }

    @Override
    public void close() {
      synchronized (machine) {
        closed = true;
      }
    }
  }
}
