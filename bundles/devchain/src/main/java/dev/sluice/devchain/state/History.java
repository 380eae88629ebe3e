/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.state;

import dev.sluice.codec.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The values of one entry, by version. Thread-safe. */
final class History {
  private long[] versions = new long[1];
  private @Nullable Bytes[] values = new @Nullable Bytes[1];
  private int size;

  /** The value as of a version; null if there was none. */
  synchronized @Nullable Bytes at(long version) {
    int index = last(version);
    return index < 0 ? null : values[index];
  }

  /** Index of the newest value that is not newer than a version; -1 if there is none. */
  private int last(long version) {
    if (size > 0 && versions[size - 1] <= version) {
      return size - 1;
    }
    int index = Arrays.binarySearch(versions, 0, size, version);
    if (index < 0) {
      return -index - 2;
    }
    // One version may have written an entry twice: the first block does.
    while (index + 1 < size && versions[index + 1] == version) {
      index++;
    }
    return index;
  }

  synchronized @Nullable Bytes newest() {
    return size == 0 ? null : values[size - 1];
  }

  /** Adds the value of a version, which is not before those that are here. */
  synchronized void put(long version, @Nullable Bytes value) {
    if (size == versions.length) {
      versions = Arrays.copyOf(versions, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    versions[size] = version;
    values[size++] = value;
  }

  /**
   * Forgets what can only be seen before a version.
   *
   * @return whether there is no value left
   */
  synchronized boolean prune(long oldest) {
    int keep = Math.max(0, last(oldest));
    int left = size - keep;
    if (keep > 0 && (left <= size / 2 || left == 1)) {
      int capacity = Math.max(left, 1);
      versions = Arrays.copyOf(Arrays.copyOfRange(versions, keep, size), capacity);
      values = Arrays.copyOf(Arrays.copyOfRange(values, keep, size), capacity);
      size = left;
    }
    return size == 1 && values[0] == null && versions[0] <= oldest;
  }
}
