/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void aStoreThatIsNotThereIsNotAskedFor(@TempDir Path directory) throws Exception {
    var command = new StorePutCommand();
    command.store = "nope";
    command.file = Files.writeString(directory.resolve("file"), "x").toString();
    command.stores =
        new BlockStores() {
          @Override
          public BlockStore store(String name) {
            throw new AssertionError("a reference that lasts");
          }

          @Override
          public SortedSet<String> names() {
            return new TreeSet<>(Set.of("default"));
          }
        };
    assertThatThrownBy(command::listing)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("store:list");
  }
}
