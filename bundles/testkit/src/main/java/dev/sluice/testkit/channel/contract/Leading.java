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
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.testkit.channel.contract.ChannelState.Member;
import java.util.Optional;

/** Who leads: claims, no-confidence, delegations (rules 26 and 27). */
final class Leading {
  private static final int MAX_PROOF_BYTES = 64 + 64 * Bounds.MAX_MEMBERS;

  private final CertificateChecks certificates;
  private final MemberSets sets;

  Leading(CertificateChecks certificates, MemberSets sets) {
    this.certificates = certificates;
    this.sets = sets;
  }

  void claim(ChannelState c, long now, AccountAddress caller, long expectedEpoch) {
    require(expectedEpoch == c.epoch, AbortCode.STALE_EPOCH);
    require(!c.isBarred(caller, now), AbortCode.BARRED);
    require(c.isCandidate(caller), AbortCode.NOT_CANDIDATE);
    boolean renewal = c.leader.equals(Optional.of(caller));
    if (!renewal) {
      Optional<Member> leader = c.leader.flatMap(c::member);
      require(leader.isEmpty() || !c.isLive(leader.get(), now), AbortCode.LEADER_LIVE);
      require(
          c.priority.map(p -> now > p.until() || p.address().equals(caller)).orElse(true),
          AbortCode.PRIORITY);
    }
    if (c.priority.filter(p -> p.address().equals(caller)).isPresent()) {
      c.priority = Optional.empty();
    }
    c.seq++;
    sets.openEpoch(c, now, renewal ? EpochCause.RENEWAL : EpochCause.CLAIM, Optional.of(caller));
  }

  void claimNoConfidence(
      ChannelState c, long now, AccountAddress caller, long expectedEpoch, byte[] bytes) {
    // Any epoch of the present reign: a leader that renews in every block must not outrun each
    // claim.
    require(c.reignEpoch <= expectedEpoch && expectedEpoch <= c.epoch, AbortCode.STALE_EPOCH);
    NoConfidenceProof proof =
        CertificateChecks.decode(bytes, MAX_PROOF_BYTES, NoConfidenceProof::read);
    require(!c.isBarred(caller, now), AbortCode.BARRED);
    require(c.isCandidate(caller), AbortCode.NOT_CANDIDATE);
    require(!c.leader.equals(Optional.of(caller)), AbortCode.IS_LEADER);
    require(
        c.leader.equals(Optional.of(proof.leader())) && proof.reignEpoch() == c.reignEpoch,
        AbortCode.WRONG_REIGN);
    require(c.size() >= 3, AbortCode.TOO_FEW);
    require(proof.setVersion() == c.setVersion, AbortCode.STALE_SET);
    boolean inSet = c.size() == Long.SIZE || proof.signers() >>> c.size() == 0;
    boolean leaderSigned = (proof.signers() >>> c.indexOf(proof.leader()) & 1) == 1;
    require(inSet && !leaderSigned, AbortCode.BAD_SIGNER);
    int count = Long.bitCount(proof.signers());
    require(
        count >= Quorum.majority(c.size() - 1) && count == proof.signatures().size(),
        AbortCode.QUORUM);
    int next = 0;
    for (int i = 0; i < c.size(); i++) {
      if ((proof.signers() >>> i & 1) == 1) {
        byte[] statement =
            new NoConfidence(c.domain, proof.leader(), proof.reignEpoch(), c.setVersion, i)
                .encode();
        require(
            certificates.isValid(
                c.members.get(i).record.memberKey(), statement, proof.signatures().get(next++)),
            AbortCode.BAD_SIGNATURE);
      }
    }
    c.bars.put(proof.leader(), now + c.config.bar());
    c.seq++;
    sets.openEpoch(c, now, EpochCause.NO_CONFIDENCE, Optional.of(caller));
  }

  void delegate(ChannelState c, long now, AccountAddress caller, AccountAddress to) {
    require(c.size() > 5, AbortCode.NO_CANDIDATES);
    require(c.member(to).isPresent() && !to.equals(caller), AbortCode.BAD_DELEGATE);
    require(
        !c.delegations.containsKey(to) && !c.delegations.containsValue(caller),
        AbortCode.BAD_DELEGATE);
    long carried =
        c.delegations.entrySet().stream()
            .filter(d -> d.getValue().equals(to) && !d.getKey().equals(caller))
            .count();
    require(carried < c.delegationCap(), AbortCode.CAP);
    c.delegations.remove(caller);
    c.delegations.put(caller, to);
    c.emit(now, new ContractEvent.Delegated(caller, Optional.of(to)));
  }

  void undelegate(ChannelState c, long now, AccountAddress caller) {
    require(c.delegations.containsKey(caller), AbortCode.NO_DELEGATION);
    c.delegations.remove(caller);
    c.emit(now, new ContractEvent.Delegated(caller, Optional.empty()));
  }
}
