/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import static dev.sluice.testkit.channel.cases.Scene.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.object.Signature;
import java.util.List;

/** Settlement by certificate: replays, foreign and old sets, and every check of a certificate. */
final class CertificateCases {
  private static final List<Integer> FOUR = List.of(0, 1, 2, 3);

  private CertificateCases() {}

  static List<ContractCase> all() {
    return List.of(
        new ContractCase("a settlement is settled once", CertificateCases::replay),
        new ContractCase("certificates of elsewhere", CertificateCases::foreign),
        new ContractCase("epochs and claims", CertificateCases::epochs),
        new ContractCase("signers", CertificateCases::signers),
        new ContractCase("statements and headers", CertificateCases::statements),
        new ContractCase("payout lists", CertificateCases::payouts),
        new ContractCase("bytes that do not decode", CertificateCases::bytes),
        new ContractCase("checkpoints, log and base", CertificateCases::order),
        new ContractCase("a certificate of before a join", CertificateCases::beforeJoin),
        new ContractCase("a certificate of before a leave", CertificateCases::beforeLeave),
        new ContractCase("a small set", CertificateCases::small),
        new ContractCase("who may settle", CertificateCases::anybody));
  }

  private static Draft draft(Scene s, long height) {
    return s.draft(height, s.even(CheckpointKind.PLAIN, 0, 1, 2, 3));
  }

  private static ChannelCommand settle(Draft draft, int... signers) {
    return new ChannelCommand.Settle(ID, draft.signed(FOUR, signers));
  }

  private static void refused(Scene s, AbortCode code, Draft draft) {
    s.refuses(code, 1, settle(draft, 0, 1, 2));
  }

  private static void replay(Scene s) {
    s.open(Terms.OPEN, 4);
    ChannelCommand settle = settle(draft(s, 5), 0, 1, 2);
    s.must(1, settle);
    s.refuses(AbortCode.OLD_HEIGHT, 1, settle);
    s.must(1, settle(draft(s, 6), 1, 2, 3));
    s.refuses(AbortCode.OLD_HEIGHT, 1, settle);
  }

  private static void foreign(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = draft(s, 5);
    Domain own = draft.domain;
    draft.domain = new Domain(own.chainId() + 1, own.contract(), ID);
    refused(s, AbortCode.WRONG_DOMAIN, draft);
    draft.domain = new Domain(own.chainId(), AccountAddress.of(77), ID);
    refused(s, AbortCode.WRONG_DOMAIN, draft);
    draft.domain = new Domain(own.chainId(), own.contract(), 2);
    refused(s, AbortCode.WRONG_DOMAIN, draft);
    draft.domain = own;
    s.refuses(AbortCode.NO_CHANNEL, 1, new ChannelCommand.Settle(2, draft.signed(FOUR, 0, 1, 2)));
    s.refuses(
        AbortCode.BAD_SIGNATURE,
        1,
        new ChannelCommand.Settle(ID, draft.signed(List.of(5, 6, 7, 8), 0, 1, 2)));
    s.must(1, settle(draft, 0, 1, 2));
  }

  private static void epochs(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = draft(s, 5);
    draft.epoch = 5;
    refused(s, AbortCode.FUTURE_EPOCH, draft);
    draft.epoch = 0;
    refused(s, AbortCode.FUTURE_EPOCH, draft);
    draft.epoch = 3;
    refused(s, AbortCode.WRONG_CLAIM, draft);
    draft.epoch = 4;
    draft.claim = Draft.hash("claim");
    refused(s, AbortCode.WRONG_CLAIM, draft);
    draft.claim = s.state().claimId();
    draft.set = 3;
    refused(s, AbortCode.WRONG_CLAIM, draft);
    draft.set = 4;
    draft.finalEpoch = 3;
    refused(s, AbortCode.NOT_CONFIRMING, draft);
    draft.finalEpoch = 4;
    draft.finalHeight = 0;
    refused(s, AbortCode.OLD_HEIGHT, draft);
  }

  private static void signers(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = draft(s, 5);
    Settlement good = draft.certified(FOUR, 0, 1, 2);
    Certificate c = good.certificate();
    s.refuses(AbortCode.QUORUM, 1, settle(draft, 0, 1));
    s.refuses(AbortCode.QUORUM, 1, settle(draft, 0, 1, 2, 3));
    certified(
        s, AbortCode.BAD_SIGNER, good, new Certificate(c.statement(), 0b10011, c.signatures()));
    certified(s, AbortCode.QUORUM, good, new Certificate(c.statement(), 0b0011, c.signatures()));
    certified(
        s,
        AbortCode.QUORUM,
        good,
        new Certificate(c.statement(), 0b0111, c.signatures().subList(0, 2)));
    certified(
        s, AbortCode.BAD_SIGNATURE, good, new Certificate(c.statement(), 0b1011, c.signatures()));
    List<Signature> twice =
        List.of(c.signatures().get(0), c.signatures().get(0), c.signatures().get(2));
    certified(s, AbortCode.BAD_SIGNATURE, good, new Certificate(c.statement(), 0b0111, twice));
    List<Signature> reversed =
        List.of(c.signatures().get(2), c.signatures().get(1), c.signatures().get(0));
    certified(s, AbortCode.BAD_SIGNATURE, good, new Certificate(c.statement(), 0b0111, reversed));
    byte[] spoiled = c.signatures().get(1).toArray();
    spoiled[40] ^= 1;
    List<Signature> bad =
        List.of(c.signatures().get(0), Signature.of(spoiled), c.signatures().get(2));
    certified(s, AbortCode.BAD_SIGNATURE, good, new Certificate(c.statement(), 0b0111, bad));
    s.must(1, new ChannelCommand.Settle(ID, Draft.encode(good)));
  }

  private static void certified(Scene s, AbortCode code, Settlement good, Certificate certificate) {
    s.refuses(
        code,
        1,
        new ChannelCommand.Settle(
            ID, Draft.encode(new Settlement(good.header(), certificate, good.payouts()))));
  }

  private static void statements(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = draft(s, 5);
    Settlement good = draft.certified(FOUR, 0, 1, 2);
    Draft other = draft(s, 5);
    other.root = Draft.hash("other");
    s.refuses(
        AbortCode.WRONG_STATEMENT,
        1,
        new ChannelCommand.Settle(
            ID, Draft.encode(new Settlement(other.header(), good.certificate(), good.payouts()))));
    other.payouts =
        new PayoutList(
            CheckpointKind.PLAIN, PayoutList.NOBODY, List.of(), List.of(s.entry(0, 400, false)));
    s.refuses(
        AbortCode.WRONG_PAYOUTS,
        1,
        new ChannelCommand.Settle(
            ID, Draft.encode(new Settlement(good.header(), good.certificate(), other.payouts))));
  }

  private static void payouts(Scene s) {
    s.open(Terms.OPEN, 4);
    CheckpointKind plain = CheckpointKind.PLAIN;
    listed(s, AbortCode.NOT_CONSERVED, plain, s.entry(0, 100, false));
    listed(s, AbortCode.NOT_CONSERVED, plain, s.entry(0, 401, false));
    listed(s, AbortCode.NOT_CONSERVED, plain, s.entry(0, -1, false), s.entry(1, 401, false));
    listed(s, AbortCode.UNKNOWN_ACCOUNT, plain, s.entry(0, 300, false), s.entry(8, 100, false));
    listed(s, AbortCode.BAD_PAYOUTS, plain, s.entry(1, 300, false), s.entry(0, 100, false));
    listed(s, AbortCode.BAD_PAYOUTS, plain, s.entry(1, 300, false), s.entry(1, 100, false));
    listed(s, AbortCode.BAD_PAYOUTS, plain, s.entry(0, 400, false), s.entry(1, 0, false));
    listed(s, AbortCode.BAD_PAYOUTS, CheckpointKind.CLOSE, s.entry(0, 400, false));
    listed(s, AbortCode.BAD_PAYOUTS, CheckpointKind.LEAVE, s.entry(0, 400, true));
    listed(s, AbortCode.NOT_CONSERVED, plain);
    Hash asset = Draft.hash("another coin");
    listed(
        s,
        AbortCode.NOT_CONSERVED,
        plain,
        new PayoutList.Entry(s.ground().accounts().get(0), asset, 400, false));
    Draft leave = draft(s, 5);
    leave.payouts =
        new PayoutList(
            CheckpointKind.LEAVE,
            s.ground().accounts().get(0),
            List.of(),
            List.of(s.entry(0, 400, false)));
    refused(s, AbortCode.BAD_PAYOUTS, leave);
  }

  private static void listed(
      Scene s, AbortCode code, CheckpointKind kind, PayoutList.Entry... entries) {
    Draft draft = draft(s, 5);
    draft.payouts = new PayoutList(kind, PayoutList.NOBODY, List.of(), List.of(entries));
    refused(s, code, draft);
  }

  private static void bytes(Scene s) {
    s.open(Terms.OPEN, 4);
    byte[] good = draft(s, 5).signed(FOUR, 0, 1, 2).toArray();
    for (int at : new int[] {0, 531, 531 + 217 + 3 * 64}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      s.refuses(AbortCode.MALFORMED, 1, new ChannelCommand.Settle(ID, Bytes.of(bad)));
    }
    for (int length : new int[] {0, 530, 531, 700, good.length - 1}) {
      s.refuses(
          AbortCode.MALFORMED,
          1,
          new ChannelCommand.Settle(ID, Bytes.copyOfRange(good, 0, length)));
    }
    s.refuses(
        AbortCode.MALFORMED,
        1,
        new ChannelCommand.Settle(ID, Bytes.of(java.util.Arrays.copyOf(good, good.length + 1))));
  }

  private static void order(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = draft(s, 5);
    draft.payouts = s.even(CheckpointKind.NONE, 0, 1, 2, 3);
    refused(s, AbortCode.NOT_CHECKPOINT, draft);
    draft = draft(s, 5);
    draft.baseHeight = 3;
    refused(s, AbortCode.WRONG_BASE, draft);
    draft.baseHeight = 0;
    draft.baseRoot = Draft.hash("other");
    refused(s, AbortCode.WRONG_BASE, draft);
    s.must(1, settle(draft(s, 5), 0, 1, 2));
    draft = draft(s, 6);
    draft.finalSeq--;
    refused(s, AbortCode.NOT_LOGGED, draft);
    draft = draft(s, 6);
    draft.baseHeight = 0;
    refused(s, AbortCode.WRONG_BASE, draft);
    s.must(1, settle(draft(s, 6), 0, 1, 2));
  }

  private static void beforeJoin(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = draft(s, 5);
    s.join(4);
    s.must(1, settle(draft, 0, 1, 2));
    assertThat(s.state().settlerSet()).isEqualTo(4);
    assertThat(s.state().escrow()).isEqualTo(500);
  }

  private static void beforeLeave(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft old = draft(s, 9);
    Draft leave = draft(s, 5);
    leave.payouts =
        new PayoutList(
            CheckpointKind.LEAVE,
            s.ground().accounts().get(3),
            List.of(),
            List.of(
                s.entry(0, 100, false),
                s.entry(1, 100, false),
                s.entry(2, 100, false),
                s.entry(3, 100, true)));
    s.must(1, settle(leave, 0, 1, 2));
    assertThat(s.present()).containsExactly(0, 1, 2);
    old.finalSeq = s.state().seq();
    old.baseHeight = 5;
    old.baseRoot = s.state().settledRoot();
    old.payouts = s.even(CheckpointKind.PLAIN, 0, 1, 2);
    refused(s, AbortCode.OLD_SET, old);
    s.must(1, s.settling(s.draft(9, s.even(CheckpointKind.PLAIN, 0, 1, 2))));
  }

  private static void small(Scene s) {
    s.open(Terms.OPEN.sized(3, 9), 2);
    Draft draft = s.draft(5, s.even(CheckpointKind.PLAIN, 0, 1));
    s.refuses(
        AbortCode.SMALL_SET, 1, new ChannelCommand.Settle(ID, draft.signed(List.of(0, 1), 0, 1)));
    assertThat(s.state().phase()).isEqualTo(1);
    s.join(2);
    assertThat(s.state().phase()).isEqualTo(2);
  }

  private static void anybody(Scene s) {
    s.open(Terms.OPEN, 4);
    long heartbeat = s.state().heartbeats().get(1);
    s.pass(100);
    s.must(9, settle(draft(s, 5), 0, 1, 2));
    assertThat(s.state().heartbeats().get(1)).isEqualTo(heartbeat);
    s.must(1, settle(draft(s, 6), 0, 1, 2));
    assertThat(s.state().heartbeats().get(1)).isEqualTo(s.now());
  }
}
