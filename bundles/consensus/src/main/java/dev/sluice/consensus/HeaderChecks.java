/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.HeldProposal.Finding;
import dev.sluice.consensus.HeldProposal.Need;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchContent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SignedStatus;
import dev.sluice.consensus.api.object.Status;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The checks of a header that need no execution: V5 to V17 (section 8.1). */
final class HeaderChecks {
  private static final Finding GOOD = new Finding.Good();

  private final Core core;

  HeaderChecks(Core core) {
    this.core = core;
  }

  /** The signatures to verify first: the leader's, then those of the opening proof. */
  List<SignatureCheck> signatures(HeldProposal held, EpochInfo epoch, MemberSet set) {
    List<SignatureCheck> checks = new ArrayList<>();
    boolean strict = core.certificates.strict();
    checks.add(
        new SignatureCheck(
            set.member(epoch.leader()).memberKey(),
            held.statement.encode(),
            held.proposal.signature(),
            strict));
    held.proposal
        .proof()
        .ifPresent(
            proof -> {
              for (SignedStatus signed : proof.statuses()) {
                int index = Math.min(signed.status().index(), set.size() - 1);
                checks.add(
                    new SignatureCheck(
                        set.member(index).memberKey(),
                        signed.status().encode(),
                        signed.signature(),
                        strict));
              }
            });
    return checks;
  }

  private static Finding withhold(RefusalCode code) {
    return new Finding.Withhold(code);
  }

  /** V8, apart from signatures. */
  Finding carried(HeldProposal held) {
    Certificate carried = held.proposal.carried();
    AckStatement statement = carried.statement();
    BatchHeader header = held.header;
    if (!carried.hash().equals(header.carriedHash())) {
      // Not fixed by the header: a relay may have changed it.
      return new Finding.Drop(RefusalCode.BAD_CARRIED);
    }
    if (!statement.headerHash().equals(header.parentHash())
        || statement.batch() != header.batch() - 1
        || statement.epoch() != header.parentEpoch()
        || header.parentEpoch() > header.epoch()) {
      return withhold(RefusalCode.BAD_CARRIED);
    }
    if (core.rules.off(RuleSwitch.CARRIED_CHECK)) {
      return GOOD;
    }
    return switch (core.certificates.form(carried)) {
      case INVALID, UNKNOWN -> withhold(RefusalCode.BAD_CARRIED);
      case OPEN, VERIFIED -> GOOD;
    };
  }

  /** V10: fields that continue the parent's. */
  Finding continues(BatchHeader header, Block parent) {
    boolean fits =
        header.firstHeight() == parent.lastHeight() + 1
            && header.chainSeq() >= parent.chainSeq()
            && header.chainTime() >= parent.chainTime()
            && header.time() >= parent.time();
    return fits ? GOOD : withhold(RefusalCode.BAD_CONTENT);
  }

  /** V11: lock and chain rule, for headers that do not open the epoch. */
  Finding aboveLock(HeldProposal held) {
    Certificate carried = held.proposal.carried();
    boolean below = core.rules.isHigher(core.locks.certificate(), carried);
    if (below && core.rules.on(RuleSwitch.LOCK)) {
      return withhold(RefusalCode.NOT_ABOVE_LOCK);
    }
    return onOwnChain(held.header) ? GOOD : withhold(RefusalCode.NOT_ABOVE_LOCK);
  }

  private boolean onOwnChain(BatchHeader header) {
    Optional<Epochs.LastSigned> last =
        core.epochs.lastSigned().filter(l -> l.epoch() == header.epoch());
    if (last.isEmpty() || core.rules.off(RuleSwitch.CHAIN_RULE)) {
      return true;
    }
    if (core.rules.off(RuleSwitch.SLOT)) {
      return true;
    }
    return header.batch() > last.get().number() + 1
        || header.parentHash().equals(last.get().hash());
  }

  /** V12 for an opening header: rule 6. */
  Finding opening(HeldProposal held, EpochInfo epoch, MemberSet set) {
    Finding bad = withhold(RefusalCode.BAD_OPENING);
    boolean signedHere =
        core.epochs.lastSigned().filter(l -> l.epoch() == held.header.epoch()).isPresent();
    if (signedHere || !held.proposal.body().isEmpty() || held.proposal.proof().isEmpty()) {
      return bad;
    }
    if (core.rules.off(RuleSwitch.ACK_ABOVE_LOCK)
        && core.rules.isHigher(core.locks.certificate(), held.proposal.carried())) {
      return bad;
    }
    if (core.rules.off(RuleSwitch.STATUS_PROOF)) {
      return GOOD;
    }
    List<Integer> indexes = new ArrayList<>();
    Optional<Status> highest = Optional.empty();
    Optional<Status> named = Optional.empty();
    AckStatement base = held.proposal.carried().statement();
    for (SignedStatus signed : held.proposal.proof().get().statuses()) {
      Status status = signed.status();
      boolean fits =
          status.domain().equals(core.domain)
              && status.epoch() == epoch.epoch()
              && status.claimId().equals(epoch.claimId())
              && status.setVersion() == epoch.setVersion()
              && status.index() < set.size()
              && (indexes.isEmpty() || status.index() > indexes.get(indexes.size() - 1));
      if (!fits) {
        return bad;
      }
      indexes.add(status.index());
      if (highest.isEmpty() || core.rules.compareBases(status, highest.get()) > 0) {
        highest = Optional.of(status);
      }
      boolean namesBase =
          status.lockEpoch() == base.epoch()
              && status.lockBatch() == base.batch()
              && status.lockCertificate().equals(held.header.carriedHash());
      named = namesBase ? Optional.of(status) : named;
    }
    boolean isBase =
        named.isPresent() && core.rules.compareBases(named.get(), highest.orElseThrow()) == 0;
    long baseSet = Math.max(1, base.setVersion());
    return isBase && new StatusCount(core, set).suffices(indexes, baseSet) ? GOOD : bad;
  }

  /** V12 for any other header: it must not bring a proof, and stays in its epoch. */
  Finding notOpening(HeldProposal held) {
    return held.proposal.proof().isEmpty() && !held.header.isOpening()
        ? GOOD
        : withhold(RefusalCode.BAD_OPENING);
  }

  /** V13: the unsigned parts are those the header names. */
  Finding content(HeldProposal held) {
    BatchHeader header = held.header;
    Hash root = held.proposal.body().root();
    boolean same =
        root.equals(header.transactionsRoot())
            && BatchContent.of(held.proposal.proof(), held.proposal.body(), root)
                .hash()
                .equals(header.contentHash())
            && header.transactions() == held.proposal.body().transactions().size();
    return same ? GOOD : new Finding.Drop(RefusalCode.BAD_CONTENT);
  }

  /** V14: what the header says is final. */
  Finding finality(BatchHeader header, Block parent) {
    return header.finality().equals(core.rules.finality(header.epoch(), parent))
        ? GOOD
        : new Finding.Accuse(OptionalInt.empty());
  }

  /** V15 to V17: chain view and clock. */
  Finding timing(BatchHeader header) {
    Finding finding = timingFinding(header);
    return finding != GOOD && core.rules.off(RuleSwitch.CLOCK_ACCUSES)
        ? new Finding.Accuse(OptionalInt.empty())
        : finding;
  }

  private Finding timingFinding(BatchHeader header) {
    if (header.chainSeq() > core.chain.seq() || header.chainTime() > core.chain.time()) {
      return new Finding.Hold(Need.CHAIN);
    }
    if (header.chainTime() < core.chain.time() - core.config.challenge() / 4) {
      return withhold(RefusalCode.CHAIN_STALE);
    }
    if (header.time() > core.now + core.config.maxDrift()) {
      return new Finding.Hold(Need.CLOCK);
    }
    if (header.time() < core.now - core.config.maxLag()) {
      return withhold(RefusalCode.CLOCK);
    }
    return GOOD;
  }
}
