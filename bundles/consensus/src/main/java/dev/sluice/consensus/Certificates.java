/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.Publication.AlarmKind;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Verifies certificates and confirms batches by them (rules 3 and 4). */
final class Certificates {
  /** How a certificate stands before its signatures are verified. */
  enum Form {
    /** It cannot be valid. */
    INVALID,
    /** Its epoch is not known here yet. */
    UNKNOWN,
    /** Signatures decide. */
    OPEN,
    /** It was verified before. */
    VERIFIED
  }

  /** A batch that a certificate confirms, once it is certain that the contract will settle it. */
  private record Late(Block block, BatchHeader confirming, Certificate certificate) {}

  private final Core core;
  private Optional<Late> late = Optional.empty();

  /**
   * By the hash of their header: cheaper than their own, and the next of one header seldom comes.
   */
  private final Map<Hash, Certificate> verified =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, Certificate> eldest) {
          return size() > Limits.VERIFIED_CERTIFICATES;
        }
      };

  Certificates(Core core) {
    this.core = core;
  }

  /** Notes a certificate as verified: formed here, or from the own journal. */
  void trust(Certificate certificate) {
    verified.put(certificate.statement().headerHash(), certificate);
  }

  boolean isGenesis(Certificate certificate) {
    return certificate.equals(core.genesisCertificate);
  }

  private Optional<MemberSet> setOf(AckStatement statement) {
    return core.rules.on(RuleSwitch.SET_VERSION)
        ? core.chain.set(statement.setVersion())
        : Optional.of(core.chain.presentSet());
  }

  Form form(Certificate certificate) {
    if (isGenesis(certificate)) {
      return Form.VERIFIED;
    }
    AckStatement statement = certificate.statement();
    if (!statement.domain().equals(core.domain) || statement.epoch() == 0) {
      return Form.INVALID;
    }
    if (certificate.equals(verified.get(statement.headerHash()))) {
      return Form.VERIFIED;
    }
    if (core.chain.isEmpty()) {
      return Form.UNKNOWN;
    }
    Optional<EpochInfo> epoch = core.chain.epoch(statement.epoch());
    Optional<MemberSet> set = setOf(statement);
    if (epoch.isEmpty()) {
      return Form.UNKNOWN;
    }
    if (set.isEmpty()
        || epoch.get().setVersion() != statement.setVersion()
        || !epoch.get().claimId().equals(statement.claimId())) {
      return Form.INVALID;
    }
    int n = set.get().size();
    boolean fits =
        (n == Long.SIZE || certificate.signers() >>> n == 0)
            && Long.bitCount(certificate.signers()) == certificate.signatures().size()
            && certificate.signatures().size() == set.get().quorum()
            && n >= core.config.minSigners();
    return fits ? Form.OPEN : Form.INVALID;
  }

  /** The signatures of a certificate whose form is OPEN. */
  List<SignatureCheck> checks(Certificate certificate) {
    MemberSet set = setOf(certificate.statement()).orElseThrow();
    byte[] message = certificate.statement().encode();
    List<SignatureCheck> checks = new ArrayList<>(certificate.signatures().size());
    long left = certificate.signers();
    for (int i = 0; i < certificate.signatures().size(); i++) {
      int index = Long.numberOfTrailingZeros(left);
      left &= left - 1;
      checks.add(
          new SignatureCheck(
              set.member(index).memberKey(), message, certificate.signatures().get(i), strict()));
    }
    return checks;
  }

  /** Whether member signatures are checked by the strict rule. */
  boolean strict() {
    return core.rules.on(RuleSwitch.STRICT_SIGNATURE);
  }

  /** Verifies a certificate and tells whether it is valid; false also if that is not known here. */
  void verify(boolean first, Certificate certificate, Consumer<Boolean> then) {
    switch (form(certificate)) {
      case VERIFIED -> then.accept(true);
      case INVALID, UNKNOWN -> then.accept(false);
      case OPEN -> {
        boolean asked =
            core.effects.verify(
                first,
                checks(certificate),
                valid -> {
                  boolean all = !valid.contains(false);
                  if (all) {
                    trust(certificate);
                  }
                  then.accept(all);
                });
        if (!asked) {
          then.accept(false);
        }
      }
      default -> throw new IllegalStateException();
    }
  }

  /**
   * Takes a verified certificate whose header is known: it may become the lock, and may confirm.
   *
   * @param header of the certificate; empty for genesis
   */
  void accept(Certificate certificate, Optional<BatchHeader> header) {
    core.locks.offer(certificate, header);
    core.evidence.note(certificate);
    core.recovery.onCertificate(certificate);
    core.log.get(certificate.statement().headerHash()).ifPresent(b -> certified(b, certificate));
    header
        .filter(core.rules::confirms)
        .ifPresent(
            h -> core.log.get(h.parentHash()).ifPresent(parent -> confirm(parent, h, certificate)));
  }

  /** A batch of the tree turns out certified. */
  void certified(Block block, Certificate certificate) {
    boolean news = block.certificate().isEmpty();
    block.certify(certificate);
    if (news) {
      core.settlements.certified(block, certificate);
      if (!block.isEmpty()) {
        core.noConfidences.progressed();
        core.standing.progress();
      }
      if (block.header().filter(h -> h.isOpening()).isPresent()) {
        opened(block);
      }
    }
    if (core.rules.off(RuleSwitch.ONE_ROUND)) {
      block.header().ifPresent(header -> confirm(block, header, certificate));
    }
  }

  /** The opening header of an epoch is certified: work goes on. */
  private void opened(Block block) {
    core.noConfidences.opened();
    if (block.epoch() == core.epochs.promised()) {
      core.pool.resubmit();
      core.requests.resubmit();
    }
  }

  private void confirm(Block block, BatchHeader confirming, Certificate certificate) {
    Log log = core.log;
    if (block.batch() <= log.confirmed().batch()) {
      return;
    }
    if (!core.settlements.isInTime(block)) {
      if (late.filter(l -> l.block().batch() >= block.batch()).isEmpty()) {
        late = Optional.of(new Late(block, confirming, certificate));
      }
      return;
    }
    Optional<List<Block>> path = log.path(block);
    if (path.isEmpty()) {
      core.standing.diverge("a certificate confirms a batch beside the confirmed log: " + block);
      return;
    }
    for (Block next : path.get()) {
      log.confirm(next);
      if (!next.isEmpty()) {
        core.noConfidences.progressed();
        core.standing.progress();
      }
      core.pool.confirmed(next);
      next.source()
          .ifPresent(
              source ->
                  core.publish(
                      new Publication.Confirmed(
                          source.header(), next.hash(), source.body(), next.outcome())));
      core.snapshots.confirmed(next, confirming, certificate);
    }
    log.prune();
    core.effects.append(
        new JournalRecord.Confirmed(block.batch(), block.hash(), certificate, confirming));
    core.out.add(new dev.sluice.consensus.api.step.Output.Finalise(block.outcome().stateRoot()));
    core.demands.confirmed(block);
    core.requests.confirmed(block);
    core.standing.confirmed(block);
  }

  /** The chain has moved on: what came late for an exit may be confirmed now. */
  void chainAdvanced() {
    Optional<Late> again = late;
    late = Optional.empty();
    again.ifPresent(l -> confirm(l.block(), l.confirming(), l.certificate()));
  }

  /** Others certified a header from which this member withheld its ack. */
  void outvoted(Certificate certificate) {
    core.alarm(
        AlarmKind.OUTVOTED,
        "batch "
            + certificate.statement().epoch()
            + "."
            + certificate.statement().batch()
            + " was certified without this member");
  }
}
