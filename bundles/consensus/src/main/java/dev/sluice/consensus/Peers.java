/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.EvidenceMessage;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.message.Refusal;
import dev.sluice.consensus.api.message.StatusMessage;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication.AlarmKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may talk to this member, and how much nonsense it may send (section 9.5). */
final class Peers {
  private static final class Peer {
    private double score = Limits.SCORE_MAX;
    private long scoredAt;
    private long mutedUntil = Long.MIN_VALUE / 2;
    private long firstMuteAt = Long.MIN_VALUE / 2;
    private int mutes;
    private long secondAt = Long.MIN_VALUE / 2;
    private int staleInSecond;
    private int refusedInSecond;
    private int decisiveInSecond;
    private Optional<BootId> boot = Optional.empty();
  }

  private final Core core;
  private final Map<Key, Peer> peers = new LinkedHashMap<>();
  private Optional<Key> relayedBy = Optional.empty();

  Peers(Core core) {
    this.core = core;
  }

  void send(List<Key> to, PeerMessage message) {
    if (!to.isEmpty()) {
      PeerFrame frame = new PeerFrame(core.domain.channel(), core.epochs.promised(), message);
      core.out.add(new Output.Send(to, frame));
    }
  }

  /** Whether a key is that of a member of the present set or of the epoch's. */
  boolean isMember(Key peer) {
    return (!core.chain.isEmpty() && core.chain.presentSet().indexOfPeer(peer) >= 0)
        || core.epochs.set().filter(set -> set.indexOfPeer(peer) >= 0).isPresent();
  }

  /** Whether a message is to be looked at. */
  boolean accepts(Key peer, PeerMessage message) {
    if (!isMember(peer)) {
      core.count(RefusalCode.NOT_MEMBER);
      return false;
    }
    boolean decisive =
        message instanceof Proposal
            || message instanceof Ack
            || message instanceof StatusMessage
            || message instanceof EvidenceMessage;
    Peer state = peer(peer);
    if (core.now >= state.mutedUntil) {
      return true;
    }
    tick(state);
    if (decisive && state.decisiveInSecond++ < Limits.DECISIVE_PER_SECOND) {
      return true;
    }
    core.count(RefusalCode.IGNORED);
    return false;
  }

  private Peer peer(Key key) {
    Peer known = peers.get(key);
    if (known != null) {
      return known;
    }
    if (peers.size() >= Limits.PEERS) {
      peers.keySet().removeIf(other -> !isMember(other));
    }
    Peer made = new Peer();
    made.scoredAt = core.now;
    peers.put(key, made);
    return made;
  }

  /** Frames judged meanwhile came by this relay: it answers for their rate. */
  void relayed(Key relay, Runnable judging) {
    relayedBy = Optional.of(relay);
    try {
      judging.run();
    } finally {
      relayedBy = Optional.empty();
    }
  }

  /** A message that no honest peer sends. */
  void drop(Key peer, RefusalCode code) {
    core.count(code);
    charge(
        relayedBy.orElse(peer),
        code == RefusalCode.TOO_LARGE ? Limits.SCORE_OVERSIZED : Limits.SCORE_DROP);
    if (code == RefusalCode.TOO_LARGE) {
      core.out.add(new Output.Disconnect(relayedBy.orElse(peer), 0));
    }
  }

  /** A header that is withheld. */
  void withheld(Key peer) {
    charge(peer, Limits.SCORE_WITHHOLD);
  }

  /** A message that was right once: free, up to a rate. */
  void stale(Key peer, RefusalCode code) {
    core.count(code);
    Peer state = peer(relayedBy.orElse(peer));
    tick(state);
    state.staleInSecond++;
    if (state.staleInSecond > Limits.STALE_PER_SECOND) {
      charge(relayedBy.orElse(peer), Limits.SCORE_DROP);
    }
  }

  private void tick(Peer state) {
    if (core.now - state.secondAt >= 1000 || core.now < state.secondAt) {
      state.secondAt = core.now;
      state.staleInSecond = 0;
      state.refusedInSecond = 0;
      state.decisiveInSecond = 0;
    }
  }

  private void charge(Key key, int cost) {
    if (!isMember(key)) {
      return;
    }
    Peer state = peer(key);
    double refill =
        Math.max(0, core.now - state.scoredAt) * Limits.SCORE_REFILL_PER_SECOND / 1000.0;
    state.score = Math.min(Limits.SCORE_MAX, state.score + refill) - cost;
    state.scoredAt = core.now;
    if (state.score >= 0 || core.now < state.mutedUntil) {
      return;
    }
    state.mutedUntil = core.now + Limits.MUTE_MS;
    if (core.now - state.firstMuteAt > Limits.MUTE_WINDOW_MS) {
      state.firstMuteAt = core.now;
      state.mutes = 0;
    }
    state.mutes++;
    core.alarm(AlarmKind.BAD_PEER, key.toHex());
    if (state.mutes >= Limits.MUTES_UNTIL_DISCONNECT) {
      state.mutes = 0;
      core.out.add(new Output.Disconnect(key, Limits.DISCONNECT_MS));
    }
  }

  /** Tells a peer why, at a bounded rate. */
  void refuse(Key peer, RefusalCode code, Hash subject, long retryAfter) {
    if (!isMember(peer)) {
      return;
    }
    Peer state = peer(peer);
    tick(state);
    state.refusedInSecond++;
    if (state.refusedInSecond <= Limits.STALE_PER_SECOND) {
      send(List.of(peer), new Refusal(code.code(), subject, retryAfter, Bytes.EMPTY));
    }
  }

  /** A peer has introduced itself; another process with the same key is an alarm. */
  void introduced(Key peer, BootId boot, Key memberKey) {
    Peer state = peer(peer);
    boolean another = state.boot.filter(b -> !b.equals(boot)).isPresent();
    state.boot = Optional.of(boot);
    if (another && core.heartbeats.isLive(peer)) {
      core.alarm(AlarmKind.TWO_NODES, "member key " + memberKey.toHex());
    }
  }
}
