/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import java.time.Duration;

/** Settings for tests. */
final class TestSettings {
  private TestSettings() {}

  /** Large enough for the largest block, small enough to be made quickly. */
  static final PackSettings MEDIUM = segments(8 << 20);

  /** So small that everything happens often. */
  static final PackSettings TINY = segments(16 << 10);

  static PackSettings segments(int bytes) {
    return new PackSettings(bytes, bytes, 64 << 20, Duration.ofSeconds(5), 64 << 20, 50, 200);
  }
}
