/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one chain; the file is {@code sluice.chain.aptos-<name>.cfg}. */
@ObjectClassDefinition(
    name = "Aptos chain",
    description = "A chain reached by the REST interface of Aptos")
@interface AptosConfig {
  /** Name of the chain. */
  @AttributeDefinition(
      name = "Name",
      description = "Name of the chain: 1 to 40 of a-z 0-9 - _, starting with a letter")
  String chain_name();

  /** Where the node is. */
  @AttributeDefinition(
      name = "Address",
      description = "Base of the REST interface, http or https, e.g. http://127.0.0.1:8080/v1")
  String url();

  /** Where coins are given away. */
  @AttributeDefinition(
      name = "Faucet",
      description = "Base of the faucet, http or https; empty if the chain has none")
  String faucet_url() default "";

  /** Which chain it has to be. */
  @AttributeDefinition(
      name = "Chain id",
      description = "Number the chain must have, 1 to 255: 1 main, 2 test, 4 local network",
      min = "1",
      max = "255")
  int chain_id();

  /** Account of the settlement contract. */
  @AttributeDefinition(
      name = "Contract",
      description = "Account that published the settlement contract; empty if it is not used")
  String contract() default "";

  /** Time between two looks for events. */
  @AttributeDefinition(
      name = "Poll interval",
      description = "Milliseconds between two looks for new events, 10 to 60000, default 500",
      min = "10",
      max = "60000")
  int poll_ms() default 500;

  /** Bound of answers. */
  @AttributeDefinition(
      name = "Largest answer",
      description = "Bytes, 65536 to 268435456, default 16777216. More is refused as BAD_ANSWER",
      min = "65536",
      max = "268435456")
  int max_response_bytes() default 16 << 20;

  /** Bound of connections. */
  @AttributeDefinition(
      name = "Connections",
      description = "Requests under way at a time, 1 to 256, default 16",
      min = "1",
      max = "256")
  int max_connections() default 16;

  /** Bound of the queue. */
  @AttributeDefinition(
      name = "Waiting requests",
      description = "Requests that may wait for a connection, 1 to 65536, default 1024",
      min = "1",
      max = "65536")
  int max_waiting() default 1024;

  /** Repeats. */
  @AttributeDefinition(
      name = "Repeats",
      description =
          "How often a request is repeated that got no answer, with growing pauses, 0 to 10,"
              + " default 3",
      min = "0",
      max = "10")
  int retries() default 3;

  /** Wait at the start. */
  @AttributeDefinition(
      name = "First look",
      description =
          "Milliseconds that the start waits for the node to compare its chain id, 0 to 10000,"
              + " default 1000",
      min = "0",
      max = "10000")
  int first_look_ms() default 1000;
}
