/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the development chain, in {@code etc/sluice.devchain.cfg}. */
@ObjectClassDefinition(
    name = "Sluice development chain",
    description = "One node with the REST interface of Aptos. Runs as soon as it is configured")
@interface DevChainConfig {
  /** Where the chain is kept. */
  @AttributeDefinition(
      name = "Directory",
      description = "Where the chain is kept. Empty for a chain that is gone when the node stops")
  String directory() default "";

  /** Number of the chain. */
  @AttributeDefinition(
      name = "Chain id",
      description = "1 to 255, default 4. A directory belongs to one chain id",
      min = "1",
      max = "255")
  int chain_id() default 4;

  /** Address of the REST interface. */
  @AttributeDefinition(
      name = "Host",
      description = "Address to listen on. Anybody who reaches it can mint coins")
  String host() default "127.0.0.1";

  /** Port of the REST interface. */
  @AttributeDefinition(
      name = "Port",
      description = "0 to 65535, default 8080. 0 takes any free port",
      min = "0",
      max = "65535")
  int port() default 8080;

  /** Least time between blocks. */
  @AttributeDefinition(
      name = "Block interval",
      description = "Milliseconds between two blocks, 0 to 60000, default 5",
      min = "0",
      max = "60000")
  int block_interval_ms() default 5;

  /** Time after which an empty block is made. */
  @AttributeDefinition(
      name = "Idle block interval",
      description =
          "Milliseconds without transactions after which an empty block moves the chain's time on,"
              + " 0 (never) to 3600000, default 1000",
      min = "0",
      max = "3600000")
  int idle_interval_ms() default 1000;

  /** Most transactions of a block. */
  @AttributeDefinition(
      name = "Transactions of a block",
      description = "1 to 10000, default 500",
      min = "1",
      max = "10000")
  int block_transactions() default 500;

  /** Most transactions that wait. */
  @AttributeDefinition(
      name = "Transactions that wait",
      description = "1 to 1000000, default 20000; further ones are refused as mempool_is_full",
      min = "1",
      max = "1000000")
  int mempool_transactions() default 20_000;

  /** Most transactions of one sender that wait. */
  @AttributeDefinition(
      name = "Transactions of one sender that wait",
      description = "1 to the number that may wait at all, default 1000",
      min = "1",
      max = "1000000")
  int mempool_per_sender() default 1000;

  /** Transactions that can be looked up. */
  @AttributeDefinition(
      name = "Transactions kept",
      description =
          "1000 to 100000000, default 500000; older ones are answered with 410. About 200 bytes of"
              + " memory each",
      min = "1000",
      max = "100000000")
  int history_transactions() default 500_000;

  /** Versions at which the state can be read. */
  @AttributeDefinition(
      name = "State versions kept",
      description = "1 to the number of transactions kept, default 50000",
      min = "1",
      max = "100000000")
  int state_versions() default 50_000;

  /** Bound of the state. */
  @AttributeDefinition(
      name = "State memory",
      description = "MiB, 1 to 1048576, default 1024. Then transactions are refused",
      min = "1",
      max = "1048576")
  int state_mib() default 1024;

  /** When a snapshot is written. */
  @AttributeDefinition(
      name = "Log between snapshots",
      description = "MiB, 1 to 1048576, default 64",
      min = "1",
      max = "1048576")
  int snapshot_mib() default 64;

  /** Bound of a request. */
  @AttributeDefinition(
      name = "Longest request body",
      description = "KiB, 1 to 65536, default 8192",
      min = "1",
      max = "65536")
  int max_body_kib() default 8192;

  /** Bound of the connections. */
  @AttributeDefinition(
      name = "Connections",
      description = "4 to 100000, default 1000; further ones wait until one is closed",
      min = "4",
      max = "100000")
  int max_connections() default 1000;

  /** Time-out of idle connections. */
  @AttributeDefinition(
      name = "Idle connection time-out",
      description = "Milliseconds, 100 to 3600000, default 30000; 1000 at most once all are in use",
      min = "100",
      max = "3600000")
  int idle_timeout_ms() default 30_000;

  /** Longest wait. */
  @AttributeDefinition(
      name = "Longest wait of wait_by_hash",
      description = "Milliseconds, 1 to 60000, default 1000",
      min = "1",
      max = "60000")
  int wait_ms() default 1000;

  /** Threads of the REST interface. */
  @AttributeDefinition(
      name = "Threads",
      description = "8 to 1000, default 24. They also check signatures",
      min = "8",
      max = "1000")
  int threads() default 24;
}
