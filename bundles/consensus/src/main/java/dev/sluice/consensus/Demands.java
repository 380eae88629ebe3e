/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.Demand;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.InclusionDemand;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forced inclusion: transactions the leader must not leave out for ever (rule 26). */
final class Demands {
  private static final class Open {
    private final Demand message;
    private final SignedTransaction transaction;
    private final Key txKey;
    private int passed;

    Open(Demand message, Key txKey) {
      this.message = message;
      this.txKey = txKey;
      transaction = message.transaction();
    }
  }

  private final Core core;
  private final Map<AccountAddress, List<Open>> byMember = new LinkedHashMap<>();

  Demands(Core core) {
    this.core = core;
  }

  /** A new epoch: a demand names its set, so in another set it must be made again. */
  void epochChanged() {
    core.epochs.set().map(MemberSet::version).ifPresent(this::forgetOtherSets);
  }

  private void forgetOtherSets(long version) {
    byMember
        .values()
        .forEach(open -> open.removeIf(d -> d.message.demand().setVersion() != version));
    byMember.values().removeIf(List::isEmpty);
  }

  /**
   * Demands a local transaction of everyone, oneself included.
   *
   * @param txKey by which its signature was verified
   */
  void demand(SignedTransaction signed, Key txKey) {
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty() || core.epochs.index() < 0 || !core.standing.maySign()) {
      return;
    }
    ClientTransaction transaction = signed.transaction();
    InclusionDemand demand =
        new InclusionDemand(
            core.domain,
            core.epochs.index(),
            set.get().version(),
            transaction.sender(),
            transaction.sequence(),
            transaction.expiryHeight(),
            signed.hash());
    Signature signature = core.sign(demand);
    List<Key> others = new ArrayList<>();
    for (int i = 0; i < set.get().size(); i++) {
      if (i != core.epochs.index()) {
        others.add(set.get().member(i).peerKey());
      }
    }
    Demand message = new Demand(demand, signature, signed);
    core.persist(List.of(Core.signed(demand, signature)), () -> core.peers.send(others, message));
    keep(core.settings.self(), message, txKey);
  }

  void onDemand(Key peer, Demand message) {
    InclusionDemand demand = message.demand();
    SignedTransaction signed = message.transaction();
    ClientTransaction transaction = signed.transaction();
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty() || demand.setVersion() != set.get().version()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    boolean fits =
        demand.domain().equals(core.domain)
            && demand.index() < set.get().size()
            && demand.sender().equals(transaction.sender())
            && demand.sequence() == transaction.sequence()
            && demand.expiryHeight() == transaction.expiryHeight()
            && demand.transaction().equals(signed.hash());
    if (!fits) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    AccountAddress member = set.get().member(demand.index()).address();
    Optional<LogState.Account> account = core.log.confirmed().log().account(transaction.sender());
    if (account.isEmpty() || isLapsed(signed, core.log.confirmed().log(), height())) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    if (isOpen(member, signed)) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    if (open(member).size() >= core.config.maxDemands()) {
      core.count(RefusalCode.TOO_MANY_DEMANDS);
      core.peers.refuse(peer, RefusalCode.TOO_MANY_DEMANDS, demand.transaction(), Limits.DEMAND_MS);
      return;
    }
    List<SignatureCheck> checks =
        List.of(
            new SignatureCheck(
                set.get().member(demand.index()).memberKey(),
                demand.encode(),
                message.signature(),
                core.certificates.strict()),
            new SignatureCheck(account.get().txKey(), signed.message(), signed.signature(), false));
    boolean asked =
        core.effects.verify(
            false,
            checks,
            valid -> {
              if (valid.contains(false)) {
                core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
              } else {
                keep(member, message, account.get().txKey());
                hand(peer, message);
              }
            });
    if (!asked) {
      core.count(RefusalCode.OVERLOADED);
    }
  }

  /** The leader queues what is demanded; others see to it that the leader knows. */
  private void hand(Key peer, Demand message) {
    if (core.epochs.isLeader()) {
      core.admission.submit(Optional.of(peer), message.transaction());
    } else {
      core.paths.toLeader(message);
    }
  }

  private List<Open> open(AccountAddress member) {
    return byMember.getOrDefault(member, List.of());
  }

  private boolean isOpen(AccountAddress member, SignedTransaction signed) {
    return open(member).stream().anyMatch(o -> o.transaction.equals(signed));
  }

  private void keep(AccountAddress member, Demand message, Key txKey) {
    if (!isOpen(member, message.transaction()) && open(member).size() < core.config.maxDemands()) {
      byMember.computeIfAbsent(member, key -> new ArrayList<>()).add(new Open(message, txKey));
    }
  }

  private long height() {
    return core.log.confirmed().lastHeight();
  }

  /**
   * Whether a demand has no object any more: the sequence is used, it expired, nobody may send it,
   * or an exit is open, so that no client's transaction is ordered.
   */
  private static boolean isLapsed(SignedTransaction signed, LogState log, long height) {
    ClientTransaction transaction = signed.transaction();
    return height >= transaction.expiryHeight()
        || log.exitSeq() > 0
        || log.account(transaction.sender())
            .filter(
                a ->
                    a.standing() == LogState.Standing.MEMBER
                        && a.sequence() < transaction.sequence())
            .isEmpty();
  }

  private boolean isOverdue(Open open, Block block) {
    return open.passed >= core.config.demandBatches()
        && !isLapsed(open.transaction, block.log(), block.lastHeight());
  }

  /**
   * V22: whether a batch leaves out nothing that is overdue after it. What its own transactions
   * make impossible has lapsed: members do not hold the same demands, and a leader that follows one
   * member's must not be stopped for ever by another's.
   */
  boolean metBy(Block block) {
    BatchBody body = block.body();
    if (byMember.isEmpty() || body.isEmpty() || core.rules.off(RuleSwitch.DEMANDS)) {
      return true;
    }
    long included = 0;
    boolean missing = false;
    for (List<Open> open : byMember.values()) {
      for (Open demand : open) {
        if (demand.passed < core.config.demandBatches()) {
          continue;
        }
        if (body.transactions().contains(demand.transaction)) {
          included += demand.transaction.size();
        } else {
          missing |= isOverdue(demand, block);
        }
      }
    }
    return !missing || 2 * included >= core.config.maxBatchBytes();
  }

  /**
   * The leader may not know what it leaves out, if it was down or cut off when it was demanded:
   * sends it what stopped this batch.
   */
  void remind(Block block) {
    for (List<Open> open : byMember.values()) {
      for (Open demand : open) {
        if (isOverdue(demand, block)) {
          core.paths.toLeader(demand.message);
        }
      }
    }
  }

  /** A batch was signed here: demands it does not meet have waited one more. */
  void passed(Block block) {
    if (block.isEmpty()) {
      return;
    }
    for (List<Open> open : byMember.values()) {
      open.forEach(demand -> demand.passed++);
    }
  }

  /** Forgets what is confirmed or lapsed. */
  void confirmed(Block block) {
    if (byMember.isEmpty()) {
      return;
    }
    for (List<Open> open : byMember.values()) {
      open.removeIf(d -> isLapsed(d.transaction, block.log(), block.lastHeight()));
    }
    byMember.values().removeIf(List::isEmpty);
  }

  /** Whether one is overdue above the confirmed log. */
  boolean anyOverdue() {
    Block parent = core.log.confirmed();
    return byMember.values().stream()
        .anyMatch(open -> open.stream().anyMatch(d -> isOverdue(d, parent)));
  }

  /** The leader puts demanded transactions first: another member may have counted further. */
  void fill(BodyBuilder body) {
    List<Open> demanded = new ArrayList<>();
    byMember.values().forEach(demanded::addAll);
    demanded.sort(Comparator.comparingLong(d -> d.transaction.transaction().sequence()));
    demanded.forEach(d -> body.client(d.transaction, d.txKey));
  }

  /** Hashes of the open demands, for tests. */
  List<Hash> openHashes() {
    return byMember.values().stream().flatMap(List::stream).map(d -> d.transaction.hash()).toList();
  }
}
