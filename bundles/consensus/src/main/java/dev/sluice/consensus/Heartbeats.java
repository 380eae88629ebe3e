/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Heartbeat;
import dev.sluice.consensus.api.message.PeerDelay;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Heartbeats between members: who is there, how far away, how far ahead (sections 6.5 and 9.3). */
final class Heartbeats {
  private static final int MAX_MICROS = 60_000_000;

  private static final class Seen {
    private long at = Long.MIN_VALUE / 2;
    private long clock;
    private long micros;
    private List<PeerDelay> delays = List.of();
    private Hash lockWhenAhead = Hash.ZERO;
  }

  private final Core core;
  private final Map<Key, Seen> seen = new LinkedHashMap<>();

  Heartbeats(Core core) {
    this.core = core;
  }

  /** Timer HEARTBEAT. */
  void beat() {
    core.timers.set(TimerName.HEARTBEAT, Limits.HEARTBEAT_MS);
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty() || core.epochs.index() < 0) {
      return;
    }
    seen.keySet().removeIf(key -> set.get().indexOfPeer(key) < 0);
    List<PeerDelay> delays = new ArrayList<>();
    List<Key> others = new ArrayList<>();
    for (int i = 0; i < set.get().size(); i++) {
      Key key = set.get().member(i).peerKey();
      if (i == core.epochs.index()) {
        continue;
      }
      others.add(key);
      Seen peer = seen.get(key);
      if (peer != null) {
        delays.add(new PeerDelay(i, peer.micros, peer.clock, Math.max(0, core.now - peer.at)));
      }
    }
    core.peers.send(
        others,
        new Heartbeat(
            set.get().version(),
            core.epochs.index(),
            core.locks.epoch(),
            core.locks.batch(),
            core.log.confirmed().batch(),
            core.chain.seq(),
            core.now,
            delays));
    core.paths.look();
  }

  void onHeartbeat(Key peer, Heartbeat heartbeat) {
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty() || heartbeat.setVersion() != set.get().version()) {
      core.count(RefusalCode.IGNORED);
      if (heartbeat.setVersion() > set.map(MemberSet::version).orElse(0L)) {
        core.count(RefusalCode.CHAIN_BEHIND);
      }
      return;
    }
    if (heartbeat.index() != set.get().indexOfPeer(peer)) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    Seen state = seen.computeIfAbsent(peer, key -> new Seen());
    state.at = core.now;
    state.clock = heartbeat.clock();
    state.delays = heartbeat.delays();
    for (PeerDelay delay : heartbeat.delays()) {
      if (delay.index() == core.epochs.index() && delay.echo() > 0) {
        measure(state, core.now - delay.echo() - delay.held());
      }
    }
    lookAhead(peer, state, heartbeat);
  }

  private static void measure(Seen state, long millis) {
    long sample = Math.max(1, Math.min(MAX_MICROS, millis * 1000));
    state.micros = state.micros == 0 ? sample : (7 * state.micros + sample) / 8;
  }

  /** A peer that is ahead twice in a row while nothing moves here has what is missing. */
  private void lookAhead(Key peer, Seen state, Heartbeat heartbeat) {
    boolean ahead =
        core.rules.compareSlots(
                heartbeat.lockEpoch(),
                heartbeat.lockBatch(),
                core.locks.epoch(),
                core.locks.batch())
            > 0;
    boolean moreConfirmed = heartbeat.finalBatch() > core.log.confirmed().batch();
    if (!ahead && !moreConfirmed) {
      state.lockWhenAhead = Hash.ZERO;
    } else if (state.lockWhenAhead.equals(core.locks.certificateHash())) {
      core.catchUp.probe(peer);
    } else {
      state.lockWhenAhead = core.locks.certificateHash();
    }
  }

  /** Whether a peer's heartbeats arrive. */
  boolean isLive(Key peer) {
    Seen state = seen.get(peer);
    return state != null && core.now - state.at <= Limits.PEER_LIVE_MS;
  }

  /** Members of a set whose heartbeats arrive, the own included. */
  int live(MemberSet set) {
    int live = 0;
    for (int i = 0; i < set.size(); i++) {
      if (i == core.epochs.ownIndex(set) || isLive(set.member(i).peerKey())) {
        live++;
      }
    }
    return live;
  }

  /** Smoothed round trip to a peer, microseconds; 0 if not measured. */
  int micros(Key peer) {
    Seen state = seen.get(peer);
    return state == null ? PathChoice.UNKNOWN : (int) state.micros;
  }

  /** What a peer says of its round trip to the member with an index; 0 if nothing. */
  int reported(Key peer, int index) {
    Seen state = seen.get(peer);
    if (state != null) {
      for (PeerDelay delay : state.delays) {
        if (delay.index() == index) {
          return (int) Math.min(delay.micros(), MAX_MICROS);
        }
      }
    }
    return PathChoice.UNKNOWN;
  }

  /** Round trips to all members for the contract: pairs of index and microseconds, BCS. */
  dev.sluice.codec.Bytes delays() {
    dev.sluice.codec.BcsWriter writer = new dev.sluice.codec.BcsWriter();
    Optional<MemberSet> set = core.epochs.set();
    List<PeerDelay> known = new ArrayList<>();
    if (set.isPresent()) {
      for (int i = 0; i < set.get().size(); i++) {
        int micros = micros(set.get().member(i).peerKey());
        if (micros > 0) {
          known.add(new PeerDelay(i, micros, 0, 0));
        }
      }
    }
    writer.list(known, (w, d) -> w.u8(d.index()).u32(d.micros()));
    return writer.toBytes();
  }
}
