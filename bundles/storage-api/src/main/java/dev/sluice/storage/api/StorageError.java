/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

/**
 * What went wrong, with a number that stays the same for good. Programs branch on it; {@link
 * #retryable()} says whether the same call may succeed later without anybody acting.
 */
public enum StorageError {
  /** The named thing does not exist. */
  NOT_FOUND(120001, false),
  /** The bytes on disk are not the ones written, or a file is missing: fetch them elsewhere. */
  CORRUPT(120002, false),
  /** A block, record, note or batch is over its limit. */
  TOO_LARGE(120003, false),
  /** No room on the device. Nothing was stored; reads go on. */
  DISK_FULL(120004, true),
  /** The device failed. */
  IO(120005, false),
  /** Somebody else has it open. */
  LOCKED(120006, true),
  /** The store was closed, for example because its plugin is being replaced. */
  CLOSED(120007, true),
  /** No store is there at the moment. */
  UNAVAILABLE(120008, true),
  /** The queue of waiting writes stayed full for the whole waiting time. Nothing was stored. */
  OVERLOADED(120009, true),
  /** A configured bound, such as index memory, is reached. Nothing was stored. */
  LIMIT_REACHED(120010, false),
  /** The position lies outside what the journal holds. */
  OUT_OF_RANGE(120011, false),
  /** The lease expired or was taken over. Stop using what it protects. */
  LEASE_LOST(120012, false),
  /** A malformed identifier, name or setting. */
  INVALID(120013, false),
  /**
   * An earlier force failed, so what is on the device is unknown: the store refuses writes until it
   * is opened again. Reads go on.
   */
  WRITES_STOPPED(120014, false),
  /** The process may not read or write the data directory. */
  ACCESS_DENIED(120015, false);

  private final int number;
  private final boolean retryable;

  StorageError(int number, boolean retryable) {
    this.number = number;
    this.retryable = retryable;
  }

  /** The stable number, 120001 and up. */
  public int number() {
    return number;
  }

  /** Whether the same call may succeed later with nobody acting. */
  public boolean retryable() {
    return retryable;
  }
}
