/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.Arrays;

/**
 * Says that one reference borrows from another along a path of labels, from the outermost. A strong
 * edge is about exactly that place, a weak one about something at that place or below it.
 */
final class BorrowEdge implements Comparable<BorrowEdge> {
  static final int[] NO_PATH = {};

  private final boolean strong;
  private final int[] path;

  BorrowEdge(boolean strong, int[] path) {
    this.strong = strong;
    this.path = path;
  }

  boolean isStrong() {
    return strong;
  }

  /** The path; not to be changed. */
  int[] path() {
    return path;
  }

  /** Whether this edge covers what {@code other} does. */
  boolean covers(BorrowEdge other) {
    return equals(other) || (!strong && startsWith(other.path, path));
  }

  /** The edge from where this one starts to where {@code next}, which starts at its end, ends. */
  BorrowEdge followedBy(BorrowEdge next) {
    if (!strong) {
      return this;
    }
    int[] joined = Arrays.copyOf(path, path.length + next.path.length);
    System.arraycopy(next.path, 0, joined, path.length, next.path.length);
    return new BorrowEdge(next.strong, joined);
  }

  static boolean startsWith(int[] path, int[] prefix) {
    return path.length >= prefix.length
        && Arrays.equals(path, 0, prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public int compareTo(BorrowEdge other) {
    return strong == other.strong
        ? Arrays.compare(path, other.path)
        : Boolean.compare(strong, other.strong);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BorrowEdge that
        && strong == that.strong
        && Arrays.equals(path, that.path);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(path) * 2 + (strong ? 1 : 0);
  }

  @Override
  public String toString() {
    return (strong ? "=" : "-") + Arrays.toString(path);
  }
}
