/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import dev.sluice.storage.io.LocalDisk;
import dev.sluice.testkit.storage.StorageAssertions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
  @TempDir Path directory;

  @Test
  void createsRenamesAndDeletes() throws IOException {
    Disk disk = LocalDisk.at(directory.resolve("a/b"));
    DiskFile file = disk.create("one");
    file.write(5, ByteBuffer.wrap(new byte[] {1, 2, 3}));
    file.force();
    disk.sync();
    assertThat(file.size()).isEqualTo(8);
    disk.create("two").close();
    disk.rename("one", "two");
    assertThat(disk.files()).containsExactly("two");
    ByteBuffer bytes = ByteBuffer.allocate(10);
    assertThat(file.read(4, bytes)).isEqualTo(4);
    assertThat(bytes.array()).startsWith(0, 1, 2, 3);
    assertThat(file.read(8, ByteBuffer.allocate(1))).isZero();
    file.truncate(6);
    assertThat(file.size()).isEqualTo(6);
    disk.delete("two");
    disk.delete("two");
    file.close();
    assertThatThrownBy(() -> file.size()).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> disk.open("two")).isInstanceOf(NoSuchFileException.class);
    disk.directory("sub").create("x").close();
    assertThat(disk.directories()).containsExactly("sub");
    assertThat(disk.files()).isEmpty();
  }

  @Test
  void survivesInterruptsInAllThreads() throws Exception {
    Disk disk = LocalDisk.at(directory);
    DiskFile file = disk.create("f");
    file.write(0, ByteBuffer.wrap(new byte[1 << 16]));
    disk.rename("f", "g");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicBoolean failed = new AtomicBoolean();
    Thread[] readers = new Thread[3];
    for (int r = 0; r < readers.length; r++) {
      int mine = r;
      readers[r] =
          new Thread(
              () -> {
                byte[] expected = new byte[100];
                while (!stop.get()) {
                  new Random(mine).nextBytes(expected);
                  ByteBuffer got = ByteBuffer.allocate(100);
                  try {
                    file.write(mine * 1000L, ByteBuffer.wrap(expected));
                    file.read(mine * 1000L, got);
                  } catch (IOException e) {
                    failed.set(true);
                  }
                  failed.compareAndSet(false, !java.util.Arrays.equals(expected, got.array()));
                }
              });
      readers[r].start();
    }
    for (int i = 0; i < 300; i++) {
      readers[i % readers.length].interrupt();
      Thread.sleep(1);
    }
    stop.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(failed).isFalse();
    file.close();
  }

  @Test
  void isLockedOnce() throws IOException {
    Disk disk = LocalDisk.at(directory);
    Closeable lock = disk.lock("lock");
    assertThatThrownBy(() -> disk.lock("lock")).isInstanceOf(FileSystemException.class);
    lock.close();
    disk.lock("lock").close();
  }

  @Test
  void aSecondStoreOnTheSameDirectoryIsRefused() throws IOException {
    Disk disk = LocalDisk.at(directory);
    PackStorage first = PackStorage.open(disk, TestSettings.TINY, Runnable::run, new Random(1));
    StorageAssertions.assertFails(
        StorageError.LOCKED,
        () -> PackStorage.open(disk, TestSettings.TINY, Runnable::run, new Random(1)));
    first.close();
    first.close();
    PackStorage.open(disk, TestSettings.TINY, Runnable::run, new Random(1)).close();
  }

  @Test
  void leavesNoTemporaryFile() throws IOException {
    PackStorage storage =
        PackStorage.open(LocalDisk.at(directory), TestSettings.TINY, Runnable::run, new Random(1));
    storage.journals().open("j").close();
    storage.close();
    try (var files = Files.walk(directory)) {
      assertThat(files.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void aFileInTheWayIsNamed() throws IOException {
    Files.writeString(directory.resolve("blocks"), "in the way");
    assertThatThrownBy(
            () ->
                PackStorage.open(
                    LocalDisk.at(directory), TestSettings.TINY, Runnable::run, new Random(1)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("blocks");
    Files.delete(directory.resolve("blocks"));
    PackStorage.open(LocalDisk.at(directory), TestSettings.TINY, Runnable::run, new Random(1))
        .close();
  }
}
