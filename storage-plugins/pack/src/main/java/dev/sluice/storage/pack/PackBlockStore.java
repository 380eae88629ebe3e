/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStore;
import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.Durability;
import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Blocks in a segment log, with an index in memory. */
final class PackBlockStore implements BlockStore {
  private static final Logger LOG = LoggerFactory.getLogger(PackBlockStore.class);

  /** Requests are grouped up to this many bytes. */
  private static final long GROUP_BYTES = 4 << 20;

  /** Upkeep that could not be done is tried again after this many records. */
  private static final int RETRY_RECORDS = 1000;

  /** Longest wait for writes and upkeep to finish when closing. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);

  private final PackSettings settings;
  private final Executor background;
  private final Damages damages = new Damages();
  private final SegmentLog log;
  private final BlockIndex index;
  private final IndexFile indexFile;

  /** Held shared while locations must not change, exclusively while compaction changes them. */
  private final ReentrantReadWriteLock layout = new ReentrantReadWriteLock();

  private final BlockReader reader;
  private final BlockWriter writer;
  private final Compactor compactor;
  private final GroupCommit<BlockRequest> commit;
  private final long maxBatchBytes;

  private final AtomicBoolean upkeepQueued = new AtomicBoolean();

  /** Held during upkeep: compaction and saving the index. */
  private final ReentrantLock upkeep = new ReentrantLock();

  private volatile long savedSequence;

  /** Upkeep that could not be done waits until this sequence. */
  private volatile long retrySequence;

  private volatile boolean closed;

  /**
   * Opens the store in a directory of its own.
   *
   * @throws StorageException if the directory cannot be read or written
   */
  PackBlockStore(
      Disk directory, PackSettings settings, Executor background, RandomGenerator random) {
    this.settings = settings;
    this.background = background;
    index = new BlockIndex(random.nextLong());
    indexFile = new IndexFile(directory, BlockIndex.maxPairs(settings.indexBytes()));
    log =
        new SegmentLog(
            directory,
            SegmentHeader.BLOCKS,
            settings.segmentBytes(),
            background,
            random::nextInt,
            damages);
    reader = new BlockReader(log, index, layout.readLock(), damages);
    BlockLoader loader = new BlockLoader(log, index, reader);
    try {
      savedSequence = loader.load(indexFile);
    } catch (IOException e) {
      throw Failures.of(e, "open the block store in " + directory.path());
    }
    writer =
        new BlockWriter(
            log,
            index,
            reader,
            layout.readLock(),
            BlockIndex.maxPairs(settings.indexBytes()),
            loader.nextSequence());
    compactor =
        new Compactor(
            log, index, layout.writeLock(), settings.segmentBytes(), settings.compactPercent());
    maxBatchBytes = SegmentLog.maxGroupBytes(settings.segmentBytes());
    commit =
        new GroupCommit<>(
            "the block store in " + directory.path(),
            writer::write,
            settings.queueBytes(),
            GROUP_BYTES,
            settings.queueWait());
    keepUpIfDue();
  }

  @Override
  public void putAll(Collection<Block> blocks, Durability durability) {
    run(BlockRequest.put(blocks, durability), "put " + blocks.size() + " blocks");
  }

  @Override
  public int delete(Collection<BlockId> ids, Durability durability) {
    BlockRequest request = BlockRequest.delete(ids, durability);
    run(request, "delete " + ids.size() + " blocks");
    return request.deleted();
  }

  private void run(BlockRequest request, String what) {
    checkOpen(what);
    if (request.bytes() > maxBatchBytes) {
      throw new StorageException(
          StorageError.TOO_LARGE,
          "cannot "
              + what
              + " at once: with overhead they have "
              + request.bytes()
              + " bytes and the limit is "
              + maxBatchBytes
              + ". Split the batch");
    }
    commit.run(request);
    if (request.deleted() > 0 || isIndexOld()) {
      keepUpIfDue();
    }
  }

  private void keepUpIfDue() {
    if (writer.published().nextSequence() >= retrySequence
        && isUpkeepDue()
        && upkeepQueued.compareAndSet(false, true)) {
      background.execute(this::keepUp);
    }
  }

  @Override
  public Optional<Block> get(BlockId id) {
    checkOpen("read block " + id);
    return reader.get(id);
  }

  @Override
  public boolean has(BlockId id) {
    checkOpen("look up block " + id);
    return reader.find(id) != null;
  }

  @Override
  public boolean iterate(Predicate<? super BlockId> visitor) {
    checkOpen("list blocks");
    layout.readLock().lock();
    try {
      BlockLister lister = new BlockLister(index, visitor);
      for (Segment segment : log.segments()) {
        if (!lister.list(segment)) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      throw Failures.of(e, "list the blocks in " + log.directory().path());
    } finally {
      layout.readLock().unlock();
    }
  }

  @Override
  public BlockStoreStats stats() {
    if (!closed) {
      log.lookForMissing();
    }
    long live =
        log.segments().stream()
            .mapToLong(s -> Math.max(0, s.end() - SegmentHeader.BYTES - s.dead()))
            .sum();
    return new BlockStoreStats(
        index.size(),
        live,
        log.diskBytes(),
        commit.queuedBytes(),
        maxBatchBytes,
        !closed && !log.writer().isStopped(),
        damages.list());
  }

  private void checkOpen(String what) {
    if (closed) {
      throw Failures.closed(what);
    }
  }

  private boolean isUpkeepDue() {
    return isIndexOld() || log.segments().stream().anyMatch(this::isWasteful);
  }

  private boolean isWasteful(Segment segment) {
    return segment != log.head() && !segment.isDamaged() && compactor.isWasteful(segment);
  }

  private boolean isIndexOld() {
    long records = writer.published().nextSequence() - savedSequence;
    return records >= Math.max(settings.indexRecords(), index.size() / 4);
  }

  /** Compaction and saving the index, in the background. */
  void keepUp() {
    upkeep.lock();
    try {
      upkeepQueued.set(false);
      boolean compacted = false;
      while (!closed
          && !log.writer().isStopped()
          && compactor.compactOnce(writer.published().nextSequence())) {
        compacted = true;
      }
      if (!closed && !log.writer().isStopped() && (compacted || isIndexOld())) {
        saveIndex();
      }
    } catch (IOException | StorageException e) {
      LOG.warn("{}: upkeep failed and will be tried again", log.directory().path(), e);
    } finally {
      retrySequence =
          isUpkeepDue() ? writer.published().nextSequence() + RETRY_RECORDS : retrySequence;
      upkeep.unlock();
    }
  }

  /** Saves the index; every record in it is forced before it counts. */
  private void saveIndex() throws IOException {
    BlockWriter.Position position = writer.published();
    indexFile.write(index, position, log.segments());
    commit.run(BlockRequest.force());
    indexFile.commit();
    savedSequence = position.nextSequence();
  }

  /** Finishes admitted writes, saves the index and closes the files. */
  void close() {
    upkeep.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      if (commit.close(CLOSE_LIMIT)) {
        saveFinalIndex();
      } else {
        LOG.warn("{}: writes did not finish within {}", log.directory().path(), CLOSE_LIMIT);
      }
      log.close();
    } catch (IOException e) {
      LOG.warn("cannot close files in {}", log.directory().path(), e);
    } finally {
      upkeep.unlock();
    }
  }

  private void saveFinalIndex() {
    if (log.writer().isStopped()) {
      return;
    }
    try {
      log.writer().begin();
      log.writer().force();
      indexFile.write(index, writer.published(), log.segments());
      indexFile.commit();
      log.noteClean();
    } catch (IOException | StorageException e) {
      LOG.warn(
          "{}: cannot save the index; the next start reads the log", log.directory().path(), e);
    }
  }
}
