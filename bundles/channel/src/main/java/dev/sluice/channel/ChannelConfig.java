/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of the channels under one peer identity; the file is {@code sluice.channel.cfg}. */
@ObjectClassDefinition(name = "Sluice channels", description = "State channels of this node")
@interface ChannelConfig {
  /** Under which peer identity. */
  @AttributeDefinition(
      name = "Peer identity",
      description =
          "Filter that chooses the identity under which members speak with their peers; one"
              + " identity runs one member of a channel")
  String peers_target() default "(peer.name=peer)";

  /** Between two looks at the chain. */
  @AttributeDefinition(
      name = "Look at the chain",
      description = "Milliseconds between two looks at the chain, 50 to 10000",
      min = "50",
      max = "10000")
  int look_ms() default 500;

  /** Longest call. */
  @AttributeDefinition(
      name = "Longest call",
      description =
          "Longest call of a chain when a channel is created or joined, in milliseconds,"
              + " 100 to 600000",
      min = "100",
      max = "600000")
  int call_ms() default 20_000;

  /** Threads that verify. */
  @AttributeDefinition(
      name = "Workers",
      description = "Threads that verify signatures, 1 to 256; 0 for one for each core",
      min = "0",
      max = "256")
  int workers() default 0;

  /** How long heartbeats wait for each other. */
  @AttributeDefinition(
      name = "Collect heartbeats",
      description =
          "Milliseconds for which heartbeats are collected for one transaction, 0 to 5000",
      min = "0",
      max = "5000")
  int heartbeat_hold_ms() default 1_000;

  /** Validity of a transaction. */
  @AttributeDefinition(
      name = "Validity of transactions",
      description =
          "Milliseconds for which a signed transaction of the chain is valid, 1000 to 600000",
      min = "1000",
      max = "600000")
  int order_valid_ms() default 10_000;

  /** When a transaction is given up. */
  @AttributeDefinition(
      name = "Give transactions up",
      description = "Milliseconds after which no new attempt is made to send one, 1000 to 600000",
      min = "1000",
      max = "600000")
  int order_give_up_ms() default 30_000;
}
