/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import static dev.sluice.testkit.channel.sim.ContractFixture.ID;
import static dev.sluice.testkit.channel.sim.ContractFixture.WINDOW;
import static dev.sluice.testkit.channel.sim.ContractFixture.address;
import static dev.sluice.testkit.channel.sim.ContractFixture.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.NoConfidence;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.PunishmentProposal;
import dev.sluice.consensus.api.object.PunishmentProposal.Reason;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.testkit.channel.contract.ContractModel.Capability;
import dev.sluice.testkit.channel.contract.SettlementArguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each abort code of the contract a state and a call that ends in it (section 10.13). */
class AbortCodeTest {
  /** The model has no type arguments. */
  private static final Set<AbortCode> UNREACHABLE = EnumSet.of(AbortCode.WRONG_TYPE);

  /** Need a channel of another config or a long prelude; not shown here. */
  private static final Set<AbortCode> ELSEWHERE =
      EnumSet.of(AbortCode.SETTLE_FIRST, AbortCode.NOT_ADMITTED);

  private record Case(int members, Consumer<ContractFixture> call) {}

  private static final Map<AbortCode, Case> CASES = new EnumMap<>(AbortCode.class);

  private static void on(AbortCode code, int members, Consumer<ContractFixture> call) {
    CASES.put(code, new Case(members, call));
  }

  static {
    general();
    joining();
    leading();
    proposals();
    certificates();
    settling();
    exits();
    evidence();
    applying();
  }

  private static void general() {
    on(AbortCode.NO_CHANNEL, 4, f -> f.model.finalizeExit(f.now, 99));
    on(
        AbortCode.CLOSED,
        4,
        f -> {
          close(f);
          f.model.keepAlive(address(0), f.now, ID, new byte[0]);
        });
    on(
        AbortCode.EXIT_OPEN,
        4,
        f -> {
          f.model.openExit(address(0), f.now, ID, Optional.empty());
          f.model.expelDead(address(0), f.now, ID, address(1));
        });
    on(AbortCode.FORMING, 1, f -> f.model.reportWithheld(address(0), f.now, ID));
    on(AbortCode.NOT_MEMBER, 4, f -> f.model.keepAlive(address(9), f.now, ID, new byte[0]));
    on(AbortCode.TOO_LARGE, 4, f -> f.model.keepAlive(address(1), f.now, ID, new byte[513]));
    on(AbortCode.MALFORMED, 4, f -> f.model.join(address(5), f.now, ID, new byte[] {1}));
    on(AbortCode.WRONG_CAP, 4, f -> f.model.setLabels(new Capability(2), ID, List.of()));
    on(AbortCode.BAD_CONFIG, 4, f -> f.model.createConfig(f.config.withMembers(1, 2).encode()));
    on(AbortCode.NOTHING, 4, f -> f.model.takePayout(f.now, ID, address(0), f.coin));
    on(AbortCode.TIME_LEFT, 4, f -> f.model.releaseStake(f.now, ID, address(0)));
    on(
        AbortCode.RESERVED,
        4,
        f -> f.model.poolWithdrawRequest(address(0), f.now, f.coin, BigInteger.ONE, 1, 1));
  }

  private static void close(ContractFixture f) {
    f.model.openExit(address(0), f.now, ID, Optional.empty());
    f.now += WINDOW + 1;
    f.model.finalizeExit(f.now, ID);
  }

  private static void join(ContractFixture f, int caller, int joiner, Domain domain) {
    f.model.join(address(caller), f.now, ID, f.arguments(joiner, domain).encode());
  }

  private static void joining() {
    on(AbortCode.NOT_CALLER, 4, f -> join(f, 6, 5, f.genesis.domain()));
    on(AbortCode.ALREADY_MEMBER, 4, f -> join(f, 1, 1, f.genesis.domain()));
    on(
        AbortCode.BARRED,
        4,
        f -> {
          f.model.claimNoConfidence(
              address(1), f.now, ID, f.state().epoch(), proof(f, 0, 1, 2).encode());
          f.model.claimLeader(address(0), f.now, ID, f.state().epoch());
        });
    on(
        AbortCode.FULL,
        4,
        f -> {
          for (int i = 4; i <= 16; i++) {
            f.model.mint(address(i), f.coin, BigInteger.valueOf(1_000_000));
            f.join(i);
          }
        });
    on(
        AbortCode.KEY_REUSED,
        5,
        f -> {
          f.expel(4);
          f.join(4);
        });
    Domain other = new Domain(9, address(0), 1);
    on(AbortCode.BAD_POSSESSION, 4, f -> join(f, 5, 5, other));
    on(AbortCode.NO_STAKE, 4, f -> f.join(30));
    on(
        AbortCode.NO_FUNDS,
        4,
        f -> {
          f.model.mint(address(30), f.coin, BigInteger.valueOf(f.config.stake() + 1));
          f.join(30);
        });
    on(AbortCode.ALIVE, 4, f -> f.model.expelDead(address(0), f.now, ID, address(1)));
  }

  /** No confidence in {@code leader} by two members. */
  private static NoConfidenceProof proof(ContractFixture f, int leader, int one, int other) {
    return proof(f, leader, f.state().setVersion(), one, other);
  }

  private static NoConfidenceProof proof(
      ContractFixture f, int leader, long set, int one, int other) {
    long reign = 1;
    List<Signature> signatures = new ArrayList<>();
    for (int i : new int[] {one, other}) {
      NoConfidence said = new NoConfidence(f.genesis.domain(), address(leader), reign, set, i);
      signatures.add(f.key(i).sign(said.encode()));
    }
    return new NoConfidenceProof(address(leader), reign, set, 1L << one | 1L << other, signatures);
  }

  private static void leading() {
    on(AbortCode.NO_CANDIDATES, 4, f -> f.model.delegate(address(0), f.now, ID, address(1)));
    on(AbortCode.BAD_DELEGATE, 6, f -> f.model.delegate(address(0), f.now, ID, address(0)));
    on(
        AbortCode.CAP,
        6,
        f -> {
          f.model.delegate(address(0), f.now, ID, address(5));
          f.model.delegate(address(1), f.now, ID, address(5));
        });
    on(AbortCode.NO_DELEGATION, 4, f -> f.model.undelegate(address(0), f.now, ID));
    on(AbortCode.STALE_EPOCH, 4, f -> f.model.claimLeader(address(0), f.now, ID, 99));
    on(
        AbortCode.NOT_CANDIDATE,
        6,
        f -> f.model.claimLeader(address(5), f.now, ID, f.state().epoch()));
    on(
        AbortCode.LEADER_LIVE,
        4,
        f -> f.model.claimLeader(address(1), f.now, ID, f.state().epoch()));
    on(
        AbortCode.PRIORITY,
        4,
        f -> {
          punish(f);
          f.model.claimLeader(address(2), f.now, ID, f.state().epoch());
        });
    on(AbortCode.IS_LEADER, 2, f -> f.model.reportWithheld(address(0), f.now, ID));
    on(AbortCode.WRONG_SIZE, 4, f -> f.model.reportWithheld(address(1), f.now, ID));
    on(AbortCode.WRONG_REIGN, 4, f -> noConfidence(f, proof(f, 2, 1, 3)));
    on(AbortCode.TOO_FEW, 2, f -> noConfidence(f, proof(f, 0, 1, 1)));
    on(AbortCode.STALE_SET, 4, f -> noConfidence(f, proof(f, 0, 3, 1, 2)));
  }

  private static void noConfidence(ContractFixture f, NoConfidenceProof proof) {
    f.model.claimNoConfidence(address(1), f.now, ID, f.state().epoch(), proof.encode());
  }

  private static byte[] accusation(ContractFixture f, Reason reason) {
    BatchHeader header = draft(f, CheckpointKind.NONE).header();
    Signature signature = f.key(0).sign(AckStatement.of(header, header.hash()).encode());
    return new PunishmentProposal(
            f.genesis.domain(),
            address(0),
            header,
            signature,
            0,
            0,
            0,
            Bytes.EMPTY,
            List.of(),
            TxResult.NOTHING,
            List.of(),
            reason)
        .encode();
  }

  private static long accuse(ContractFixture f) {
    return f.model.createProposal(address(1), f.now, ID, 2, accusation(f, Reason.STATE));
  }

  private static long punish(ContractFixture f) {
    byte[] data = accusation(f, Reason.STATE);
    long number = f.model.createProposal(address(1), f.now, ID, 2, data);
    f.model.voteProposal(address(1), f.now, ID, number, 1);
    f.model.voteProposal(address(2), f.now, ID, number, 1);
    f.model.executeProposal(address(3), f.now, ID, number, data);
    return number;
  }

  private static void vote(ContractFixture f, int voter, long proposal, int option) {
    f.model.voteProposal(address(voter), f.now, ID, proposal, option);
  }

  private static void proposals() {
    on(AbortCode.BAD_TYPE, 4, f -> f.model.createProposal(address(1), f.now, ID, 3, new byte[0]));
    on(
        AbortCode.TOO_MANY,
        4,
        f -> {
          accuse(f);
          accuse(f);
        });
    on(AbortCode.NO_PROPOSAL, 4, f -> vote(f, 1, 99, 1));
    on(
        AbortCode.EXECUTED,
        4,
        f -> {
          byte[] data = accusation(f, Reason.STATE);
          f.model.executeProposal(address(3), f.now, ID, punish(f), data);
        });
    on(
        AbortCode.EXPIRED,
        4,
        f -> {
          long number = accuse(f);
          f.now += f.config.proposalTime() + 1;
          vote(f, 1, number, 1);
        });
    on(AbortCode.BAD_OPTION, 4, f -> vote(f, 1, accuse(f), 3));
    on(AbortCode.NO_WEIGHT, 4, f -> vote(f, 0, accuse(f), 1));
    on(
        AbortCode.VOTED,
        4,
        f -> {
          long number = accuse(f);
          vote(f, 1, number, 1);
          vote(f, 1, number, 1);
        });
    on(
        AbortCode.WRONG_DATA,
        4,
        f -> f.model.executeProposal(address(3), f.now, ID, accuse(f), new byte[1]));
    on(
        AbortCode.NOT_PASSED,
        4,
        f -> {
          byte[] data = accusation(f, Reason.STATE);
          f.model.executeProposal(address(3), f.now, ID, accuse(f), data);
        });
    on(
        AbortCode.NOT_ACCUSED,
        4,
        f -> f.model.createProposal(address(0), f.now, ID, 2, accusation(f, Reason.STATE)));
    on(
        AbortCode.WRONG_PROOF,
        4,
        f -> f.model.createProposal(address(1), f.now, ID, 2, accusation(f, Reason.TRANSACTION)));
  }

  private static ContractFixture.Draft draft(ContractFixture f, CheckpointKind kind) {
    return f.new Draft(f.payouts(kind, f.present.stream().mapToInt(i -> i).toArray()));
  }

  private static void settle(ContractFixture f, ContractFixture.Draft draft) {
    f.model.settle(address(1), f.now, ID, draft.signed(f.present, 0, 1, 2));
  }

  /** Settles a plain checkpoint that somebody has changed. */
  private static void onDraft(AbortCode code, Consumer<ContractFixture.Draft> change) {
    on(
        code,
        4,
        f -> {
          ContractFixture.Draft draft = draft(f, CheckpointKind.PLAIN);
          change.accept(draft);
          settle(f, draft);
        });
  }

  private static void onCertificate(
      AbortCode code, java.util.function.UnaryOperator<Certificate> change) {
    on(
        code,
        4,
        f -> {
          ContractFixture.Draft draft = draft(f, CheckpointKind.PLAIN);
          SettlementArguments good = draft.signed(f.present, 0, 1, 2);
          Certificate certificate =
              dev.sluice.codec.BcsReader.read(good.certificate(), Certificate::read);
          Settlement bad = new Settlement(draft.header(), change.apply(certificate), draft.payouts);
          f.model.settle(address(1), f.now, ID, SettlementArguments.of(bad));
        });
  }

  private static void certificates() {
    onDraft(AbortCode.FUTURE_EPOCH, d -> d.epoch++);
    onDraft(AbortCode.WRONG_CLAIM, d -> d.claim = hash(77));
    on(
        AbortCode.SMALL_SET,
        1,
        f ->
            f.model.settle(
                address(0), f.now, ID, draft(f, CheckpointKind.PLAIN).signed(f.present, 0)));
    on(
        AbortCode.VOID_SET,
        5,
        f -> {
          SettlementArguments old =
              draft(f, CheckpointKind.PLAIN).signed(List.of(0, 1, 2, 3, 4), 0, 1, 2, 3);
          f.expel(4);
          f.now += WINDOW + 1;
          f.model.settle(address(1), f.now, ID, old);
        });
    onDraft(AbortCode.NOT_CONFIRMING, d -> d.finalEpoch--);
    onDraft(AbortCode.OLD_HEIGHT, d -> d.finalHeight = 0);
    onCertificate(
        AbortCode.WRONG_STATEMENT,
        c -> {
          AckStatement s = c.statement();
          AckStatement changed =
              new AckStatement(
                  s.domain(),
                  s.claimId(),
                  s.epoch(),
                  s.batch() + 1,
                  s.setVersion(),
                  s.parentEpoch(),
                  s.parentHash(),
                  s.headerHash());
          return new Certificate(changed, c.signers(), c.signatures());
        });
    onCertificate(
        AbortCode.BAD_SIGNER, c -> new Certificate(c.statement(), 0b10_0011, c.signatures()));
    onCertificate(
        AbortCode.QUORUM,
        c -> new Certificate(c.statement(), 0b0011, c.signatures().subList(0, 2)));
    onCertificate(
        AbortCode.BAD_SIGNATURE, c -> new Certificate(c.statement(), 0b1110, c.signatures()));
    on(
        AbortCode.WRONG_PAYOUTS,
        4,
        f -> {
          SettlementArguments good = draft(f, CheckpointKind.PLAIN).signed(f.present, 0, 1, 2);
          byte[] other = f.payouts(CheckpointKind.PLAIN, 0, 1).encode();
          f.model.settle(
              address(1),
              f.now,
              ID,
              new SettlementArguments(good.header(), good.certificate(), other));
        });
    onPayouts(AbortCode.BAD_PAYOUTS, f -> List.of(entry(f, 0, 0)));
    onPayouts(AbortCode.UNKNOWN_ACCOUNT, f -> List.of(entry(f, 11, 1)));
    onPayouts(AbortCode.NOT_CONSERVED, f -> List.of(entry(f, 0, 1)));
  }

  private static PayoutList.Entry entry(ContractFixture f, int member, long amount) {
    return new PayoutList.Entry(address(member), f.coin, amount, false);
  }

  private static void onPayouts(
      AbortCode code, java.util.function.Function<ContractFixture, List<PayoutList.Entry>> made) {
    on(
        code,
        4,
        f -> {
          ContractFixture.Draft draft = draft(f, CheckpointKind.PLAIN);
          draft.payouts =
              new PayoutList(CheckpointKind.PLAIN, PayoutList.NOBODY, List.of(), made.apply(f));
          settle(f, draft);
        });
  }

  /** A plain checkpoint at {@code height} is settled. */
  private static void settled(ContractFixture f, long height, Hash netChange) {
    ContractFixture.Draft draft = draft(f, CheckpointKind.PLAIN);
    draft.finalHeight = height;
    draft.netChange = netChange;
    settle(f, draft);
  }

  private static void settling() {
    on(AbortCode.NOT_CHECKPOINT, 4, f -> settle(f, draft(f, CheckpointKind.NONE)));
    on(
        AbortCode.NOT_LOGGED,
        4,
        f -> {
          long before = f.state().seq();
          settled(f, 10, Hash.ZERO);
          ContractFixture.Draft draft = draft(f, CheckpointKind.PLAIN);
          draft.finalHeight = 20;
          draft.finalSeq = before;
          settle(f, draft);
        });
    onDraft(AbortCode.WRONG_BASE, d -> d.baseHeight = 5);
    on(
        AbortCode.APPLY_BACKLOG,
        4,
        f -> {
          for (int i = 1; i <= 5; i++) {
            settled(f, 10L * i, hash(50 + i));
          }
        });
    on(
        AbortCode.EXIT_HIGHER,
        4,
        f -> {
          ContractFixture.Draft draft = draft(f, CheckpointKind.CLOSE);
          draft.payouts =
              new PayoutList(
                  CheckpointKind.CLOSE,
                  PayoutList.NOBODY,
                  List.of(),
                  draft.payouts.entries().stream()
                      .map(e -> new PayoutList.Entry(e.account(), e.asset(), e.amount(), true))
                      .toList());
          f.model.openExit(address(0), f.now, ID, Optional.empty());
          settle(f, draft);
        });
    on(
        AbortCode.OLD_SET,
        7,
        f -> {
          SettlementArguments old =
              draft(f, CheckpointKind.PLAIN).signed(List.of(0, 1, 2, 3, 4, 5, 6), 0, 1, 2, 3, 4);
          f.expel(6);
          f.model.openExit(address(0), f.now, ID, Optional.empty());
          f.model.settle(address(1), f.now, ID, old);
        });
    on(
        AbortCode.CUT_OPEN,
        7,
        f -> {
          settledBySeven(f);
          f.expel(6);
          ContractFixture.Draft draft = sevenWithout(f);
          f.model.settle(address(1), f.now, ID, draft.signed(f.present, 0, 1, 2, 3, 4));
        });
    on(
        AbortCode.CUT_CONFLICT,
        7,
        f -> {
          settledBySeven(f);
          f.expel(6);
          f.now += WINDOW + 1;
          f.model.fixCut(address(1), f.now, ID, address(6));
          ContractFixture.Draft draft = sevenWithout(f);
          f.model.settle(address(1), f.now, ID, draft.signed(f.present, 0, 1, 2, 3, 4));
        });
  }

  /** A checkpoint of all seven, so that what follows is judged by their set. */
  private static void settledBySeven(ContractFixture f) {
    ContractFixture.Draft draft = draft(f, CheckpointKind.PLAIN);
    f.model.settle(address(1), f.now, ID, draft.signed(f.present, 0, 1, 2, 3, 4));
  }

  /** A checkpoint of the set after a removal that still lists everybody, and names no cut. */
  private static ContractFixture.Draft sevenWithout(ContractFixture f) {
    ContractFixture.Draft draft = f.new Draft(f.payouts(CheckpointKind.PLAIN, 0, 1, 2, 3, 4, 5, 6));
    draft.finalHeight = 20;
    return draft;
  }

  private static void exits() {
    on(AbortCode.NO_CUT, 4, f -> f.model.fixCut(address(1), f.now, ID, address(2)));
    on(
        AbortCode.NOT_HIGHER,
        4,
        f -> {
          SettlementArguments best = draft(f, CheckpointKind.NONE).signed(f.present, 0, 1, 2);
          f.model.openExit(address(0), f.now, ID, Optional.of(best));
          f.model.postExit(address(1), f.now, ID, best);
        });
    on(
        AbortCode.WINDOW_OPEN,
        4,
        f -> {
          f.model.openExit(address(0), f.now, ID, Optional.empty());
          f.model.finalizeExit(f.now, ID);
        });
    on(
        AbortCode.WINDOW_CLOSED,
        4,
        f -> {
          SettlementArguments best = draft(f, CheckpointKind.NONE).signed(f.present, 0, 1, 2);
          f.model.openExit(address(0), f.now, ID, Optional.empty());
          f.now += WINDOW + 1;
          f.model.postExit(address(1), f.now, ID, best);
        });
    on(AbortCode.NO_EXIT, 4, f -> f.model.finalizeExit(f.now, ID));
  }

  private static void post(ContractFixture f, long set, long batch, Hash one, Hash other) {
    Domain domain = f.genesis.domain();
    f.model.postEvidence(address(1), f.now, ID, evidence(f, domain, set, batch, one, other));
  }

  private static byte[] evidence(
      ContractFixture f, Domain domain, long set, long batch, Hash one, Hash other) {
    Hash claim = f.state().claimId();
    long epoch = f.state().epoch();
    AckStatement first = new AckStatement(domain, claim, epoch, batch, set, epoch, hash(5), one);
    AckStatement second = new AckStatement(domain, claim, epoch, batch, set, epoch, hash(5), other);
    return new Evidence(
            first, f.key(3).sign(first.encode()), second, f.key(3).sign(second.encode()), 3)
        .encode();
  }

  private static void evidence() {
    on(
        AbortCode.WRONG_DOMAIN,
        4,
        f ->
            f.model.postEvidence(
                address(1),
                f.now,
                ID,
                evidence(f, new Domain(9, address(0), 1), 4, 7, hash(1), hash(2))));
    on(AbortCode.NO_OFFENCE, 4, f -> post(f, 4, 7, hash(1), hash(1)));
    on(AbortCode.UNKNOWN_SET, 4, f -> post(f, 44, 7, hash(1), hash(2)));
    on(
        AbortCode.KNOWN,
        7,
        f -> {
          byte[] twice =
              evidence(f, f.genesis.domain(), f.state().setVersion(), 7, hash(1), hash(2));
          f.model.postEvidence(address(1), f.now, ID, twice);
          f.model.postEvidence(address(1), f.now, ID, twice);
        });
  }

  private static void applying() {
    NetChangePage page = new NetChangePage(0, List.of());
    Hash root = MerkleTree.root(HashFunction.H, List.of(page));
    Capability capability = new Capability(ID);
    on(
        AbortCode.WRONG_PAGE,
        4,
        f -> {
          settled(f, 10, root);
          f.model.beginSettlement(capability, ID, 1, page.encode(), List.of(), 1);
        });
    on(
        AbortCode.BUSY,
        4,
        f -> {
          settled(f, 10, root);
          f.model.beginSettlement(capability, ID, 0, page.encode(), List.of(), 1);
          f.model.beginSettlement(capability, ID, 0, page.encode(), List.of(), 1);
        });
    on(
        AbortCode.NOT_APPLIED,
        4,
        f -> {
          settled(f, 10, root);
          close(f);
          f.model.takeState(capability, ID);
        });
    on(AbortCode.NOT_CLOSED, 4, f -> f.model.takeState(capability, ID));
    on(AbortCode.STILL_MEMBER, 4, f -> f.model.takeAssets(ID, address(0)));
  }

  private static Set<AbortCode> codes() {
    return CASES.keySet();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void endsIn(AbortCode code) {
    Case shown = CASES.get(code);
    ContractFixture f = new ContractFixture(shown.members());
    assertThat(ContractFixture.abort(() -> shown.call().accept(f))).contains(code);
  }

  @Test
  void leavesOutNoCode() {
    Set<AbortCode> all = EnumSet.copyOf(CASES.keySet());
    all.addAll(UNREACHABLE);
    all.addAll(ELSEWHERE);
    assertThat(all).containsExactly(AbortCode.values());
  }
}
