/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import static dev.sluice.testkit.channel.cases.Scene.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.PunishmentProposal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of offences, by number of members. */
final class SanctionCases {

  private SanctionCases() {}

  static List<ContractCase> all() {
    List<ContractCase> all = new ArrayList<>();
    for (int members = 1; members <= 5; members++) {
      int n = members;
      all.add(new ContractCase("two results, " + n + " members", s -> twice(s, n, n - 1)));
      all.add(new ContractCase("two results by the leader of " + n, s -> twice(s, n, 0)));
      all.add(new ContractCase("withheld among " + n, s -> withheld(s, n)));
      all.add(new ContractCase("silence among " + n, s -> silence(s, n)));
      all.add(new ContractCase("wrong results among " + n, s -> wrong(s, n)));
    }
    all.add(new ContractCase("evidence refused", SanctionCases::noEvidence));
    all.add(new ContractCase("evidence of what left", SanctionCases::gone));
    all.add(new ContractCase("evidence while an exit is open", SanctionCases::exiting));
    all.add(new ContractCase("accusation refused", SanctionCases::noAccusation));
    return all;
  }

  private static Bytes twice(Scene s, int account, int index, long height) {
    Draft one = s.draft(height, PayoutList.EMPTY);
    Draft two = s.draft(height, PayoutList.EMPTY);
    two.root = Draft.hash("other");
    return Bytes.of(s.cast().evidence(one.header(), two.header(), account, index).encode());
  }

  private static void twice(Scene s, int n, int account) {
    s.open(Terms.OPEN, n);
    s.must(9, new ChannelCommand.PostEvidence(ID, twice(s, account, account, 5)));
    long fine = n >= 3 ? Terms.FINE : 0;
    assertThat(s.state().reservations().get(account)).isEqualTo(Terms.STAKE - fine);
    assertThat(s.state().payable().get(9)).isEqualTo(n >= 3 ? Terms.REFUND : 0);
    assertThat(s.state().barredUntil().get(account)).isEqualTo(s.now() + Terms.BAR);
    if (n == 1) {
      assertThat(s.state().phase()).isEqualTo(1);
      return;
    }
    assertThat(s.present()).doesNotContain(account);
    assertThat(s.state().phase()).isEqualTo(n == 2 ? 3 : 2);
    s.refuses(
        AbortCode.KNOWN, 8, new ChannelCommand.PostEvidence(ID, evidenceOfSet(s, account, n)));
  }

  /** Of the set in which the account still was. */
  private static Bytes evidenceOfSet(Scene s, int account, int n) {
    Draft one = s.draft(7, PayoutList.EMPTY);
    one.set = n;
    Draft two = s.draft(7, PayoutList.EMPTY);
    two.set = n;
    two.root = Draft.hash("other");
    return Bytes.of(s.cast().evidence(one.header(), two.header(), account, account).encode());
  }

  private static void withheld(Scene s, int n) {
    s.open(Terms.OPEN, n);
    ChannelCommand report = new ChannelCommand.ReportWithheld(ID);
    if (n == 1) {
      s.refuses(AbortCode.FORMING, 0, report);
      return;
    }
    s.refuses(n == 2 ? AbortCode.IS_LEADER : AbortCode.WRONG_SIZE, 0, report);
    if (n > 2) {
      return;
    }
    s.refuses(AbortCode.NOT_MEMBER, 5, report);
    s.must(1, report);
    assertThat(s.state().phase()).isEqualTo(3);
    assertThat(s.state().reservations().get(0)).isEqualTo(Terms.STAKE);
    s.refuses(AbortCode.EXIT_OPEN, 1, report);
  }

  private static void silence(Scene s, int n) {
    s.open(Terms.OPEN, n);
    s.pass(Terms.EXPEL + 1);
    ChannelCommand expel = new ChannelCommand.ExpelDead(ID, s.ground().address(0));
    if (n == 1) {
      s.refuses(AbortCode.FORMING, 0, expel);
      return;
    }
    s.must(1, expel);
    assertThat(s.state().reservations().get(0)).isEqualTo(Terms.STAKE);
    assertThat(s.state().barredUntil().get(0)).isZero();
    assertThat(s.state().phase()).isEqualTo(n == 2 ? 3 : 2);
  }

  private static void wrong(Scene s, int n) {
    s.open(Terms.OPEN, n);
    Bytes data =
        Bytes.of(s.cast().accusation(s.draft(5, PayoutList.EMPTY).header(), 0, 0).encode());
    ChannelCommand propose = new ChannelCommand.Propose(ID, 2, data);
    if (n == 1) {
      s.refuses(AbortCode.FORMING, 0, propose);
      return;
    }
    s.refuses(AbortCode.NOT_ACCUSED, 0, propose);
    s.must(1, propose);
    s.refuses(AbortCode.TOO_MANY, 1, propose);
    s.refuses(AbortCode.NO_WEIGHT, 0, new ChannelCommand.Vote(ID, 1, 0));
    int needed = Math.max(n == 2 ? 1 : 2, (n - 1) / 2 + 1);
    for (int i = 1; i <= Math.min(needed, n - 1); i++) {
      s.must(i, new ChannelCommand.Vote(ID, 1, 1));
    }
    s.must(1, new ChannelCommand.Execute(ID, 1, data));
    assertThat(s.present()).doesNotContain(0);
    assertThat(s.state().barredUntil().get(0)).isEqualTo(s.now() + Terms.BAR);
    assertThat(s.state().payable().get(1)).isEqualTo(n >= 3 ? Terms.REFUND : 0);
    s.refuses(n == 2 ? AbortCode.EXIT_OPEN : AbortCode.NOT_MEMBER, 0, propose);
  }

  private static void noEvidence(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft one = s.draft(5, PayoutList.EMPTY);
    Draft two = s.draft(5, PayoutList.EMPTY);
    refused(s, AbortCode.NO_OFFENCE, one, two, 1, 1);
    two.root = Draft.hash("other");
    refused(s, AbortCode.BAD_SIGNER, one, two, 1, 4);
    refused(s, AbortCode.BAD_SIGNATURE, one, two, 1, 2);
    two.batch++;
    two.parentEpoch = 1;
    refused(s, null, one, two, 1, 1);
    two.batch = one.batch;
    two.claim = Draft.hash("claim");
    refused(s, AbortCode.NO_OFFENCE, one, two, 2, 2);
    two.claim = one.claim;
    two.epoch++;
    refused(s, AbortCode.NO_OFFENCE, one, two, 2, 2);
    two.epoch--;
    two.domain = new Domain(s.ground().chainId(), s.ground().contract(), 2);
    refused(s, AbortCode.WRONG_DOMAIN, one, two, 2, 2);
    two.domain = s.domain();
    two.set = 9;
    refused(s, AbortCode.UNKNOWN_SET, one, two, 2, 2);
    one.set = 9;
    refused(s, AbortCode.UNKNOWN_SET, one, two, 2, 2);
    s.refuses(AbortCode.MALFORMED, 2, new ChannelCommand.PostEvidence(ID, Bytes.of(new byte[512])));
  }

  /** Evidence with this verdict; null = taken. */
  private static void refused(
      Scene s, @Nullable AbortCode code, Draft one, Draft two, int account, int index) {
    Evidence evidence = s.cast().evidence(one.header(), two.header(), account, index);
    ChannelCommand post = new ChannelCommand.PostEvidence(ID, Bytes.of(evidence.encode()));
    if (code == null) {
      s.must(3, post);
    } else {
      s.refuses(code, 3, post);
    }
  }

  /** Who was removed is fined for what it signed before, while its stake is there. */
  private static void gone(Scene s) {
    s.open(Terms.OPEN, 5);
    Bytes evidence = twice(s, 4, 4, 5);
    s.expel(1, 4);
    long set = s.state().setVersion();
    s.must(2, new ChannelCommand.PostEvidence(ID, evidence));
    assertThat(s.state().setVersion()).isEqualTo(set);
    assertThat(s.state().reservations().get(4)).isEqualTo(Terms.STAKE - Terms.FINE);
  }

  private static void exiting(Scene s) {
    s.open(Terms.OPEN, 4);
    s.must(1, new ChannelCommand.OpenExit(ID, Optional.empty()));
    s.must(2, new ChannelCommand.PostEvidence(ID, twice(s, 3, 3, 5)));
    assertThat(s.present()).contains(3);
    assertThat(s.state().reservations().get(3)).isEqualTo(Terms.STAKE - Terms.FINE);
  }

  private static void noAccusation(Scene s) {
    s.open(Terms.OPEN, 4);
    Draft draft = s.draft(5, PayoutList.EMPTY);
    accused(s, AbortCode.NOT_ACCUSED, s.cast().accusation(draft.header(), 1, 1));
    accused(s, AbortCode.NOT_ACCUSED, s.cast().accusation(draft.header(), 7, 0));
    PunishmentProposal good = s.cast().accusation(draft.header(), 0, 0);
    accused(s, AbortCode.BAD_SIGNATURE, with(good, s.cast().accusation(draft.header(), 1, 1)));
    draft.claim = Draft.hash("claim");
    accused(s, AbortCode.WRONG_CLAIM, s.cast().accusation(draft.header(), 0, 0));
    draft.epoch = 99;
    accused(s, AbortCode.FUTURE_EPOCH, s.cast().accusation(draft.header(), 0, 0));
    draft.domain = new Domain(5, s.ground().contract(), ID);
    accused(s, AbortCode.WRONG_DOMAIN, s.cast().accusation(draft.header(), 0, 0));
    s.refuses(AbortCode.MALFORMED, 2, new ChannelCommand.Propose(ID, 2, Bytes.of(new byte[700])));
  }

  private static PunishmentProposal with(PunishmentProposal p, PunishmentProposal other) {
    return new PunishmentProposal(
        p.domain(),
        p.accused(),
        p.header(),
        other.signature(),
        p.index(),
        p.position(),
        p.count(),
        p.transaction(),
        p.transactionProof(),
        p.result(),
        p.resultProof(),
        p.reason());
  }

  private static void accused(Scene s, AbortCode code, PunishmentProposal proposal) {
    s.refuses(code, 2, new ChannelCommand.Propose(ID, 2, Bytes.of(proposal.encode())));
  }
}
