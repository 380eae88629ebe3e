/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerAddress;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.machine.Directory;
import dev.sluice.peer.machine.Moment;
import dev.sluice.peer.machine.Output;
import dev.sluice.peer.machine.Session;
import dev.sluice.peer.wire.Announcement;
import dev.sluice.peer.wire.Frame;
import dev.sluice.peer.wire.PeerLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Announcements: the own one, and what others say. On the node's thread. */
final class Gossip {
  /** Signs announcements with the node's Ed25519 key. */
  interface Announcer {
    /** 32 bytes. */
    Bytes publicKey();

    /** 64 bytes over the message. */
    Bytes sign(byte[] message);
  }

  static final String NEIGHBOURS = "neighbours";
  private static final long SWEEP_MICROS = 1_000_000;

  /** Announcements sent when a session opens. */
  private static final int AT_OPEN = 256;

  private final Directory directory;
  private final Optional<Announcer> announcer;
  private final List<Endpoint> own;
  private final int neighbours;
  private Optional<Announcement> announced = Optional.empty();
  private Set<PeerKey> chosen = Set.of();
  private long sweepAt;

  Gossip(Directory directory, Optional<Announcer> announcer, List<Endpoint> own, int neighbours) {
    this.directory = directory;
    this.announcer = announcer;
    this.own = own.subList(0, Math.min(own.size(), PeerAddress.MAX_ENDPOINTS));
    this.neighbours = neighbours;
  }

  void opened(Node node, LiveSession session) {
    List<Announcement> all = new ArrayList<>();
    announced.ifPresent(all::add);
    directory.entries().stream().limit(AT_OPEN).forEach(all::add);
    for (int from = 0; from < all.size(); from += PeerLimits.MAX_ANNOUNCEMENTS) {
      int to = Math.min(all.size(), from + PeerLimits.MAX_ANNOUNCEMENTS);
      session.control(new Frame.Announce(all.subList(from, to)));
    }
  }

  void heard(Node node, LiveSession session, List<Announcement> claims, Moment now) {
    List<Announcement> news = new ArrayList<>();
    for (Announcement claim : claims) {
      Directory.Verdict verdict = directory.offer(claim, now.millis());
      if (verdict == Directory.Verdict.PASS_ON) {
        news.add(claim);
        node.refresh(claim.key());
      } else if (verdict == Directory.Verdict.BAD) {
        node.handle(
            session,
            List.of(
                new Output.Fault(
                    PeerError.MALFORMED, "announcement of " + claim.key(), Session.BAD_FRAME)));
        break; // the rest of a frame that holds a false claim is not worth its checks
      }
    }
    if (!news.isEmpty()) {
      node.sendAll(new Frame.Announce(news), Optional.of(session));
      choose(node);
    }
  }

  void tick(Node node, Moment now) {
    if (now.micros() < sweepAt) {
      return;
    }
    sweepAt = now.micros() + SWEEP_MICROS;
    directory.expire(now.millis());
    choose(node);
    boolean due =
        announced
            .map(last -> now.millis() - last.timeMillis() >= Directory.OWN_MILLIS)
            .orElse(true);
    if (due && announcer.isPresent() && !own.isEmpty()) {
      var unsigned =
          new Announcement(
              node.network(),
              node.key(),
              announcer.get().publicKey(),
              own,
              now.millis(),
              PeerLimits.MAX_TTL.toSeconds(),
              Bytes.EMPTY);
      Announcement signed = unsigned.signedWith(announcer.get().sign(unsigned.signed()));
      announced = Optional.of(signed);
      node.sendAll(new Frame.Announce(List.of(signed)), Optional.empty());
    }
  }

  private void choose(Node node) {
    Set<PeerKey> now = directory.neighbours(neighbours);
    if (!now.equals(chosen)) {
      chosen = now;
      node.wish(NEIGHBOURS, now.stream().map(key -> new PeerAddress(key, List.of())).toList());
    }
  }

  List<Endpoint> endpoints(PeerKey key) {
    return directory.find(key).map(Announcement::endpoints).orElse(List.of());
  }

  Directory directory() {
    return directory;
  }
}
