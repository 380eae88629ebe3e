/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.RemovalCause;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.testkit.channel.contract.ChannelState.EpochRecord;
import dev.sluice.testkit.channel.contract.ChannelState.Member;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import dev.sluice.testkit.channel.contract.ChannelState.SetRecord;
import java.util.Optional;
import java.util.Set;

/** Evidence, accusations, the dead and the withholding (section 10.7 and the table there). */
final class Sanctions {
  private final Set<ContractSwitch> off;
  private final CertificateChecks certificates;
  private final MemberSets sets;

  Sanctions(Set<ContractSwitch> off, CertificateChecks certificates, MemberSets sets) {
    this.off = off;
    this.certificates = certificates;
    this.sets = sets;
  }

  void postEvidence(ChannelState c, long now, AccountAddress caller, byte[] bytes) {
    Evidence evidence = CertificateChecks.decode(bytes, Evidence.LENGTH, Evidence::read);
    AckStatement first = evidence.first();
    AckStatement second = evidence.second();
    require(
        first.domain().equals(c.domain) && second.domain().equals(c.domain),
        AbortCode.WRONG_DOMAIN);
    SetRecord set = c.sets.get(first.setVersion());
    require(first.setVersion() == second.setVersion() && set != null, AbortCode.UNKNOWN_SET);
    require(evidence.index() < set.size(), AbortCode.BAD_SIGNER);
    require(projected(evidence).kind().isPresent(), AbortCode.NO_OFFENCE);
    MemberRecord offender = set.members.get(evidence.index());
    require(
        certificates.isValid(offender.memberKey(), first.encode(), evidence.firstSignature())
            && certificates.isValid(
                offender.memberKey(), second.encode(), evidence.secondSignature()),
        AbortCode.BAD_SIGNATURE);
    require(!c.sanctioned.contains(offender.memberKey()), AbortCode.KNOWN);

    AccountAddress address = offender.address();
    c.sanctioned.add(offender.memberKey());
    sets.fine(c, now, address, caller, set.size());
    c.bars.put(address, now + c.config.bar());
    c.emitNext(
        now,
        new ContractEvent.EvidenceAccepted(
            address, offender.memberKey(), set.version, second.epoch(), second.batch()));
    Optional<Member> present = c.member(address).filter(m -> m.record.sameMember(offender));
    if (present.isPresent() && c.phase == Phase.OPEN) {
      sets.remove(c, now, address, RemovalCause.EVIDENCE);
    } else {
      c.seq++;
    }
  }

  /** The evidence as a contract without one of the slot's parts would read it. */
  private Evidence projected(Evidence evidence) {
    boolean claim = !off.contains(ContractSwitch.CLAIM_IN_EVIDENCE);
    boolean epoch = !off.contains(ContractSwitch.EPOCH_IN_EVIDENCE);
    if (claim && epoch) {
      return evidence;
    }
    AckStatement a = evidence.first();
    AckStatement b = evidence.second();
    long e = epoch ? b.epoch() : a.epoch();
    AckStatement second =
        new AckStatement(
            b.domain(),
            a.claimId(),
            e,
            b.batch(),
            b.setVersion(),
            Math.min(b.parentEpoch(), e),
            b.parentHash(),
            b.headerHash());
    return new Evidence(
        a, evidence.firstSignature(), second, evidence.secondSignature(), evidence.index());
  }

  /** The checks of a proposal to punish, made when it is created; the accused. */
  AccountAddress checkAccusation(ChannelState c, long now, AccountAddress proposer, byte[] data) {
    boolean knownReason =
        data.length > 0 && data[data.length - 1] >= 1 && data[data.length - 1] <= 3;
    byte[] readable = data.clone();
    if (data.length > 0 && !knownReason) {
      readable[data.length - 1] = 1;
    }
    PunishmentProposal proposal =
        CertificateChecks.decode(readable, Proposals.MAX_DATA, PunishmentProposal::read);
    BatchHeader header = proposal.header();
    AccountAddress accused = proposal.accused();
    require(
        header.domain().equals(c.domain) && proposal.domain().equals(c.domain),
        AbortCode.WRONG_DOMAIN);
    require(c.member(accused).isPresent() && !accused.equals(proposer), AbortCode.NOT_ACCUSED);
    require(header.epoch() >= 1 && header.epoch() <= c.epoch, AbortCode.FUTURE_EPOCH);
    EpochRecord epoch = c.epochs.get(header.epoch());
    require(
        header.setVersion() == epoch.setVersion() && header.claimId().equals(epoch.claimId()),
        AbortCode.WRONG_CLAIM);
    SetRecord set = c.sets.get(epoch.setVersion());
    require(
        epoch.leader().equals(Optional.of(accused))
            && proposal.index() < set.size()
            && set.members.get(proposal.index()).address().equals(accused),
        AbortCode.NOT_ACCUSED);
    byte[] statement = AckStatement.of(header, header.hash()).encode();
    require(
        off.contains(ContractSwitch.ACCUSED_SIGNATURE)
            || certificates.isValid(
                set.members.get(proposal.index()).memberKey(), statement, proposal.signature()),
        AbortCode.BAD_SIGNATURE);
    require(knownReason, AbortCode.BAD_TYPE);
    require(isProven(proposal), AbortCode.WRONG_PROOF);
    require(
        c.proposals.values().stream()
            .noneMatch(p -> p.isOpen(c, now) && p.accused.equals(Optional.of(accused))),
        AbortCode.TOO_MANY);
    return accused;
  }

  private static boolean isProven(PunishmentProposal p) {
    BatchHeader header = p.header();
    boolean noResult = p.result().equals(TxResult.NOTHING) && p.resultProof().isEmpty();
    if (p.reason() == PunishmentProposal.Reason.STATE) {
      return p.position() == 0
          && p.count() == 0
          && noResult
          && p.transaction().length() == 0
          && p.transactionProof().isEmpty();
    }
    boolean inBatch =
        p.count() == header.transactions()
            && MerkleTree.verify(
                HashFunction.T,
                header.transactionsRoot(),
                p.transaction().toArray(),
                p.position(),
                p.count(),
                p.transactionProof());
    boolean result =
        p.reason() == PunishmentProposal.Reason.TRANSACTION
            ? noResult
            : MerkleTree.verify(
                HashFunction.T,
                header.resultsRoot(),
                p.result().encode(),
                p.position(),
                p.count(),
                p.resultProof());
    return inBatch && result;
  }

  void expelDead(ChannelState c, long now, AccountAddress caller, AccountAddress address) {
    Optional<Member> member = c.member(address);
    require(member.isPresent() && !address.equals(caller), AbortCode.NOT_MEMBER);
    require(c.isDead(member.get(), now), AbortCode.ALIVE);
    sets.remove(c, now, address, RemovalCause.DEAD);
  }

  void reportWithheld(ChannelState c, long now, AccountAddress caller) {
    require(c.size() == 2, AbortCode.WRONG_SIZE);
    require(c.leader.isPresent() && !c.leader.get().equals(caller), AbortCode.IS_LEADER);
    sets.openExit(c, now, Optional.of(caller), false, Optional.empty());
  }
}
