/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.RemovalCause;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.testkit.channel.contract.ChannelEvent;
import dev.sluice.testkit.channel.contract.ContractModel;
import dev.sluice.testkit.channel.sim.Violation.Invariant;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Sees everything and judges it by the invariants. */
final class Observer {
  private record Confirmed(Hash hash, long epoch, long height, Hash root, int by) {}

  private final History history;
  private final World world;
  private final TreeMap<Long, Confirmed> batches = new TreeMap<>();
  private final Offences offences = new Offences();
  private final Map<Long, Hash> rootAt = new HashMap<>();
  private final Map<Long, Hash> settledAt = new HashMap<>();
  private final Map<AccountAddress, Long> lastSequence = new HashMap<>();
  private final Set<Hash> confirmedTransactions = new HashSet<>();
  private final Set<String> caught = new HashSet<>();
  private final Map<String, Set<Integer>> accusers = new HashMap<>();
  private final Set<AccountAddress> sanctioned = new HashSet<>();

  /** While an exit is open nobody is removed: the fine must do (section 10.7). */
  private final Set<AccountAddress> finedInExit = new HashSet<>();

  private Optional<Violation> beyondF = Optional.empty();
  private Optional<Map<Hash, BigInteger>> money = Optional.empty();
  private long lastConfirmedAt;

  Observer(History history) {
    this.history = history;
    world = history.world;
  }

  /** Whether a transaction is in the confirmed log. */
  boolean isConfirmed(SignedTransaction transaction) {
    return confirmedTransactions.contains(transaction.hash());
  }

  long highestConfirmed() {
    return batches.isEmpty() ? 0 : batches.lastEntry().getValue().height();
  }

  boolean wasSanctioned(AccountAddress address) {
    return sanctioned.contains(address);
  }

  /** What went wrong although too many lied; evidence must follow. */
  Optional<Violation> beyondF() {
    return beyondF;
  }

  private void report(Invariant invariant, String detail) {
    world.trace(() -> "VIOLATION " + invariant + " " + detail);
    Violation violation = new Violation(invariant, detail);
    boolean tooMany =
        invariant == Invariant.A_AGREEMENT ? history.isSplitPossible() : history.tooManyLiars();
    if (!tooMany) {
      throw violation;
    }
    if (beyondF.isEmpty()) {
      beyondF = Optional.of(violation);
    }
  }

  void onPublished(SimNode node, Publication publication) {
    if (publication instanceof Publication.Confirmed confirmed) {
      onConfirmed(node, confirmed);
    } else if (publication instanceof Publication.Alarm alarm
        && alarm.kind() == Publication.AlarmKind.AMNESIA) {
      node.amnesiac = true;
    } else if (publication instanceof Publication.Alarm alarm
        && alarm.kind() == Publication.AlarmKind.EQUIVOCATION) {
      caught.add(alarm.detail());
    } else if (publication instanceof Publication.Alarm alarm
        && alarm.kind() == Publication.AlarmKind.WRONG_HEADER) {
      accusers.computeIfAbsent(alarm.detail(), d -> new HashSet<>()).add(node.number);
    } else if (publication instanceof Publication.Alarm alarm
        && alarm.kind() == Publication.AlarmKind.DIVERGED) {
      report(Invariant.A_AGREEMENT, "n" + node.number + " diverged: " + alarm.detail());
    }
  }

  /** What a liar sends is known up here. */
  void learn(PeerMessage message) {
    offences.learn(message);
  }

  /** What an honest node sends must never convict it. */
  void onSaid(SimNode node, PeerMessage message) {
    offences
        .said(node.address, message)
        .ifPresent(
            offence ->
                report(
                    Invariant.C_HONEST_UNHARMED, "honest n" + node.number + " signed " + offence));
  }

  private void onConfirmed(SimNode node, Publication.Confirmed c) {
    long batch = c.header().batch();
    Confirmed now =
        new Confirmed(
            c.headerHash(),
            c.header().epoch(),
            c.header().lastHeight(),
            c.header().stateRoot(),
            node.number);
    Confirmed known = batches.putIfAbsent(batch, now);
    if (known != null) {
      if (!known.hash().equals(now.hash())) {
        report(
            known.epoch() == now.epoch() ? Invariant.A_AGREEMENT : Invariant.B_DURABILITY,
            "batch "
                + batch
                + " confirmed by n"
                + known.by()
                + " in epoch "
                + known.epoch()
                + " as "
                + known.hash()
                + ", by n"
                + node.number
                + " in epoch "
                + now.epoch()
                + " as "
                + now.hash());
      }
      return;
    }
    world.trace(
        () ->
            "n"
                + node.number
                + " confirms batch "
                + batch
                + " of epoch "
                + now.epoch()
                + " to height "
                + now.height());
    world.count(Counter.BATCHES);
    world.mark(now.hash().hashCode());
    lastConfirmedAt = world.now();
    onRoot(now.height(), now.root());
    for (Transaction transaction : c.body().transactions()) {
      if (transaction instanceof SignedTransaction signed) {
        world.count(Counter.TRANSACTIONS);
        ClientTransaction t = signed.transaction();
        confirmedTransactions.add(signed.hash());
        long last = lastSequence.getOrDefault(t.sender(), 0L);
        if (t.sequence() <= last) {
          report(
              Invariant.D_CONSERVATION,
              "sequence " + t.sequence() + " of " + t.sender() + " after " + last);
        }
        lastSequence.merge(t.sender(), t.sequence(), Math::max);
      }
    }
  }

  /** Who was caught lying must have met its sanction. */
  void judgeLies() {
    for (SimNode liar : history.nodes()) {
      boolean evidence = caught.stream().anyMatch(d -> d.contains(liar.memberKey.key().toHex()));
      boolean accused =
          accusers.entrySet().stream()
              .anyMatch(
                  a ->
                      a.getKey().startsWith(liar.address + ",")
                          && a.getValue().size() >= history.accusersNeeded());
      boolean met = !accused && finedInExit.contains(liar.address);
      if ((evidence || accused) && !met && history.isPresentMember(liar)) {
        report(
            Invariant.F_SANCTION,
            (evidence ? "evidence" : "accusation")
                + " against n"
                + liar.number
                + " and it is a member still");
      }
    }
  }

  long lastConfirmedAt() {
    return lastConfirmedAt;
  }

  private void onRoot(long height, Hash root) {
    rootAt.put(height, root);
    Hash settled = settledAt.get(height);
    if (settled != null && !settled.equals(root)) {
      report(Invariant.B_DURABILITY, "height " + height + " was settled with another root");
    }
  }

  private void onSettled(long height, Hash root) {
    settledAt.put(height, root);
    Hash confirmed = rootAt.get(height);
    if (confirmed != null && !confirmed.equals(root)) {
      report(Invariant.B_DURABILITY, "settled height " + height + " with another root");
    }
  }

  void onChain(ChannelEvent event) {
    ContractEvent e = event.event();
    if (e instanceof ContractEvent.EpochOpened opened) {
      world.count(Counter.EPOCHS);
      if (opened.cause() == EpochCause.NO_CONFIDENCE) {
        world.count(Counter.NO_CONFIDENCE);
      }
    } else if (e instanceof ContractEvent.MemberJoined) {
      world.count(Counter.JOINS);
      if (world.now() - lastConfirmedAt > 5_000) {
        world.count(Counter.JOINS_IN_FAIL_OVER);
      }
    } else if (e instanceof ContractEvent.MemberRemoved removed) {
      onRemoved(removed);
    } else if (e instanceof ContractEvent.Fined fined) {
      accuse(fined.member(), "fined " + fined.amount());
    } else if (e instanceof ContractEvent.EvidenceAccepted evidence) {
      world.count(Counter.EQUIVOCATIONS);
      accuse(evidence.member(), "named by evidence");
      if (history.isExiting()) {
        finedInExit.add(evidence.member());
      }
    } else if (e instanceof ContractEvent.Settled settled) {
      world.count(Counter.SETTLEMENTS);
      if (settled.kind() == CheckpointKind.LEAVE) {
        world.count(Counter.LEAVES);
      }
      onSettled(settled.height(), settled.root());
      if (settled.kind() == CheckpointKind.CLOSE) {
        world.count(Counter.CLOSES);
        requireNothingAbove(settled.height(), "close");
      }
    } else if (e instanceof ContractEvent.ExitOpened) {
      world.count(Counter.EXITS);
    } else if (e instanceof ContractEvent.CutFixed) {
      world.count(Counter.CUTS);
    } else if (e instanceof ContractEvent.Closed) {
      world.count(Counter.CLOSED);
    } else if (e instanceof ContractEvent.ExitFinalized finalized) {
      onExit(finalized);
    }
  }

  private void onRemoved(ContractEvent.MemberRemoved removed) {
    if (removed.cause() == RemovalCause.DEAD) {
      world.count(Counter.EXPULSIONS);
      return;
    }
    world.count(
        removed.cause() == RemovalCause.PUNISHED ? Counter.PUNISHMENTS : Counter.EQUIVOCATIONS);
    accuse(removed.member(), "removed: " + removed.cause());
  }

  private void accuse(AccountAddress address, String what) {
    sanctioned.add(address);
    history
        .byAddress(address)
        .filter(SimNode::isHonest)
        .ifPresent(
            node -> report(Invariant.C_HONEST_UNHARMED, "honest n" + node.number + " " + what));
  }

  private void onExit(ContractEvent.ExitFinalized exit) {
    onSettled(exit.height(), exit.root());
    if (!history.hadChainTroubleInWindow()) {
      requireNothingAbove(exit.height(), "exit");
    }
  }

  /** The channel is over: what a member has confirmed must be in it. */
  private void requireNothingAbove(long height, String end) {
    for (SimNode node : history.nodes()) {
      boolean counts =
          node.isHonest() && node.isUp() && !node.amnesiac && history.isPresentMember(node);
      if (counts && node.view().confirmedHeight() > height) {
        report(
            Invariant.B_DURABILITY,
            end
                + " at height "
                + height
                + ", n"
                + node.number
                + " had confirmed "
                + node.view().confirmedHeight());
      }
    }
  }

  /** Money is neither made nor lost by the contract. */
  void audit(ContractModel model) {
    Map<Hash, BigInteger> sums = model.audit();
    if (money.isEmpty()) {
      money = Optional.of(sums);
    } else if (!money.get().equals(sums)) {
      report(Invariant.D_CONSERVATION, "from " + money.get() + " to " + sums);
    }
  }
}
