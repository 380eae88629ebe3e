/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Settings of one identity among other nodes; the file is {@code sluice.peer.cfg}. */
@ObjectClassDefinition(name = "Sluice peer network", description = "Connections with other nodes")
@interface PeerConfig {
  /** Name of the identity. */
  @AttributeDefinition(
      name = "Name",
      description = "Name of this identity and of its key: 1 to 32 of a-z 0-9 -")
  String peer_name() default "peer";

  /** Name of the network. */
  @AttributeDefinition(
      name = "Network",
      description = "Nodes of another network are refused; at most 32 bytes")
  String network() default "sluice";

  /** Where to listen. */
  @AttributeDefinition(
      name = "Listen",
      description =
          "Addresses to listen at, separated by commas, as 127.0.0.1:2135 or [::1]:2135; none to"
              + " dial only")
  String listen() default "127.0.0.1:2135";

  /** Whether to tell others where this node listens. */
  @AttributeDefinition(
      name = "Announce",
      description = "Whether other nodes are told where this one listens")
  boolean announce() default false;

  /** Endpoints told to others. */
  @AttributeDefinition(
      name = "Announced",
      description =
          "Endpoints told to others, separated by commas; those bound if empty; at most 4")
  String announced() default "";

  /** Nodes to keep sessions with. */
  @AttributeDefinition(
      name = "Peers",
      description =
          "Nodes to keep sessions with, separated by commas, as <key>@<address>:<port>, or <key>"
              + " for one that dials")
  String peers() default "";

  /** Neighbours. */
  @AttributeDefinition(
      name = "Neighbours",
      description = "Sessions kept with neighbours from the directory, 0 to 5",
      min = "0",
      max = "5")
  int neighbours() default 0;

  /** Threads. */
  @AttributeDefinition(
      name = "I/O threads",
      description = "Threads that encrypt and decrypt, 1 to 64",
      min = "1",
      max = "64")
  int io_threads() default 2;

  /** Inbound connections. */
  @AttributeDefinition(
      name = "Inbound connections",
      description = "Most connections from others per listening address, 1 to 4096",
      min = "1",
      max = "4096")
  int inbound() default PeerSettings.MAX_INBOUND;

  /** Inbound connections of one address. */
  @AttributeDefinition(
      name = "Inbound connections per address",
      description = "Most connections from one address, 1 to 4096",
      min = "1",
      max = "4096")
  int inbound_per_address() default PeerSettings.MAX_PER_ADDRESS;
}
