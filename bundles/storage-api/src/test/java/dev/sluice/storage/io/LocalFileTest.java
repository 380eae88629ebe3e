/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LocalFileTest {
  @Test
  void tellsAFullDiskFromOtherFailures() {
    assertThat(LocalFile.isFull(new IOException("No space left on device"))).isTrue();
    assertThat(LocalFile.isFull(new IOException("Disk quota exceeded"))).isTrue();
    assertThat(LocalFile.isFull(new IOException("Input/output error"))).isFalse();
    assertThat(LocalFile.isFull(new IOException())).isFalse();
  }
}
