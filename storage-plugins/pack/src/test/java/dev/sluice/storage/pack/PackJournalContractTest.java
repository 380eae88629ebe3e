/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Journals;
import dev.sluice.storage.io.LocalDisk;
import dev.sluice.testkit.storage.JournalContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class PackJournalContractTest extends JournalContractTest {
  @TempDir Path directory;

  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private PackStorage storage;

  @AfterEach
  void stopBackground() {
    background.shutdownNow();
  }

  @Override
  protected Journals create() throws IOException {
    storage =
        PackStorage.open(LocalDisk.at(directory), TestSettings.MEDIUM, background, new Random(1));
    return storage.journals();
  }

  @Override
  protected void close(Journals opened) {
    storage.close();
  }

  @Override
  protected boolean keepsData() {
    return true;
  }

  @Override
  protected Journals reopen() throws IOException {
    return create();
  }
}
