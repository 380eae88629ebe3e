/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.message.Relay;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Sends to the leader on the best path, and passes frames on for others (sections 9.3 and 9.4). */
final class Paths {
  /** Bytes of an envelope beside the frame. */
  private static final int ENVELOPE = 64;

  private static final class Passed {
    private long second = Long.MIN_VALUE / 2;
    private int frames;
    private int bytes;
  }

  private final Core core;
  private final PathChoice choice = new PathChoice();
  private final Map<Integer, Passed> passed = new LinkedHashMap<>();
  private long choiceEpoch;
  private int relayTurn;

  Paths(Core core) {
    this.core = core;
  }

  /** The relay in use, or {@link PathChoice#DIRECT}. */
  int path() {
    return choice.path();
  }

  /** Looks at the delays again. */
  void look() {
    Optional<MemberSet> set = core.epochs.set();
    Optional<EpochInfo> epoch = core.epochs.current();
    if (set.isEmpty() || epoch.isEmpty() || epoch.get().leader() < 0 || core.epochs.isLeader()) {
      choice.reset();
      return;
    }
    if (choiceEpoch != epoch.get().epoch()) {
      choice.reset();
      choiceEpoch = epoch.get().epoch();
    }
    int leader = epoch.get().leader();
    Key next = set.get().member(path() == PathChoice.DIRECT ? leader : path()).peerKey();
    choice.look(
        set.get().size(),
        core.epochs.index(),
        leader,
        i -> core.heartbeats.micros(set.get().member(i).peerKey()),
        i -> core.heartbeats.reported(set.get().member(i).peerKey(), leader),
        !core.heartbeats.isLive(next));
  }

  /** Sends a message to the leader of the promised epoch. */
  void toLeader(PeerMessage message) {
    Optional<MemberRecord> leader = core.epochs.leader();
    Optional<MemberSet> set = core.epochs.set();
    if (leader.isEmpty() || set.isEmpty() || core.epochs.index() < 0) {
      return;
    }
    if (path() == PathChoice.DIRECT || path() >= set.get().size()) {
      core.peers.send(List.of(leader.get().peerKey()), message);
    } else {
      byRelay(set.get(), path(), core.epochs.current().orElseThrow().leader(), message);
    }
  }

  private void byRelay(MemberSet set, int relay, int target, PeerMessage message) {
    byte[] frame = new PeerFrame(core.domain.channel(), core.epochs.promised(), message).encode();
    if (frame.length > Bounds.MAX_FRAME - ENVELOPE) {
      core.peers.send(List.of(set.member(target).peerKey()), message);
      return;
    }
    core.peers.send(
        List.of(set.member(relay).peerKey()),
        new Relay(core.epochs.index(), target, set.version(), 1, Bytes.of(frame)));
  }

  /** Sends a header once more, by one relay in turn, to members that do not answer. */
  void alsoByRelay(List<Key> missing, Block block) {
    MemberSet set = core.epochs.set().orElseThrow();
    CatchUpBatch source = block.source().orElseThrow();
    Proposal proposal =
        new Proposal(
            source.header(), source.signature(), source.carried(), source.proof(), source.body());
    for (Key key : missing) {
      for (int i = 0; i < set.size(); i++) {
        relayTurn = (relayTurn + 1) % set.size();
        Key relay = set.member(relayTurn).peerKey();
        boolean usable =
            relayTurn != core.epochs.index()
                && !missing.contains(relay)
                && core.heartbeats.isLive(relay);
        if (usable) {
          byRelay(set, relayTurn, set.indexOfPeer(key), proposal);
          break;
        }
      }
    }
  }

  /**
   * A frame that passes through or arrives.
   *
   * @param judge takes the source's peer key and the frame
   */
  void onRelay(Key peer, Relay relay, BiConsumer<Key, PeerFrame> judge) {
    Optional<MemberSet> set = core.epochs.set();
    boolean known =
        set.isPresent()
            && relay.setVersion() == set.get().version()
            && relay.source() < set.get().size()
            && relay.target() < set.get().size()
            && relay.source() != relay.target()
            && set.get().indexOfPeer(peer) >= 0;
    if (!known || core.epochs.index() < 0 || relay.hops() > 1) {
      core.count(RefusalCode.RELAY_REFUSED);
      core.peers.refuse(peer, RefusalCode.RELAY_REFUSED, Hash.ZERO, 0);
      return;
    }
    if (relay.target() == core.epochs.index()) {
      arrived(peer, relay, set.get(), judge);
    } else {
      passOn(peer, relay, set.get());
    }
  }

  private void arrived(Key peer, Relay relay, MemberSet set, BiConsumer<Key, PeerFrame> judge) {
    PeerFrame frame;
    try {
      frame = PeerFrame.decode(relay.frame().toArray());
    } catch (CodecException e) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    if (frame.message() instanceof Relay) {
      core.peers.drop(peer, RefusalCode.RELAY_REFUSED);
      return;
    }
    core.peers.relayed(peer, () -> judge.accept(set.member(relay.source()).peerKey(), frame));
  }

  private void passOn(Key peer, Relay relay, MemberSet set) {
    boolean own = relay.hops() == 1 && set.indexOfPeer(peer) == relay.source();
    if (!own || !mayPass(relay.source(), relay.frame().length())) {
      core.count(RefusalCode.RELAY_REFUSED);
      core.peers.refuse(peer, RefusalCode.RELAY_REFUSED, Hash.ZERO, 0);
      return;
    }
    core.peers.send(
        List.of(set.member(relay.target()).peerKey()),
        new Relay(relay.source(), relay.target(), relay.setVersion(), 0, relay.frame()));
  }

  private boolean mayPass(int source, int size) {
    Passed state = passed.computeIfAbsent(source, key -> new Passed());
    if (core.now - state.second >= 1000 || core.now < state.second) {
      state.second = core.now;
      state.frames = 0;
      state.bytes = 0;
    }
    if (state.frames >= Limits.RELAY_FRAMES || state.bytes + size > Limits.RELAY_BYTES) {
      return false;
    }
    state.frames++;
    state.bytes += size;
    return true;
  }
}
