/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.message.EvidenceMessage;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.step.Publication.AlarmKind;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What members were seen to sign in the latest epochs, and the evidence when two of their
 * statements exclude each other (rule 24, section 8.3).
 */
final class EvidenceBook {
  /** A statement with the signatures seen on it. */
  private record Seen(AckStatement statement, TreeMap<Integer, Signature> signatures) {}

  private static final class Epoch {
    private final TreeMap<Long, List<Seen>> byBatch = new TreeMap<>();
    private final List<Seen> openings = new ArrayList<>();
  }

  private static final Signature UNSEEN = Signature.of(new byte[Signature.LENGTH]);

  private final Core core;
  private final TreeMap<Long, Epoch> epochs = new TreeMap<>();
  private final Map<Key, Evidence> caught = new LinkedHashMap<>();

  EvidenceBook(Core core) {
    this.core = core;
  }

  /** Notes all signatures of a verified certificate. */
  void note(Certificate certificate) {
    AckStatement statement = certificate.statement();
    Optional<Epoch> epoch = epoch(statement.epoch());
    if (epoch.isEmpty()) {
      return;
    }
    List<Seen> excluded = excluded(epoch.get(), statement);
    long left = certificate.signers();
    for (Signature signature : certificate.signatures()) {
      int index = Long.numberOfTrailingZeros(left);
      left &= left - 1;
      note(epoch.get(), excluded, statement, index, signature);
    }
  }

  /**
   * Notes a verified signature.
   *
   * @return whether it excludes another by the same member
   */
  boolean note(AckStatement statement, int index, Signature signature) {
    return epoch(statement.epoch())
        .filter(e -> note(e, excluded(e, statement), statement, index, signature))
        .isPresent();
  }

  private boolean note(
      Epoch epoch, List<Seen> excluded, AckStatement statement, int index, Signature signature) {
    Optional<Evidence> offence = search(excluded, statement, index, signature);
    enter(epoch, statement, index, signature);
    offence.ifPresent(this::report);
    return offence.isPresent();
  }

  private Optional<Epoch> epoch(long number) {
    if (epochs.containsKey(number)) {
      return Optional.of(epochs.get(number));
    }
    if (epochs.size() >= Limits.EVIDENCE_EPOCHS) {
      if (number < epochs.firstKey()) {
        return Optional.empty();
      }
      epochs.pollFirstEntry();
    }
    Epoch made = new Epoch();
    epochs.put(number, made);
    return Optional.of(made);
  }

  private void enter(Epoch epoch, AckStatement statement, int index, Signature signature) {
    List<Seen> slot = epoch.byBatch.computeIfAbsent(statement.batch(), key -> new ArrayList<>(1));
    for (Seen seen : slot) {
      if (seen.statement().headerHash().equals(statement.headerHash())) {
        seen.signatures().putIfAbsent(index, signature);
        return;
      }
    }
    if (slot.size() >= Limits.HEADERS_PER_SLOT) {
      return;
    }
    Seen seen = new Seen(statement, new TreeMap<>());
    seen.signatures().put(index, signature);
    slot.add(seen);
    if (isOpening(statement) && epoch.openings.size() < Limits.HEADERS_PER_SLOT) {
      epoch.openings.add(seen);
    }
    if (epoch.byBatch.size() > Limits.EVIDENCE_SLOTS) {
      epoch.byBatch.pollFirstEntry();
    }
  }

  private static boolean isOpening(AckStatement statement) {
    return statement.parentEpoch() < statement.epoch();
  }

  /** The earlier statements that no honest member signs beside this one. */
  private List<Seen> excluded(Epoch epoch, AckStatement statement) {
    List<Seen> excluded = new ArrayList<>(0);
    for (long batch = statement.batch() - 1; batch <= statement.batch() + 1; batch++) {
      addExcluded(excluded, epoch.byBatch.getOrDefault(batch, List.of()), statement);
    }
    if (core.rules.off(RuleSwitch.EPOCH_IN_EVIDENCE)) {
      for (Epoch other : epochs.values()) {
        addExcluded(excluded, other.byBatch.getOrDefault(statement.batch(), List.of()), statement);
      }
    }
    addExcluded(excluded, epoch.openings, statement);
    if (isOpening(statement) && !epoch.byBatch.isEmpty()) {
      addExcluded(excluded, epoch.byBatch.firstEntry().getValue(), statement);
    }
    return excluded;
  }

  private void addExcluded(List<Seen> excluded, List<Seen> candidates, AckStatement statement) {
    for (Seen seen : candidates) {
      if (isOffence(seen.statement(), statement) || isOffence(statement, seen.statement())) {
        excluded.add(seen);
      }
    }
  }

  private boolean isOffence(AckStatement first, AckStatement second) {
    return !first.headerHash().equals(second.headerHash())
        && core.rules.isOffence(new Evidence(first, UNSEEN, second, UNSEEN, 0));
  }

  /** Looks for a signature of the member on a statement that this one excludes. */
  private Optional<Evidence> search(
      List<Seen> excluded, AckStatement statement, int index, Signature signature) {
    for (Seen seen : excluded) {
      Signature other = seen.signatures().get(index);
      if (other != null) {
        Evidence straight = new Evidence(seen.statement(), other, statement, signature, index);
        return Optional.of(
            core.rules.isOffence(straight)
                ? straight
                : new Evidence(statement, signature, seen.statement(), other, index));
      }
    }
    return Optional.empty();
  }

  private Optional<Key> memberKey(Evidence evidence) {
    return core.chain
        .set(evidence.first().setVersion())
        .filter(set -> evidence.index() < set.size())
        .map(set -> set.member(evidence.index()).memberKey());
  }

  private void report(Evidence evidence) {
    Optional<Key> key = memberKey(evidence);
    if (key.isEmpty() || caught.containsKey(key.get()) || !core.standing.maySign()) {
      return;
    }
    if (key.get().equals(core.settings.signer().key())) {
      core.alarm(AlarmKind.TWO_NODES, "statements this process has not made");
      return;
    }
    caught.put(key.get(), evidence);
    core.alarm(AlarmKind.EQUIVOCATION, "member key " + key.get().toHex());
    if (core.rules.protectsChain()) {
      core.proposals.refuse(evidence.first().epoch());
    }
    List<Key> others = new ArrayList<>();
    core.epochs
        .set()
        .ifPresent(
            set ->
                set.members().stream()
                    .filter(m -> !m.peerKey().equals(core.settings.peerKey()))
                    .forEach(m -> others.add(m.peerKey())));
    core.peers.send(others, new EvidenceMessage(evidence));
    post(key.get(), evidence);
  }

  /** Tells the contract, again until it has answered. */
  private void post(Key key, Evidence evidence) {
    core.effects.call(
        new ContractCall.PostEvidence(evidence),
        outcome -> {
          boolean wrong =
              outcome instanceof CallOutcome.Aborted aborted
                  && aborted.code() == AbortCode.BAD_SIGNATURE;
          if (wrong || outcome instanceof CallOutcome.Unavailable) {
            // Of a certificate that was never verified here: true evidence may still come.
            caught.remove(key);
          }
        });
  }

  void onEvidence(Key peer, EvidenceMessage message) {
    Evidence evidence = message.evidence();
    Optional<Key> key = memberKey(evidence);
    boolean fits =
        key.isPresent()
            && core.rules.isOffence(evidence)
            && evidence.first().domain().equals(core.domain)
            && evidence.second().domain().equals(core.domain)
            && evidence.first().setVersion() == evidence.second().setVersion();
    if (!fits) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    if (caught.containsKey(key.get())) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
      return;
    }
    core.effects.verify(
        false,
        List.of(
            check(key.get(), evidence.first(), evidence.firstSignature()),
            check(key.get(), evidence.second(), evidence.secondSignature())),
        valid -> {
          if (valid.contains(false)) {
            core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
          } else {
            report(evidence);
          }
        });
  }

  private SignatureCheck check(Key key, AckStatement statement, Signature signature) {
    return new SignatureCheck(key, statement.encode(), signature, core.certificates.strict());
  }
}
