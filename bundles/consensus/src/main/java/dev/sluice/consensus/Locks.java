/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.step.JournalRecord;
import java.util.Optional;

/** The member's lock: the highest certificate it has verified, with its header (rule 5). */
final class Locks {
  private final Core core;
  private Certificate certificate;
  private Optional<Hash> certificateHash = Optional.empty();
  private Optional<BatchHeader> header = Optional.empty();
  private boolean saved = true;

  Locks(Core core) {
    this.core = core;
    certificate = core.genesisCertificate;
  }

  Certificate certificate() {
    return certificate;
  }

  /** Worked out when a status needs it. */
  Hash certificateHash() {
    if (certificateHash.isEmpty()) {
      certificateHash = Optional.of(certificate.hash());
    }
    return certificateHash.get();
  }

  /** Empty for genesis. */
  Optional<BatchHeader> header() {
    return header;
  }

  long epoch() {
    return certificate.statement().epoch();
  }

  long batch() {
    return certificate.statement().batch();
  }

  /** Hash of the header that the lock certifies. */
  Hash headerHash() {
    return certificate.statement().headerHash();
  }

  /** Makes a verified certificate the lock if it is higher. */
  void offer(Certificate candidate, Optional<BatchHeader> candidateHeader) {
    if (core.rules.off(RuleSwitch.LOCK)) {
      return;
    }
    if (core.rules.isHigher(candidate, certificate) || completes(candidate, candidateHeader)) {
      set(candidate, candidateHeader);
      saved = false;
    }
  }

  /**
   * Whether this is the lock again, now with its header: after amnesia, or in a pruned journal, the
   * certificate can be known before the batch, and without the header no status can show it.
   */
  private boolean completes(Certificate candidate, Optional<BatchHeader> candidateHeader) {
    return header.isEmpty() && candidateHeader.isPresent() && candidate.equals(certificate);
  }

  /** Takes the lock from the journal. */
  void restore(Certificate candidate, Optional<BatchHeader> candidateHeader) {
    if (core.rules.isHigher(candidate, certificate) || completes(candidate, candidateHeader)) {
      set(candidate, candidateHeader);
    }
  }

  private void set(Certificate candidate, Optional<BatchHeader> candidateHeader) {
    certificate = candidate;
    certificateHash = Optional.empty();
    header = candidateHeader;
  }

  /**
   * The record about to be written holds {@code carried}: no need for another if that is the lock.
   */
  void savedWith(Certificate carried) {
    if (carried.equals(certificate)) {
      saved = true;
    }
  }

  /** Writes the lock if it is not in the journal yet. */
  void save() {
    if (!saved) {
      saved = true;
      core.effects.append(new JournalRecord.Lock(certificate, header));
    }
  }
}
