/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFullException;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that forgets what was not forced. Between a write and its force every 512-byte
 * sector is on its own: after a power loss any of them may hold the old or the new bytes, and one
 * may be torn in the middle. Names that were not synced may be lost, newest first. Everything
 * follows from the seed. Thread-safe.
 */
public final class SimulatedDisk {
  private final RandomGenerator random;
  private final SimulatedDirectory root = new SimulatedDirectory(this, "");
  private long capacity = Long.MAX_VALUE;
  private long used;
  private long operations;
  private long faultAt = Long.MAX_VALUE;
  private Fault fault = Fault.ERROR;
  private boolean failReads;
  private int life;
  private boolean off;

  /** An empty disk; {@code seed} decides what is lost and torn. */
  public SimulatedDisk(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The top directory, valid until the next power loss. */
  public Disk root() {
    return root;
  }

  /** Bytes there is room for; writes beyond fail with {@link DiskFullException}. */
  public synchronized void setCapacity(long bytes) {
    capacity = bytes;
  }

  /** Sum of the lengths of all files. */
  public synchronized long used() {
    return used;
  }

  /** How many operations that change something have been called so far. */
  public synchronized long operations() {
    return operations;
  }

  /** Arranges a fault for one operation that changes something, after {@code more} others. */
  public synchronized void failAfter(long more, Fault kind) {
    faultAt = operations + more;
    fault = kind;
  }

  /** Makes all reads fail with an input/output error, or stops that. */
  public synchronized void failReads(boolean fail) {
    failReads = fail;
  }

  /** Cuts the power now: unforced bytes and unsynced names are lost or not, as the seed says. */
  public synchronized void powerLoss() {
    off = true;
  }

  /** Whether the power is gone. */
  public synchronized boolean isOff() {
    return off;
  }

  /**
   * Ends the process that uses the disk, not the machine: handles and locks are gone, arranged
   * faults are called off, and what was written is still to be seen, whether forced or not.
   */
  public synchronized void processDeath() {
    life++;
    failReads = false;
    faultAt = Long.MAX_VALUE;
  }

  /** Switches on again, after a power loss if there was none yet. Old handles stay dead. */
  public synchronized void restart() {
    processDeath();
    off = false;
    root.lose(random);
    used = root.bytes();
  }

  /** Inverts one bit of a file, under everybody's feet. {@code path} has slashes. */
  public synchronized void flipBit(String path, long bit) {
    file(path).flip(bit);
  }

  /** Cuts a file, under everybody's feet. */
  public synchronized void truncate(String path, int size) {
    file(path).cut(size);
    used = root.bytes();
  }

  /** Takes a file away, under everybody's feet. */
  public synchronized void remove(String path) {
    root.find(path).remove(path.substring(path.lastIndexOf('/') + 1));
    used = root.bytes();
  }

  private SimulatedFile file(String path) {
    return root.find(path).file(path.substring(path.lastIndexOf('/') + 1));
  }

  RandomGenerator random() {
    return random;
  }

  int life() {
    return life;
  }

  /** Counts an operation that changes something; says which fault it shall suffer, if any. */
  @Nullable Fault change(int bornIn) throws IOException {
    check(bornIn);
    if (operations++ != faultAt) {
      return null;
    }
    off |= fault == Fault.POWER_LOSS;
    return fault;
  }

  /** As {@link #change}, for operations that happen wholly or not at all. */
  void atomicChange(int bornIn, String path) throws IOException {
    Fault suffered = change(bornIn);
    if (suffered != null) {
      throw failure(suffered, path);
    }
  }

  void checkRead(int bornIn) throws IOException {
    check(bornIn);
    if (failReads) {
      throw new IOException("Input/output error");
    }
  }

  void check(int bornIn) throws IOException {
    if (off || bornIn != life) {
      throw new IOException("the power is gone");
    }
  }

  /** Accounts for growth by {@code more} bytes; false when there is no room. */
  boolean reserve(long more) {
    if (more > 0 && used + more > capacity) {
      return false;
    }
    used += more;
    return true;
  }

  static IOException failure(Fault fault, String path) {
    return switch (fault) {
      case NO_SPACE -> new DiskFullException(path, null);
      case POWER_LOSS -> new IOException("the power is gone");
      case ERROR, SHORT_WRITE -> new IOException("Input/output error: " + path);
    };
  }
}
