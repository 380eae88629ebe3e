/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.RemovalCause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is final on the chain, as far as this member has been told. */
final class ChainView {
  /** An exit that is open. */
  record Exit(long seq, long ends, boolean forced, long postedSet, long postedBatch, long height) {}

  /** A removed member whose payout is not fixed yet. */
  record Cut(
      AccountAddress member,
      long removalSet,
      long opened,
      long ends,
      long postedSet,
      long postedBatch) {}

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final Rules rules;
  private final TreeMap<Long, MemberSet> sets = new TreeMap<>();
  private final TreeMap<Long, EpochInfo> epochs = new TreeMap<>();
  private final TreeMap<Long, ChainOpBody> operations = new TreeMap<>();
  private final Map<AccountAddress, Cut> cuts = new LinkedHashMap<>();
  private final Set<ContractEvent> eventsAtSeq = new HashSet<>();
  private final Map<AccountAddress, Long> heartbeats = new LinkedHashMap<>();
  private Optional<Exit> exit = Optional.empty();
  private long seq;
  private long completeSeq;
  private long time;
  private long heardAt = NEVER;
  private long settledHeight;
  private Hash settledRoot;
  private long settlerSet = 1;
  private boolean closed;

  ChainView(Rules rules, Hash genesisRoot) {
    this.rules = rules;
    settledRoot = genesisRoot;
  }

  /**
   * Takes an event.
   *
   * @return false if it was known
   */
  boolean accept(long eventSeq, long eventTime, ContractEvent event) {
    if (eventSeq < seq || (eventSeq == seq && eventsAtSeq.contains(event))) {
      return false;
    }
    if (eventSeq > seq) {
      eventsAtSeq.clear();
      completeSeq = eventSeq - 1;
      seq = eventSeq;
    }
    // What comes when there is no room any more has no seq of its own (votes, posts, payouts): it
    // may be heard twice.
    if (eventsAtSeq.size() < Limits.EVENTS_AT_SEQ) {
      eventsAtSeq.add(event);
    }
    time = Math.max(time, eventTime);
    apply(event);
    return true;
  }

  private void apply(ContractEvent event) {
    if (event instanceof ContractEvent.Created created) {
      MemberSet first = new MemberSet(1, List.of(created.creator()), 1, seq, Optional.empty());
      sets.put(1L, first);
      operations.put(seq, new ChainOpBody.Joined(created.creator(), 1, created.deposit()));
    } else if (event instanceof ContractEvent.EpochOpened opened) {
      open(opened);
    } else if (event instanceof ContractEvent.MemberJoined joined) {
      List<MemberRecord> members = new ArrayList<>(presentSet().members());
      members.add(joined.member());
      int quorum = quorumAfter(members.size(), false);
      put(new MemberSet(joined.setVersion(), members, quorum, seq, Optional.empty()));
      operations.put(
          seq, new ChainOpBody.Joined(joined.member(), joined.setVersion(), joined.deposit()));
    } else if (event instanceof ContractEvent.MemberRemoved removed) {
      remove(removed);
    } else if (event instanceof ContractEvent.Settled settled) {
      settle(settled);
    } else if (event instanceof ContractEvent.CutPosted posted) {
      cuts.replaceAll((member, cut) -> raised(cut, posted));
    } else if (event instanceof ContractEvent.CutFixed fixed) {
      cuts.remove(fixed.member());
      operations.put(seq, new ChainOpBody.CutFixed(fixed.member(), fixed.postedHeight()));
    } else if (event instanceof ContractEvent.ExitOpened opened) {
      exit = Optional.of(new Exit(seq, opened.ends(), opened.forced(), 0, 0, 0));
      operations.put(seq, new ChainOpBody.ExitOpened());
    } else if (event instanceof ContractEvent.ExitPosted posted) {
      exit =
          exit.map(
              e ->
                  new Exit(
                      e.seq(),
                      e.ends(),
                      e.forced(),
                      posted.setVersion(),
                      posted.batch(),
                      posted.height()));
    } else if (event instanceof ContractEvent.ExitCancelled) {
      exit = Optional.empty();
      operations.put(seq, new ChainOpBody.ExitCancelled());
    } else if (event instanceof ContractEvent.Closed) {
      closed = true;
    }
  }

  private void open(ContractEvent.EpochOpened opened) {
    MemberSet set = set(opened.setVersion()).orElseThrow();
    epochs.put(
        opened.epoch(),
        new EpochInfo(
            opened.epoch(),
            opened.claimId(),
            opened.setVersion(),
            opened.leader().map(set::indexOf).orElse(-1),
            opened.leader(),
            opened.reignEpoch(),
            seq,
            opened.time()));
  }

  private void remove(ContractEvent.MemberRemoved removed) {
    MemberSet before = presentSet();
    int index = before.indexOf(removed.member());
    if (index < 0) {
      return;
    }
    List<MemberRecord> members = new ArrayList<>(before.members());
    MemberRecord gone = members.remove(index);
    boolean evidence = removed.cause() == RemovalCause.EVIDENCE;
    put(
        new MemberSet(
            removed.setVersion(),
            members,
            quorumAfter(members.size(), false),
            seq,
            evidence ? Optional.of(gone) : Optional.empty()));
    cuts.put(
        removed.member(),
        new Cut(removed.member(), removed.setVersion(), time, removed.cutEnds(), 0, 0));
    operations.put(
        seq, new ChainOpBody.Removed(removed.member(), removed.setVersion(), removed.cause(), 0));
  }

  private void settle(ContractEvent.Settled settled) {
    settledHeight = settled.height();
    settledRoot = settled.root();
    if (settled.settlerSet() > 0) {
      settlerSet = settled.settlerSet();
    }
    if (settled.kind() == CheckpointKind.LEAVE) {
      MemberSet before = presentSet();
      int index = before.indexOf(settled.subject());
      if (index >= 0) {
        List<MemberRecord> members = new ArrayList<>(before.members());
        members.remove(index);
        int quorum = quorumAfter(members.size(), settled.settlerSet() > 0);
        put(new MemberSet(settled.setVersion(), members, quorum, seq, Optional.empty()));
      }
    }
    operations.put(
        seq,
        new ChainOpBody.Settled(
            settled.height(), settled.root(), settled.kind(), settled.setVersion()));
  }

  private static Cut raised(Cut cut, ContractEvent.CutPosted posted) {
    boolean higher =
        posted.setVersion() < cut.removalSet()
            && (posted.setVersion() > cut.postedSet()
                || (posted.setVersion() == cut.postedSet() && posted.batch() > cut.postedBatch()));
    return higher
        ? new Cut(
            cut.member(),
            cut.removalSet(),
            cut.opened(),
            cut.ends(),
            posted.setVersion(),
            posted.batch())
        : cut;
  }

  private int quorumAfter(int n, boolean settledByCertificate) {
    if (settledByCertificate || rules.off(RuleSwitch.QUORUM_AFTER_REMOVAL)) {
      return rules.certificate(n);
    }
    return Math.max(rules.certificate(n), Math.min(presentSet().quorum(), n));
  }

  private void put(MemberSet set) {
    sets.put(set.version(), set);
    heartbeats.keySet().removeIf(address -> set.indexOf(address) < 0);
  }

  /** Takes the chain's time and the members' heartbeats there. */
  void accept(long viewSeq, long viewTime, long setVersion, List<Long> beats, long now) {
    if (viewSeq < seq) {
      return;
    }
    heardAt = now;
    completeSeq = Math.max(completeSeq, viewSeq);
    time = Math.max(time, viewTime);
    set(setVersion)
        .filter(set -> set.size() == beats.size())
        .ifPresent(
            set -> {
              for (int i = 0; i < beats.size(); i++) {
                heartbeats.put(set.member(i).address(), beats.get(i));
              }
            });
  }

  long seq() {
    return seq;
  }

  /** The position up to which no further event can come: one operation may have several. */
  long completeSeq() {
    return completeSeq;
  }

  /** Events of the present position that are remembered, for tests. */
  int eventsRemembered() {
    return eventsAtSeq.size();
  }

  /** Chain time of the latest final block known. */
  long time() {
    return time;
  }

  /**
   * What the chain's time should be by now, by the member's clock since it last heard of it; the
   * end of all time until it has.
   */
  long reckonedTime(long now) {
    return heardAt == NEVER ? Long.MAX_VALUE : time + Math.max(0, now - heardAt);
  }

  /** When the chain was last heard of, by the member's clock. */
  long heardAt() {
    return heardAt;
  }

  boolean isEmpty() {
    return sets.isEmpty();
  }

  boolean isClosed() {
    return closed;
  }

  MemberSet presentSet() {
    return sets.lastEntry().getValue();
  }

  Optional<MemberSet> set(long version) {
    return Optional.ofNullable(sets.get(version));
  }

  /** Sets from {@code first} to {@code last}, in order. */
  Iterable<MemberSet> sets(long first, long last) {
    return sets.subMap(first, true, Math.max(first, last), true).values();
  }

  /** Members of {@code set} that were removed for equivocation by sets up to {@code last}. */
  int removedByEvidence(MemberSet set, long last) {
    int count = 0;
    for (MemberSet later : sets.tailMap(set.version(), false).values()) {
      if (later.version() <= last && later.byEvidence().filter(set::has).isPresent()) {
        count++;
      }
    }
    return count;
  }

  Optional<EpochInfo> epoch(long epoch) {
    return Optional.ofNullable(epochs.get(epoch));
  }

  Optional<EpochInfo> lastEpoch() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.lastEntry().getValue());
  }

  /** The loggable operation after {@code opSeq}, if one is final. */
  Optional<Map.Entry<Long, ChainOpBody>> operationAfter(long opSeq) {
    return Optional.ofNullable(operations.higherEntry(opSeq));
  }

  /** Chain time of a member's last heartbeat; 0 if not known. */
  long heartbeat(AccountAddress member) {
    return heartbeats.getOrDefault(member, 0L);
  }

  Optional<Exit> exit() {
    return exit;
  }

  /** Cuts that are not fixed, oldest first. */
  List<Cut> cuts() {
    return List.copyOf(cuts.values());
  }

  long settledHeight() {
    return settledHeight;
  }

  Hash settledRoot() {
    return settledRoot;
  }

  /** b: the set that certified the last settlement by certificate. */
  long settlerSet() {
    return settlerSet;
  }

  /** Forgets what no batch, lock or statement can need any more. */
  void forget(long loggedOp, long oldestSet, long oldestEpoch) {
    operations.headMap(loggedOp, true).clear();
    long firstSet = Math.min(oldestSet, settlerSet);
    for (Cut cut : cuts.values()) {
      firstSet = Math.min(firstSet, cut.removalSet() - 1);
    }
    sets.headMap(Math.min(firstSet, sets.lastKey()), false).clear();
    long keep = epochs.isEmpty() ? 0 : epochs.lastKey() - Limits.PAST_EPOCHS;
    epochs.headMap(Math.min(oldestEpoch, keep), false).clear();
  }

  /** Statuses needed from members of {@code set} to open an epoch of set {@code last}. */
  int statusesNeeded(MemberSet set, long last) {
    return Quorum.statuses(set.size(), set.quorum(), removedByEvidence(set, last));
  }
}
