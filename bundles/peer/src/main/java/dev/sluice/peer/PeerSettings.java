/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.machine.Identity;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Settings of a node.
 *
 * @param network nodes of another network are refused
 * @param software what is said to others
 * @param listen where to listen; port 0 is any; empty to dial only
 * @param announced endpoints told to others; empty for those bound
 * @param announce whether to announce endpoints at all
 * @param peers with which sessions are kept up
 * @param neighbours from the directory with which sessions are kept up, 0 to 5
 * @param ioThreads that encrypt and decrypt, 1 to 64
 * @param maxInbound connections from others
 * @param maxPerAddress connections from one address
 * @param minVersion lowest version of the protocol to speak
 * @param version highest
 */
public record PeerSettings(
    String network,
    String software,
    List<InetSocketAddress> listen,
    List<Endpoint> announced,
    boolean announce,
    List<PeerAddress> peers,
    int neighbours,
    int ioThreads,
    int maxInbound,
    int maxPerAddress,
    int minVersion,
    int version) {
  /** Connections from others. */
  public static final int MAX_INBOUND = 512;

  /** Connections from one address. */
  public static final int MAX_PER_ADDRESS = 16;

  public PeerSettings {
    listen = List.copyOf(listen);
    announced = List.copyOf(announced);
    peers = List.copyOf(peers);
  }

  /** The usual settings for a network, without a listener. */
  public static PeerSettings of(String network) {
    return new PeerSettings(
        network,
        "sluice",
        List.of(),
        List.of(),
        false,
        List.of(),
        0,
        2,
        MAX_INBOUND,
        MAX_PER_ADDRESS,
        Identity.VERSION,
        Identity.VERSION);
  }

  /** The same with listeners. */
  public PeerSettings listening(List<InetSocketAddress> addresses) {
    return new PeerSettings(
        network,
        software,
        addresses,
        announced,
        announce,
        peers,
        neighbours,
        ioThreads,
        maxInbound,
        maxPerAddress,
        minVersion,
        version);
  }

  /** The same with other versions. */
  public PeerSettings speaking(int lowest, int highest) {
    return new PeerSettings(
        network,
        software,
        listen,
        announced,
        announce,
        peers,
        neighbours,
        ioThreads,
        maxInbound,
        maxPerAddress,
        lowest,
        highest);
  }

  /** The same with limits of inbound connections. */
  public PeerSettings inbound(int most, int mostPerAddress) {
    return new PeerSettings(
        network,
        software,
        listen,
        announced,
        announce,
        peers,
        neighbours,
        ioThreads,
        most,
        mostPerAddress,
        minVersion,
        version);
  }

  /** The same announcing itself, with so many neighbours. */
  public PeerSettings announcing(int wantedNeighbours) {
    return new PeerSettings(
        network,
        software,
        listen,
        announced,
        true,
        peers,
        wantedNeighbours,
        ioThreads,
        maxInbound,
        maxPerAddress,
        minVersion,
        version);
  }
}
