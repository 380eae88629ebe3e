/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Status;
import java.util.EnumSet;
import java.util.Set;

/** The rules of the document that can be switched off in a simulation, each in one place. */
final class Rules {
  private final EnumSet<RuleSwitch> off;

  Rules(Set<RuleSwitch> off) {
    this.off = off.isEmpty() ? EnumSet.noneOf(RuleSwitch.class) : EnumSet.copyOf(off);
  }

  boolean on(RuleSwitch rule) {
    return !off.contains(rule);
  }

  boolean off(RuleSwitch rule) {
    return off.contains(rule);
  }

  /** Whether a leader's own contradiction keeps members from acking it. */
  boolean protectsChain() {
    return on(RuleSwitch.CHAIN_RULE) && on(RuleSwitch.SLOT);
  }

  /** q(n). */
  int certificate(int n) {
    return on(RuleSwitch.QUORUM_SIZE) ? Quorum.certificate(n) : (2 * n + 2) / 3;
  }

  /** Whether {@code a} is a higher lock than {@code b} (rule 5). */
  boolean isHigher(Certificate a, Certificate b) {
    return compareSlots(
            a.statement().epoch(),
            a.statement().batch(),
            b.statement().epoch(),
            b.statement().batch())
        > 0;
  }

  /** The order of locks. */
  int compareSlots(long epochA, long batchA, long epochB, long batchB) {
    int byEpoch = Long.compare(epochA, epochB);
    return byEpoch != 0 || off(RuleSwitch.LOCK_ORDER) ? byEpoch : Long.compare(batchA, batchB);
  }

  /**
   * The order of the locks that statuses show, by which the base of an epoch is chosen (rule 6).
   */
  int compareBases(Status a, Status b) {
    return off(RuleSwitch.RECOVERY_BASE)
        ? Long.compare(a.lockBatch(), b.lockBatch())
        : compareSlots(a.lockEpoch(), a.lockBatch(), b.lockEpoch(), b.lockBatch());
  }

  /** Whether two statements of one member exclude each other (rule 24). */
  boolean isOffence(Evidence evidence) {
    return evidenceOf(evidence).kind().isPresent();
  }

  /** The evidence as a contract reads it for which claim or epoch were no part of a slot. */
  private Evidence evidenceOf(Evidence evidence) {
    if (on(RuleSwitch.CLAIM_IN_EVIDENCE) && on(RuleSwitch.EPOCH_IN_EVIDENCE)) {
      return evidence;
    }
    AckStatement a = evidence.first();
    AckStatement b = evidence.second();
    long epoch = on(RuleSwitch.EPOCH_IN_EVIDENCE) ? b.epoch() : a.epoch();
    AckStatement second =
        new AckStatement(
            b.domain(),
            a.claimId(),
            epoch,
            b.batch(),
            b.setVersion(),
            Math.min(b.parentEpoch(), epoch),
            b.parentHash(),
            b.headerHash());
    return new Evidence(
        a, evidence.firstSignature(), second, evidence.secondSignature(), evidence.index());
  }

  /** Whether a certificate of {@code header} confirms the batch it carries (rule 4). */
  boolean confirms(BatchHeader header) {
    return header.isConfirming() || off(RuleSwitch.CROSS_EPOCH_CONFIRM);
  }

  /** Fields 22 to 31 of a header of {@code epoch} on {@code parent} (rule 4). */
  Finality finality(long epoch, Block parent) {
    return parent.epoch() == epoch || off(RuleSwitch.CROSS_EPOCH_CONFIRM)
        ? parent.asFinal()
        : parent.finality();
  }
}
