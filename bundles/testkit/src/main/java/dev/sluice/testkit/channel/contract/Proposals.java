/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.RemovalCause;
import dev.sluice.consensus.api.object.SettlementProposal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Proposals and votes (rules 22 and 25, sections 10.5 and 10.9). */
final class Proposals {
  static final int MAX_DATA = Bounds.MAX_PROPOSAL;

  private static final int YES = 1;

  private final Settling settling;
  private final Sanctions sanctions;
  private final MemberSets sets;

  Proposals(Settling settling, Sanctions sanctions, MemberSets sets) {
    this.settling = settling;
    this.sanctions = sanctions;
    this.sets = sets;
  }

  long create(ChannelState c, long now, AccountAddress caller, int type, byte[] data) {
    require(type == Proposal.SETTLEMENT || type == Proposal.PUNISHMENT, AbortCode.BAD_TYPE);
    int open = 0;
    int own = 0;
    for (Proposal p : c.proposals.values()) {
      if (p.isOpen(c, now)) {
        open++;
        own += p.proposer.equals(caller) ? 1 : 0;
      }
    }
    require(
        own < Bounds.MAX_OPEN_PROPOSALS && open < Bounds.MAX_CHANNEL_PROPOSALS, AbortCode.TOO_MANY);
    Optional<AccountAddress> accused = Optional.empty();
    if (type == Proposal.SETTLEMENT) {
      settling.checkProposal(c, settlement(data));
    } else {
      accused = Optional.of(sanctions.checkAccusation(c, now, caller, data));
    }
    long id = c.nextProposal++;
    Proposal proposal =
        new Proposal(
            id,
            type,
            caller,
            now,
            c.setVersion,
            HashFunction.H.hash(data),
            accused,
            weights(c, accused));
    c.proposals.put(id, proposal);
    c.emit(now, new ContractEvent.ProposalCreated(id, type, caller, proposal.dataHash, accused));
    return id;
  }

  private static SettlementProposal settlement(byte[] data) {
    return CertificateChecks.decode(data, MAX_DATA, SettlementProposal::read);
  }

  /** Weights by index; delegations to candidates count, the accused has none. */
  static int[] weights(ChannelState c, Optional<AccountAddress> accused) {
    int[] weights = new int[c.size()];
    Arrays.fill(weights, 1);
    if (c.size() > 5) {
      for (Map.Entry<AccountAddress, AccountAddress> d : c.delegations.entrySet()) {
        boolean counts =
            c.isCandidate(d.getValue())
                && !accused.equals(Optional.of(d.getValue()))
                && !accused.equals(Optional.of(d.getKey()));
        if (counts) {
          weights[c.indexOf(d.getKey())]--;
          weights[c.indexOf(d.getValue())]++;
        }
      }
    }
    accused.ifPresent(a -> weights[c.indexOf(a)] = 0);
    return weights;
  }

  void vote(ChannelState c, long now, AccountAddress caller, long id, int option) {
    Proposal proposal = running(c, now, id);
    require(option >= 0 && option <= 2, AbortCode.BAD_OPTION);
    int index = c.indexOf(caller);
    int weight = proposal.weights[index];
    require(weight > 0, AbortCode.NO_WEIGHT);
    require(!proposal.voted[index], AbortCode.VOTED);
    proposal.voted[index] = true;
    proposal.tally[option] += weight;
    c.emit(now, new ContractEvent.Voted(id, caller, option, weight));
  }

  private static Proposal running(ChannelState c, long now, long id) {
    Proposal proposal = c.proposals.get(id);
    require(proposal != null, AbortCode.NO_PROPOSAL);
    require(!proposal.executed, AbortCode.EXECUTED);
    require(!proposal.isExpired(c, now), AbortCode.EXPIRED);
    require(proposal.setVersion == c.setVersion, AbortCode.STALE_SET);
    return proposal;
  }

  void execute(ChannelState c, long now, long id, byte[] data) {
    Proposal proposal = running(c, now, id);
    require(HashFunction.H.hash(data).equals(proposal.dataHash), AbortCode.WRONG_DATA);
    int n = c.size();
    int needed = proposal.type == Proposal.SETTLEMENT ? Quorum.votes(n) : Quorum.majority(n - 1);
    require(proposal.tally[YES] >= needed, AbortCode.NOT_PASSED);
    if (proposal.type == Proposal.SETTLEMENT) {
      SettlementProposal settlement = settlement(data);
      settling.checkProposal(c, settlement);
      proposal.executed = true;
      c.emitNext(now, new ContractEvent.ProposalExecuted(id));
      settling.settleByVote(c, now, settlement);
      return;
    }
    AccountAddress accused = proposal.accused.orElseThrow();
    proposal.executed = true;
    c.emitNext(now, new ContractEvent.ProposalExecuted(id));
    sets.fine(c, now, accused, proposal.proposer, n);
    c.bars.put(accused, now + c.config.bar());
    if (c.leader.equals(Optional.of(accused))) {
      c.priority =
          Optional.of(new ChannelState.Priority(proposal.proposer, now + c.config.priority()));
    }
    sets.remove(c, now, accused, RemovalCause.PUNISHED);
  }
}
