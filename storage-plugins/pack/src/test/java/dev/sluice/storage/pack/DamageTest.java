/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import static dev.sluice.testkit.storage.StorageAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.Damage;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.testkit.storage.SimulatedDisk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the block store flipped, cut and taken away: found, named, and the rest served. */
class DamageTest {
  private static final int BLOCKS = 400;
  private static final int SIZE = 200;
  private static final int RECORD = RecordHeader.totalBytes(RecordHeader.BLOCK, SIZE);
  private static final int PER_SEGMENT = ((16 << 10) - SegmentHeader.BYTES) / RECORD;

  private final SimulatedDisk machine = new SimulatedDisk(1);
  private final List<Block> blocks = new ArrayList<>();
  private PackStorage storage;

  @BeforeEach
  void fill() {
    open();
    Random random = new Random(5);
    for (int i = 0; i < BLOCKS; i++) {
      byte[] bytes = new byte[SIZE];
      random.nextBytes(bytes);
      blocks.add(Block.of(BlockId.RAW, bytes));
      storage.blocks().put(blocks.get(i));
    }
  }

  @AfterEach
  void close() {
    storage.close();
  }

  private void open() {
    storage = PackStorage.open(machine.root(), TestSettings.TINY, task -> {}, new Random(3));
  }

  private static String segment(int id) {
    return "blocks/" + SegmentHeader.fileName(id);
  }

  /** Where block {@code i} is: each is put on its own, so segments are filled to the brim. */
  private static int offset(int i) {
    return SegmentHeader.BYTES + i % PER_SEGMENT * RECORD;
  }

  private static int segmentOf(int i) {
    return 1 + i / PER_SEGMENT;
  }

  private void crash() {
    machine.restart();
    open();
  }

  /** Without saved index. */
  private void crashToScan() throws IOException {
    machine.restart();
    machine.root().directory("blocks").delete("index");
    open();
  }

  private void restartCleanly() {
    storage.close();
    open();
  }

  private void assertServed(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(storage.blocks().get(blocks.get(i).id()))
          .as("block %d", i)
          .contains(blocks.get(i));
    }
  }

  private void assertAbsent(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThat(storage.blocks().get(blocks.get(i).id())).as("block %d", i).isEmpty();
    }
  }

  private void assertCorrupt(int from, int to) {
    for (int i = from; i < to; i++) {
      BlockId id = blocks.get(i).id();
      assertThatThrownBy(() -> storage.blocks().get(id))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(id.toString())
          .hasMessageContaining("CORRUPT");
      assertThat(storage.blocks().has(id)).isTrue();
    }
  }

  private List<Damage> damage() {
    return storage.blocks().stats().damage();
  }

  @Test
  void blocksLieWhereThisTestThinks() {
    assertThat(storage.blocks().stats().diskBytes())
        .isEqualTo((long) segmentOf(BLOCKS - 1) * (16 << 10));
    machine.flipBit(segment(3), (offset(2 * PER_SEGMENT) + 60) * 8L);
    assertServed(0, 2 * PER_SEGMENT);
    assertCorrupt(2 * PER_SEGMENT, 2 * PER_SEGMENT + 1);
    assertServed(2 * PER_SEGMENT + 1, BLOCKS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFlippedBodyIsNamedAndCanBePutAgain(boolean clean) throws IOException {
    int victim = PER_SEGMENT + 7;
    machine.flipBit(segment(2), (offset(victim) + 100) * 8L);
    if (clean) {
      restartCleanly();
    } else {
      crashToScan();
    }
    assertCorrupt(victim, victim + 1);
    assertThat(damage())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.where()).contains("00000002.seg at offset " + offset(victim));
              assertThat(found.what()).contains(blocks.get(victim).id().toString());
            });
    assertServed(0, victim);
    assertServed(victim + 1, BLOCKS);
    storage.blocks().put(blocks.get(victim));
    assertServed(0, BLOCKS);
    restartCleanly();
    assertServed(0, BLOCKS);
    crashToScan();
    assertServed(0, BLOCKS);
    assertThat(storage.blocks().stats().blocks()).isEqualTo(BLOCKS);
    assertThat(storage.blocks().delete(List.of(blocks.get(victim).id()), Durability.FORCED))
        .isEqualTo(1);
    crashToScan();
    assertAbsent(victim, victim + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 12, 17, 22, 30, 58})
  void aFlippedHeaderCostsOneBlock(int headerByte) throws IOException {
    int victim = PER_SEGMENT + 7;
    machine.flipBit(segment(2), (offset(victim) + headerByte) * 8L + 3);
    crashToScan();
    assertAbsent(victim, victim + 1);
    assertThat(damage())
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.where()).contains("00000002.seg at offset " + offset(victim)));
    assertServed(0, victim);
    assertServed(victim + 1, BLOCKS);
    storage.blocks().put(blocks.get(victim));
    crashToScan();
    assertServed(0, BLOCKS);
  }

  @Test
  void aFlippedHeaderIsCorruptWhileTheIndexKnowsTheBlock() {
    int victim = PER_SEGMENT + 7;
    machine.flipBit(segment(2), offset(victim) * 8L + 3);
    restartCleanly();
    assertCorrupt(victim, victim + 1);
    storage.blocks().put(blocks.get(victim));
    assertServed(0, BLOCKS);
    restartCleanly();
    assertServed(0, BLOCKS);
    assertThat(storage.blocks().delete(List.of(blocks.get(victim).id()), Durability.FORCED))
        .isEqualTo(1);
    restartCleanly();
    assertAbsent(victim, victim + 1);
  }

  /** The newest segment: what was acknowledged before the last record must not be dropped. */
  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void damageInTheNewestSegmentIsNotTakenForAnUnfinishedWrite(int at) throws IOException {
    int victim = (segmentOf(BLOCKS - 1) - 1) * PER_SEGMENT + 3;
    machine.flipBit(segment(segmentOf(victim)), (offset(victim) + at) * 8L + 3);
    crashToScan();
    assertServed(0, victim);
    assertServed(victim + 1, BLOCKS);
    if (at == 0) {
      assertAbsent(victim, victim + 1);
    } else {
      assertCorrupt(victim, victim + 1);
    }
    assertThat(damage()).isNotEmpty();
  }

  @Test
  void damageInTheLastRecordIsSeenAfterACleanStop() {
    storage.close();
    machine.flipBit(segment(segmentOf(BLOCKS - 1)), (offset(BLOCKS - 1) + 100) * 8L);
    open();
    assertServed(0, BLOCKS - 1);
    assertCorrupt(BLOCKS - 1, BLOCKS);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMissingSegmentIsNamed(boolean clean) throws IOException {
    if (clean) {
      storage.close();
    }
    machine.remove(segment(2));
    if (clean) {
      open();
      assertCorrupt(PER_SEGMENT, 2 * PER_SEGMENT);
    } else {
      crashToScan();
      assertAbsent(PER_SEGMENT, 2 * PER_SEGMENT);
    }
    assertThat(damage()).anyMatch(found -> found.where().endsWith("00000002.seg"));
    assertServed(0, PER_SEGMENT);
    assertServed(2 * PER_SEGMENT, BLOCKS);
    storage.blocks().putAll(blocks.subList(PER_SEGMENT, PER_SEGMENT + 10), Durability.FORCED);
    assertServed(PER_SEGMENT, PER_SEGMENT + 10);
    restartCleanly();
    assertServed(PER_SEGMENT, PER_SEGMENT + 10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMissingNewestSegmentIsNamed(boolean clean) throws IOException {
    int last = segmentOf(BLOCKS - 1);
    int lost = (last - 1) * PER_SEGMENT;
    if (clean) {
      storage.close();
    }
    machine.remove(segment(last));
    if (clean) {
      open();
      assertCorrupt(lost, BLOCKS);
    } else {
      crashToScan();
      assertAbsent(lost, BLOCKS);
    }
    assertThat(damage()).anyMatch(found -> found.where().endsWith(SegmentHeader.fileName(last)));
    assertServed(0, lost);
    storage.blocks().putAll(blocks.subList(lost, lost + 5), Durability.FORCED);
    restartCleanly();
    assertServed(0, lost + 5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCutSegmentIsNamed(boolean clean) throws IOException {
    if (clean) {
      storage.close();
    }
    int cut = PER_SEGMENT + 20;
    machine.truncate(segment(2), offset(cut) + 50);
    if (clean) {
      open();
      assertCorrupt(cut, 2 * PER_SEGMENT);
    } else {
      crashToScan();
      assertAbsent(cut, 2 * PER_SEGMENT);
    }
    assertThat(damage())
        .anyMatch(
            found ->
                found.where().contains("00000002.seg at offset") && found.what().contains("cut"));
    assertServed(0, cut);
    assertServed(2 * PER_SEGMENT, BLOCKS);
  }

  @Test
  void aCutNewestSegmentIsNamed() throws IOException {
    int last = segmentOf(BLOCKS - 1);
    int cut = (last - 1) * PER_SEGMENT + 4;
    machine.truncate(segment(last), offset(cut) + 50);
    crashToScan();
    assertServed(0, cut);
    assertAbsent(cut, BLOCKS);
    assertThat(damage()).anyMatch(found -> found.what().contains("cut"));
    blocks.subList(cut, BLOCKS).forEach(storage.blocks()::put);
    crashToScan();
    assertServed(0, BLOCKS);
  }

  @Test
  void aSegmentWithoutHeaderIsNamed() throws IOException {
    machine.flipBit(segment(2), 30 * 8L);
    crashToScan();
    assertThat(damage()).anyMatch(found -> found.where().endsWith("00000002.seg"));
    assertServed(0, PER_SEGMENT);
    assertServed(2 * PER_SEGMENT, BLOCKS);
    assertAbsent(PER_SEGMENT, 2 * PER_SEGMENT);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 9, 30, 3000})
  void aDamagedIndexFileIsReplacedByReadingTheLog(int at) {
    storage.close();
    machine.flipBit("blocks/index", at * 8L);
    open();
    assertServed(0, BLOCKS);
    assertThat(damage()).isEmpty();
  }

  @Test
  void aCutIndexFileIsReplacedByReadingTheLog() {
    storage.close();
    machine.truncate("blocks/index", 777);
    open();
    assertServed(0, BLOCKS);
  }

  @Test
  void aDamagedSegmentIsNotCompactedAway() throws IOException {
    int victim = PER_SEGMENT + 7;
    machine.flipBit(segment(2), offset(victim) * 8L + 3);
    List<BlockId> most =
        blocks.subList(PER_SEGMENT, 2 * PER_SEGMENT - 5).stream()
            .filter(block -> !block.equals(blocks.get(victim)))
            .map(Block::id)
            .toList();
    storage.blocks().delete(most, Durability.FORCED);
    storage.keepUp();
    assertCorrupt(victim, victim + 1);
    assertServed(2 * PER_SEGMENT - 5, BLOCKS);
  }

  /** Whoever puts a copy of a segment in a block must not have it read as records. */
  @Test
  void aRecordInsideADamagedBlockIsNotTakenForARecord() throws IOException {
    storage.blocks().delete(List.of(blocks.get(0).id()), Durability.FORCED);
    java.nio.ByteBuffer copy = java.nio.ByteBuffer.allocate(4 * RECORD);
    machine.root().directory("blocks").open(SegmentHeader.fileName(1)).read(64, copy);
    // Behind a key of 36 bytes and a header of 24, four more bytes make the copy start at a
    // multiple of 8, as records do.
    byte[] content = new byte[4 + copy.capacity()];
    System.arraycopy(copy.array(), 0, content, 4, copy.capacity());
    Block carrier = Block.of(BlockId.RAW, content);
    int at = newestEnd();
    storage.blocks().put(carrier);
    storage.blocks().put(blocks.get(BLOCKS - 1));
    machine.flipBit(segment(segmentOf(BLOCKS - 1)), at * 8L + 3);
    storage.blocks().put(Block.of(BlockId.RAW, new byte[] {1}));
    crashToScan();
    assertAbsent(0, 1);
    assertServed(1, BLOCKS);
    assertThat(damage()).isNotEmpty();
  }

  @Test
  void namesAFileThatVanishesWhileItIsInUse() throws IOException {
    assertThat(damage()).isEmpty();
    machine.remove(segment(2));
    assertThat(damage())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.where()).endsWith("00000002.seg");
              assertThat(found.what()).contains("gone while it is in use");
            });
  }

  /** Where the next record goes: behind the blocks and one delete. */
  private static int newestEnd() {
    return offset(BLOCKS - 1)
        + RECORD
        + RecordHeader.totalBytes(RecordHeader.DELETE, Integer.BYTES);
  }

  @Test
  void anUnreadableDiskIsAnErrorAndNoDamage() {
    BlockStore store = storage.blocks();
    machine.failReads(true);
    assertFails(StorageError.IO, () -> store.get(blocks.get(3).id()));
    machine.failReads(false);
    assertServed(0, BLOCKS);
    assertThat(damage()).isEmpty();
  }

  @Test
  void aFullDiskRefusesWritesUntilThereIsRoom() {
    machine.setCapacity(machine.used() + (16 << 10));
    Random random = new Random(77);
    List<Block> stored = new ArrayList<>();
    Block refused = null;
    while (refused == null) {
      byte[] bytes = new byte[1000];
      random.nextBytes(bytes);
      Block block = Block.of(BlockId.RAW, bytes);
      try {
        storage.blocks().put(block);
        stored.add(block);
      } catch (StorageException e) {
        assertThat(e.error()).isEqualTo(StorageError.DISK_FULL);
        refused = block;
      }
    }
    assertServed(0, BLOCKS);
    assertThat(storage.blocks().get(refused.id())).isEmpty();
    Block waiting = refused;
    assertFails(StorageError.DISK_FULL, () -> storage.blocks().put(waiting));
    machine.setCapacity(Long.MAX_VALUE);
    storage.blocks().put(waiting);
    crash();
    assertThat(storage.blocks().get(waiting.id())).isEqualTo(Optional.of(waiting));
    stored.forEach(block -> assertThat(storage.blocks().get(block.id())).contains(block));
    assertServed(0, BLOCKS);
    assertThat(damage()).isEmpty();
  }
}
