/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static dev.sluice.testkit.channel.sim.ContractFixture.ID;
import static dev.sluice.testkit.channel.sim.ContractFixture.WINDOW;
import static dev.sluice.testkit.channel.sim.ContractFixture.abort;
import static dev.sluice.testkit.channel.sim.ContractFixture.address;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import dev.sluice.testkit.channel.contract.ContractSwitch;
import dev.sluice.testkit.channel.contract.SettlementArguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the contract's checks are for (section 10): each is tried with the check, and without it to
 * see what breaks. These are the rows of the table of mutants that need no history.
 */
class ContractScenarioTest {
  private static final List<Integer> FOUR = List.of(0, 1, 2, 3);

  private static SettlementArguments confirmed(ContractFixture f, long height) {
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3));
    draft.finalHeight = height;
    return draft.signed(FOUR, 0, 1, 2);
  }

  @Test
  void paysAnExitByTheHighestCertificate() {
    ContractFixture f = new ContractFixture(4);
    SettlementArguments low = confirmed(f, 10);
    SettlementArguments high = higher(f, 20);
    f.model.openExit(address(0), f.now, ID, Optional.of(low));
    f.model.postExit(address(1), f.now, ID, high);
    assertThat(abort(() -> f.model.postExit(address(1), f.now, ID, low)))
        .contains(AbortCode.NOT_HIGHER);
    assertThat(abort(() -> f.model.finalizeExit(f.now, ID))).contains(AbortCode.WINDOW_OPEN);
    f.now += WINDOW + 1;
    f.model.finalizeExit(f.now, ID);
    assertThat(f.state().phase()).isEqualTo(Phase.CLOSED);
    assertThat(f.state().settledHeight()).isEqualTo(20);
    assertThat(f.state().payable(address(3), f.coin))
        .isEqualTo(BigInteger.valueOf(ContractFixture.DEPOSIT));
  }

  private static SettlementArguments higher(ContractFixture f, long height) {
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3));
    draft.finalHeight = height;
    draft.finalBatch = 60;
    draft.batch = 61;
    return draft.signed(FOUR, 1, 2, 3);
  }

  @Test
  void refusesWhatDoesNotConserve() {
    ContractFixture f = new ContractFixture(4);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2));
    assertThat(settle(f, draft, 0, 1, 2)).contains(AbortCode.NOT_CONSERVED);
    draft.payouts =
        new PayoutList(
            CheckpointKind.PLAIN,
            PayoutList.NOBODY,
            List.of(),
            List.of(new PayoutList.Entry(address(9), f.coin, 4_000, false)));
    assertThat(settle(f, draft, 0, 1, 2)).contains(AbortCode.UNKNOWN_ACCOUNT);
  }

  @Test
  void refusesWrongCertificates() {
    ContractFixture f = new ContractFixture(4);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3));
    assertThat(settle(f, draft, 0, 1)).contains(AbortCode.QUORUM);
    assertThat(settle(f, draft, 0, 1, 2, 3)).contains(AbortCode.QUORUM);
    assertThat(
            abort(
                () ->
                    f.model.settle(address(0), f.now, ID, draft.signed(List.of(5, 6, 7), 0, 1, 2))))
        .contains(AbortCode.BAD_SIGNATURE);
    draft.claim = ContractFixture.hash(77);
    assertThat(settle(f, draft, 0, 1, 2)).contains(AbortCode.WRONG_CLAIM);
    draft.claim = f.state().claimId();
    draft.epoch++;
    assertThat(settle(f, draft, 0, 1, 2)).contains(AbortCode.FUTURE_EPOCH);
  }

  private static Optional<AbortCode> settle(
      ContractFixture f, ContractFixture.Draft draft, int... signers) {
    return abort(() -> f.model.settle(address(0), f.now, ID, draft.signed(FOUR, signers)));
  }

  @Test
  void settlesInOrderAndOnlyLoggedCheckpoints() {
    ContractFixture f = new ContractFixture(4);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3));
    assertThat(settle(f, draft, 0, 1, 2)).contains(AbortCode.NOT_CHECKPOINT);
    draft.payouts = f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3);
    assertThat(settle(f, draft, 0, 1, 2)).isEmpty();
    assertThat(f.state().settledHeight()).isEqualTo(10);
    assertThat(settle(f, draft, 0, 1, 2)).contains(AbortCode.OLD_HEIGHT);
    ContractFixture.Draft next = f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3));
    next.finalHeight = 20;
    next.finalSeq = 1;
    assertThat(settle(f, next, 0, 1, 2)).isNotEmpty();
  }

  /** CHECKPOINT_ORDER, invariant (b): changes since another base would be applied to this state. */
  @Test
  void takesOnlyTheCheckpointAfterTheSettledOne() {
    assertThat(settleOnWrongBase()).contains(AbortCode.WRONG_BASE);
    assertThat(settleOnWrongBase(ContractSwitch.CHECKPOINT_ORDER)).isEmpty();
  }

  private static Optional<AbortCode> settleOnWrongBase(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(4, off);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3));
    draft.finalHeight = 20;
    draft.baseHeight = 10;
    draft.baseRoot = ContractFixture.hash(500);
    return settle(f, draft, 0, 1, 2);
  }

  /** CONFIRMING_ONLY, invariant (b): a later opening header outranks what was confirmed after. */
  @Test
  void takesOnlyConfirmingHeaders() {
    assertThat(exitByOpeningHeader()).isEqualTo(20);
    assertThat(exitByOpeningHeader(ContractSwitch.CONFIRMING_ONLY)).isEqualTo(10);
  }

  private static long exitByOpeningHeader(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(4, off);
    SettlementArguments confirmed = higher(f, 20);
    long earlier = f.state().epoch();
    f.join(4);
    ContractFixture.Draft opening = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3, 4));
    opening.finalEpoch = earlier;
    opening.parentEpoch = earlier;
    opening.finalHeight = 10;
    f.model.openExit(address(0), f.now, ID, Optional.of(confirmed));
    Optional<AbortCode> refused =
        abort(
            () ->
                f.model.postExit(
                    address(0), f.now, ID, opening.signed(List.of(0, 1, 2, 3, 4), 0, 1, 2, 3)));
    assertThat(refused.isPresent()).isEqualTo(off.length == 0);
    f.now += WINDOW + 1;
    f.model.finalizeExit(f.now, ID);
    return f.state().settledHeight();
  }

  /** EXIT_CANCEL, invariant (b): an old settlement would end an exit that shows more. */
  @Test
  void cancelsAnExitOnlyByALaterSettlement() {
    assertThat(phaseAfterOldSettlement()).isEqualTo(Phase.EXITING);
    assertThat(phaseAfterOldSettlement(ContractSwitch.EXIT_CANCEL)).isEqualTo(Phase.OPEN);
  }

  private static Phase phaseAfterOldSettlement(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(4, off);
    SettlementArguments old =
        f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3)).signed(FOUR, 0, 1, 2);
    f.model.openExit(address(0), f.now, ID, Optional.of(higher(f, 20)));
    f.model.settle(address(1), f.now, ID, old);
    return f.state().phase();
  }

  /** VOID_SETS, invariant (d): members that are gone pay themselves. */
  @Test
  void voidsSetsAfterTheWindowOfARemoval() {
    assertThat(exitByOldSet()).contains(AbortCode.VOID_SET);
    assertThat(exitByOldSet(ContractSwitch.VOID_SETS)).isEmpty();
  }

  private static Optional<AbortCode> exitByOldSet(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(5, off);
    List<Integer> five = List.of(0, 1, 2, 3, 4);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3, 4));
    SettlementArguments old = draft.signed(five, 1, 2, 3, 4);
    f.expel(4);
    f.now += WINDOW + 1;
    return abort(() -> f.model.openExit(address(1), f.now, ID, Optional.of(old)));
  }

  /** CUT, invariant (d): the new set settles before the removed member's share is fixed. */
  @Test
  void fixesCutsBeforeTheNewSetSettles() {
    assertThat(settleBeforeTheCut()).contains(AbortCode.CUT_OPEN);
    assertThat(settleBeforeTheCut(ContractSwitch.CUT)).isEmpty();
  }

  private static Optional<AbortCode> settleBeforeTheCut(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(5, off);
    f.expel(4);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3, 4));
    return settle(f, draft, 0, 1, 2, 3);
  }

  /** QUORUM_AFTER_REMOVAL, invariant (b): too few are left that saw what was confirmed. */
  @Test
  void closesAChannelThatShrankTooFar() {
    assertThat(phaseAfterRemovals()).isEqualTo(Phase.EXITING);
    assertThat(phaseAfterRemovals(ContractSwitch.QUORUM_AFTER_REMOVAL)).isEqualTo(Phase.OPEN);
  }

  private static Phase phaseAfterRemovals(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(5, off);
    f.expel(4);
    f.expel(3);
    f.expel(2);
    return f.state().phase();
  }

  /** CLAIM_IN_EVIDENCE, invariant (c): an epoch issued again after a reorganisation is another. */
  @Test
  void acceptsEvidenceOfOneClaimOnly() {
    assertThat(evidenceOfTwoClaims()).contains(AbortCode.NO_OFFENCE);
    assertThat(evidenceOfTwoClaims(ContractSwitch.CLAIM_IN_EVIDENCE)).isEmpty();
  }

  private static Optional<AbortCode> evidenceOfTwoClaims(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(4, off);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3));
    AckStatement first = AckStatement.of(draft.header(), draft.header().hash());
    draft.claim = ContractFixture.hash(5);
    AckStatement second = AckStatement.of(draft.header(), draft.header().hash());
    Evidence evidence =
        new Evidence(
            first, f.key(1).sign(first.encode()), second, f.key(1).sign(second.encode()), 1);
    return abort(() -> f.model.postEvidence(address(0), f.now, ID, evidence.encode()));
  }

  @Test
  void removesAndFinesByEvidenceOnce() {
    ContractFixture f = new ContractFixture(4);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3));
    AckStatement first = AckStatement.of(draft.header(), draft.header().hash());
    draft.finalHeight++;
    AckStatement second = AckStatement.of(draft.header(), draft.header().hash());
    byte[] evidence =
        new Evidence(
                first, f.key(1).sign(first.encode()), second, f.key(1).sign(second.encode()), 1)
            .encode();
    BigInteger stake = f.state().reservation(address(1)).orElseThrow();
    f.model.postEvidence(address(0), f.now, ID, evidence);
    assertThat(f.state().members()).noneMatch(m -> m.address().equals(address(1)));
    assertThat(f.state().reservation(address(1)).orElseThrow()).isLessThan(stake);
    assertThat(f.state().setVersion()).isEqualTo(5);
    assertThat(f.state().quorum(5)).isEqualTo(3);
    assertThat(abort(() -> f.model.postEvidence(address(0), f.now, ID, evidence)))
        .contains(AbortCode.KNOWN);
  }

  /** ACCUSED_SIGNATURE, invariant (c): two of four could fine an honest leader for nothing. */
  @Test
  void punishesOnlyForWhatTheAccusedSigned() {
    assertThat(punishWithForgedSignature()).contains(AbortCode.BAD_SIGNATURE);
    assertThat(punishWithForgedSignature(ContractSwitch.ACCUSED_SIGNATURE)).isEmpty();
  }

  private static Optional<AbortCode> punishWithForgedSignature(ContractSwitch... off) {
    ContractFixture f = new ContractFixture(4, off);
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.NONE, 0, 1, 2, 3));
    byte[] data =
        new PunishmentProposal(
                f.genesis.domain(),
                address(0),
                draft.header(),
                Signature.of(new byte[Signature.LENGTH]),
                0,
                0,
                0,
                Bytes.EMPTY,
                List.of(),
                TxResult.NOTHING,
                List.of(),
                PunishmentProposal.Reason.STATE)
            .encode();
    return abort(
        () -> {
          long proposal = f.model.createProposal(address(2), f.now, ID, 2, data);
          f.model.voteProposal(address(2), f.now, ID, proposal, 1);
          f.model.voteProposal(address(3), f.now, ID, proposal, 1);
          f.model.executeProposal(address(2), f.now, ID, proposal, data);
          assertThat(f.state().members()).noneMatch(m -> m.address().equals(address(0)));
        });
  }

  /** ONE_JOIN, rule 1: each join opens an epoch, so that every set has its own certificates. */
  @Test
  void opensAnEpochForEachJoin() {
    ContractFixture f = new ContractFixture(4);
    assertThat(f.state().epoch()).isEqualTo(4);
    assertThat(f.state().setVersion()).isEqualTo(4);
    ContractFixture without = new ContractFixture(4, ContractSwitch.ONE_JOIN);
    assertThat(without.state().epoch()).isLessThan(4);
  }

  /** Rule 26: a leader that renews its epoch in every block outruns no claim against it. */
  @Test
  void takesNoConfidenceOfAnyEpochOfTheReign() {
    for (long expected = 1; expected <= 6; expected++) {
      ContractFixture f = renewedTwice();
      f.model.claimNoConfidence(address(2), f.now, ID, expected, distrust(f));
      assertThat(f.state().leader()).contains(address(2));
      assertThat(f.state().epoch()).isEqualTo(7);
      long again = expected;
      assertThat(abort(() -> f.model.claimNoConfidence(address(1), f.now, ID, again, distrust(f))))
          .contains(AbortCode.STALE_EPOCH);
    }
    for (long expected : List.of(0L, 7L)) {
      ContractFixture f = renewedTwice();
      assertThat(
              abort(() -> f.model.claimNoConfidence(address(2), f.now, ID, expected, distrust(f))))
          .contains(AbortCode.STALE_EPOCH);
    }
  }

  private static ContractFixture renewedTwice() {
    ContractFixture f = new ContractFixture(4);
    f.model.claimLeader(address(0), f.now, ID, 4);
    f.model.claimLeader(address(0), f.now, ID, 5);
    assertThat(f.state().reignEpoch()).isEqualTo(1);
    return f;
  }

  private static byte[] distrust(ContractFixture f) {
    List<Signature> signatures = new ArrayList<>();
    for (int i : List.of(1, 2)) {
      byte[] statement = new NoConfidence(f.genesis.domain(), address(0), 1, 4, i).encode();
      signatures.add(f.key(i).sign(statement));
    }
    return new NoConfidenceProof(address(0), 1, 4, 0b110, signatures).encode();
  }
}
