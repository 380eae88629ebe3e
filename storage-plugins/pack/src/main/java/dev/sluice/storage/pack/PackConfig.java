/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.pack;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of one pack store, factory PID {@code sluice.storage.pack}. */
@ObjectClassDefinition(
    name = "Sluice embedded storage (pack)",
    description = "Blocks and journals in append-only files of a local directory")
@interface PackConfig {
  /** Name of the instance, also a service property. */
  @AttributeDefinition(
      name = "Name",
      description = "Name of this store: 1 to 64 of a-z 0-9 _ -. Default: default")
  String storage_name() default "default";

  /** Where the data is. */
  @AttributeDefinition(
      name = "Directory",
      description =
          "Data directory, of this store alone. Empty, the default: pack/<name> in the directory of"
              + " the framework property sluice.data, or karaf.data if that is not set")
  String directory() default "";

  /** Length of a segment file of the block log. */
  @AttributeDefinition(
      name = "Block segment size",
      description =
          "MiB, 8 to 256, default 64. Two such files are allocated at first. A batch of blocks can"
              + " have half of it, at most 8 MiB",
      min = "8",
      max = "256")
  int segment_mib() default 64;

  /** Length of a segment file of a journal. */
  @AttributeDefinition(
      name = "Journal segment size",
      description =
          "MiB, 4 to 256, default 16. Each open journal has one or two such files at least",
      min = "4",
      max = "256")
  int journal_segment_mib() default 16;

  /** Bound of the write queues. */
  @AttributeDefinition(
      name = "Write queue",
      description = "MiB, 1 to 1024, default 64. Writers wait while more than this is queued",
      min = "1",
      max = "1024")
  int queue_mib() default 64;

  /** Bound of the wait for the write queue. */
  @AttributeDefinition(
      name = "Longest wait for the write queue",
      description = "Milliseconds, 1 to 600000, default 5000. Then a write fails as OVERLOADED",
      min = "1",
      max = "600000")
  int queue_wait_ms() default 5000;

  /** Bound of the block index. */
  @AttributeDefinition(
      name = "Index memory",
      description =
          "MiB of heap, 1 to 65536, default 512. About 43 bytes a block, so 24500 blocks per MiB."
              + " Further blocks are refused as LIMIT_REACHED",
      min = "1",
      max = "65536")
  int index_memory_mib() default 512;

  /** When a segment is rewritten. */
  @AttributeDefinition(
      name = "Compaction threshold",
      description =
          "Percent, 10 to 100, default 50. A segment of which this share is deleted is rewritten",
      min = "10",
      max = "100")
  int compact_percent() default 50;

  /** When the index is saved. */
  @AttributeDefinition(
      name = "Records between index saves",
      description =
          "1000 to 1000000000, default 1000000, or a quarter of the blocks if that is more. Bounds"
              + " what a start after a crash has to read",
      min = "1000",
      max = "1000000000")
  int index_records() default 1_000_000;
}
