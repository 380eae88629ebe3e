/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import dev.sluice.storage.io.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] content(Disk disk, String name) throws IOException {
    try (DiskFile file = disk.open(name)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      file.read(0, bytes);
      return bytes.array();
    }
  }

  private static SimulatedDisk withFile(long seed, byte[] bytes) throws IOException {
    SimulatedDisk machine = new SimulatedDisk(seed);
    DiskFile file = machine.root().create("f");
    file.write(0, ByteBuffer.wrap(bytes));
    file.force();
    machine.root().sync();
    return machine;
  }

  @Test
  void keepsWhatWasForced() throws IOException {
    SimulatedDisk machine = withFile(1, filled(5000, 7));
    DiskFile old = machine.root().open("f");
    machine.restart();
    assertThat(content(machine.root(), "f")).isEqualTo(filled(5000, 7));
    assertThatThrownBy(() -> old.read(0, ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
  }

  @Test
  void mixesOldAndNewSectorsThatWereNotForced() throws IOException {
    Set<Integer> newSectors = new HashSet<>();
    boolean torn = false;
    for (int seed = 0; seed < 200; seed++) {
      SimulatedDisk machine = withFile(seed, filled(4096, 1));
      machine.root().open("f").write(0, ByteBuffer.wrap(filled(4096, 2)));
      machine.restart();
      byte[] after = content(machine.root(), "f");
      int count = 0;
      for (int sector = 0; sector < 8; sector++) {
        count += after[sector * 512];
        torn |= after[sector * 512] != after[sector * 512 + 511];
      }
      newSectors.add(count - 8);
    }
    assertThat(newSectors).contains(0, 3, 4, 5, 8);
    assertThat(torn).isTrue();
  }

  @Test
  void losesTheNewestUnsyncedNamesFirst() throws IOException {
    Set<Object> outcomes = new HashSet<>();
    for (int seed = 0; seed < 50; seed++) {
      SimulatedDisk machine = withFile(seed, filled(1, 1));
      machine.root().create("g");
      machine.root().rename("f", "h");
      machine.restart();
      outcomes.add(machine.root().files());
    }
    assertThat(outcomes)
        .containsExactlyInAnyOrder(
            java.util.List.of("f"), java.util.List.of("f", "g"), java.util.List.of("g", "h"));
  }

  @Test
  void failsTheOperationItIsToldTo() throws IOException {
    SimulatedDisk machine = withFile(1, filled(100, 1));
    DiskFile file = machine.root().open("f");
    machine.failAfter(1, Fault.ERROR);
    file.write(0, ByteBuffer.wrap(filled(10, 2)));
    assertThatThrownBy(() -> file.write(50, ByteBuffer.wrap(filled(10, 3))))
        .isInstanceOf(IOException.class);
    assertThat(content(machine.root(), "f")[50]).isEqualTo((byte) 1);
    machine.failAfter(0, Fault.SHORT_WRITE);
    assertThatThrownBy(() -> file.write(0, ByteBuffer.wrap(filled(100, 4))))
        .isInstanceOf(IOException.class);
    assertThat(content(machine.root(), "f")).contains(4).contains(1);
    machine.failAfter(0, Fault.POWER_LOSS);
    assertThatThrownBy(file::force).isInstanceOf(IOException.class);
    assertThat(machine.isOff()).isTrue();
    assertThatThrownBy(() -> machine.root().open("f")).isInstanceOf(IOException.class);
    machine.restart();
    assertThat(content(machine.root(), "f")).hasSize(100);
  }

  @Test
  void aFailedForceDropsWritesForGood() throws IOException {
    boolean dropped = false;
    for (int seed = 0; seed < 20; seed++) {
      SimulatedDisk machine = withFile(seed, filled(512, 1));
      DiskFile file = machine.root().open("f");
      file.write(0, ByteBuffer.wrap(filled(512, 2)));
      machine.failAfter(0, Fault.ERROR);
      assertThatThrownBy(file::force).isInstanceOf(IOException.class);
      file.force();
      machine.restart();
      dropped |= content(machine.root(), "f")[0] == 1;
    }
    assertThat(dropped).isTrue();
  }

  @Test
  void fillsUp() throws IOException {
    SimulatedDisk machine = withFile(1, filled(1000, 1));
    machine.setCapacity(1500);
    DiskFile file = machine.root().open("f");
    file.write(1000, ByteBuffer.allocate(500));
    assertThatThrownBy(() -> file.write(1500, ByteBuffer.allocate(1)))
        .isInstanceOf(DiskFullException.class);
    file.truncate(100);
    file.write(1000, ByteBuffer.allocate(500));
    machine.root().delete("f");
    assertThat(machine.used()).isZero();
    assertThatThrownBy(() -> machine.root().open("f")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void locksUntilTheMachineRestarts() throws IOException {
    SimulatedDisk machine = new SimulatedDisk(1);
    machine.root().lock("LOCK");
    assertThatThrownBy(() -> machine.root().lock("LOCK")).isInstanceOf(FileSystemException.class);
    machine.restart();
    machine.root().lock("LOCK").close();
    machine.root().lock("LOCK").close();
  }
}
