/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.SettlementProposal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Votes on proposals at the contract, each member for what it has checked itself (rules 22, 25).
 */
final class Votes {
  private static final int NO = 0;
  private static final int YES = 1;
  private static final int SETTLEMENT = 1;

  private static final class Proposal {
    private final ContractEvent.ProposalCreated created;
    private final long setVersion;
    private boolean voted;
    private boolean executing;
    private int yes;

    Proposal(ContractEvent.ProposalCreated created, long setVersion) {
      this.created = created;
      this.setVersion = setVersion;
    }
  }

  private final Core core;
  private final TreeMap<Long, Proposal> proposals = new TreeMap<>();

  Votes(Core core) {
    this.core = core;
  }

  void created(ContractEvent.ProposalCreated created) {
    proposals.put(created.proposal(), new Proposal(created, core.chain.presentSet().version()));
    if (proposals.size() > Bounds.MAX_CHANNEL_PROPOSALS) {
      proposals.pollFirstEntry();
    }
    core.accusations.opened(created.dataHash());
    look();
  }

  void voted(ContractEvent.Voted voted) {
    Proposal proposal = proposals.get(voted.proposal());
    if (proposal != null && voted.option() == YES) {
      proposal.yes += voted.weight();
      look();
    }
  }

  void executed(long proposal) {
    proposals.remove(proposal);
  }

  /** Votes lapse with the set. */
  void setChanged() {
    proposals.values().removeIf(p -> p.setVersion != core.chain.presentSet().version());
  }

  /** Votes where a judgement has become possible, and executes what has passed. */
  void look() {
    if (!core.standing.maySign() || proposals.isEmpty()) {
      return;
    }
    for (Map.Entry<Long, Proposal> entry : proposals.entrySet()) {
      Proposal proposal = entry.getValue();
      vote(entry.getKey(), proposal);
      execute(entry.getKey(), proposal);
    }
  }

  private void vote(long number, Proposal proposal) {
    Optional<AccountAddress> accused = proposal.created.accused();
    if (proposal.voted || accused.filter(core.settings.self()::equals).isPresent()) {
      return;
    }
    judgement(proposal)
        .ifPresent(
            right -> {
              proposal.voted = true;
              core.effects.call(
                  new ContractCall.VoteProposal(number, right ? YES : NO),
                  outcome -> proposal.voted = !(outcome instanceof CallOutcome.Unavailable));
            });
  }

  private Optional<Boolean> judgement(Proposal proposal) {
    Hash data = proposal.created.dataHash();
    if (proposal.created.type() != SETTLEMENT) {
      return core.accusations.isRight(data, proposal.created.accused());
    }
    Optional<Hash> own = own().map(HashFunction.H::hash);
    return own.filter(data::equals).isPresent() ? Optional.of(true) : Optional.empty();
  }

  /** The settlement this member would vote for: of the confirmed checkpoint that is outstanding. */
  private Optional<SettlementProposal> own() {
    Block confirmed = core.log.confirmed();
    if (confirmed.kind() == CheckpointKind.NONE || !confirmed.log().checkpointOutstanding()) {
      return Optional.empty();
    }
    return Optional.of(
        new SettlementProposal(
            core.domain,
            core.chain.settledHeight(),
            confirmed.lastHeight(),
            core.chain.settledRoot(),
            confirmed.outcome().stateRoot(),
            confirmed.log().opSeq(),
            confirmed.outcome().netChangeRoot(),
            confirmed.outcome().payouts()));
  }

  /** An operator proposes to settle the outstanding checkpoint by vote. */
  void proposeSettlement() {
    own()
        .ifPresent(
            proposal ->
                core.effects.call(
                    new ContractCall.CreateProposal(SETTLEMENT, Bytes.of(proposal.encode())),
                    outcome -> {}));
  }

  private void execute(long number, Proposal proposal) {
    int n = core.chain.presentSet().size();
    boolean settlement = proposal.created.type() == SETTLEMENT;
    int needed = settlement ? Quorum.votes(n) : Quorum.majority(Math.max(1, n - 1));
    if (proposal.yes < needed || proposal.executing) {
      return;
    }
    Optional<Bytes> data =
        settlement
            ? own().map(p -> Bytes.of(p.encode()))
            : core.accusations.data(proposal.created.dataHash());
    data.ifPresent(
        bytes -> {
          proposal.executing = true;
          core.effects.call(
              new ContractCall.ExecuteProposal(number, bytes),
              outcome -> proposal.executing = !(outcome instanceof CallOutcome.Unavailable));
        });
  }
}
