/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.peer.link.NoSockets;
import dev.sluice.peer.link.Transport;
import dev.sluice.peer.machine.Directory;
import dev.sluice.peer.machine.Identity;
import dev.sluice.peer.zmq.CurveKeys;
import dev.sluice.peer.zmq.ZmqTransport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes nodes. */
public final class PeerNodes {
  private static final int BOOT_BYTES = 16;

  private PeerNodes() {}

  /**
   * A node that reaches the others of its hub, and nobody else. For tests, and for a process that
   * holds all members.
   *
   * @param key any 32 bytes
   */
  public static PeerNode inMemory(String name, PeerKey key, String network, MemoryHub hub) {
    var bans = new Bans(Clock.systemUTC(), List.of(), kept -> {});
    return make(
        name,
        key,
        PeerSettings.of(network),
        hub,
        bans,
        new Door(bans),
        new NoSockets(),
        Optional.empty());
  }

  /** A node with sockets that keeps bans for as long as it runs, and announces nothing. */
  public static PeerNode open(String name, CurveKeys keys, PeerSettings settings, MemoryHub hub) {
    return open(name, keys, settings, hub, List.of(), kept -> {}, Optional.empty());
  }

  /**
   * A node with sockets.
   *
   * @param kept bans of its last run
   * @param keep is given all bans without end when they change
   * @param announcer signs its announcements
   */
  static PeerNode open(
      String name,
      CurveKeys keys,
      PeerSettings settings,
      MemoryHub hub,
      List<Ban> kept,
      Consumer<List<Ban>> keep,
      Optional<Gossip.Announcer> announcer) {
    var bans = new Bans(Clock.systemUTC(), kept, keep);
    var door = new Door(bans);
    var transport =
        new ZmqTransport(
            name,
            keys,
            settings.listen(),
            settings.ioThreads(),
            settings.maxInbound(),
            settings.maxPerAddress(),
            door::refuses);
    return make(name, keys.key(), settings, hub, bans, door, transport, announcer);
  }

  private static PeerNode make(
      String name,
      PeerKey key,
      PeerSettings settings,
      MemoryHub hub,
      Bans bans,
      Door door,
      Transport transport,
      Optional<Gossip.Announcer> announcer) {
    var random = new SecureRandom();
    byte[] boot = new byte[BOOT_BYTES];
    random.nextBytes(boot);
    var identity =
        new Identity(
            key,
            Bytes.of(boot),
            settings.network(),
            settings.software(),
            settings.minVersion(),
            settings.version());
    List<Endpoint> announced =
        settings.announced().isEmpty() ? transport.endpoints() : settings.announced();
    var gossip =
        new Gossip(
            new Directory(key, settings.network()),
            settings.announce() ? announcer : Optional.empty(),
            announced,
            settings.neighbours());
    var node = new Node(identity, Clock.systemUTC(), random, transport, hub, door, bans, gossip);
    var peers = new PeerNode(node, name, transport, bans, hub, settings.peers());
    peers.start();
    return peers;
  }
}
