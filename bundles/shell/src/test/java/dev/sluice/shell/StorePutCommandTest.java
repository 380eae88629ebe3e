/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StorePutCommandTest {
  @Test
  void anEndlessFileIsRefusedAndNotRead() {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/zero")));
    var command = new StorePutCommand();
    command.file = "/dev/zero";
    assertThatThrownBy(command::listing)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1048576");
  }

  @Test
  void aRelativePathIsRefused() {
    var command = new StorePutCommand();
    command.file = "some/file";
    assertThatThrownBy(command::listing).hasMessageContaining("give the whole path");
  }
}
