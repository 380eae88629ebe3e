/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.testkit.channel.contract.ChannelState.Cut;
import dev.sluice.testkit.channel.contract.ChannelState.EpochRecord;
import dev.sluice.testkit.channel.contract.ChannelState.Posted;
import dev.sluice.testkit.channel.contract.ChannelState.SetRecord;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Checks K1 to K15 of section 10.3, and what else settlements and exits share. */
final class CertificateChecks {
  /** A header and its hash that passed, with the list it stands for. */
  record Checked(BatchHeader header, Hash headerHash, PayoutList payouts) {
    Posted posted() {
      return Posted.of(header, headerHash, payouts);
    }
  }

  /** A payout list stays under 16 KiB (section 2.6). */
  private static final int MAX_PAYOUT_BYTES = 16_384;

  private static final int MAX_CERTIFICATE_BYTES = 217 + 64 * Bounds.MAX_MEMBERS;

  private final Set<ContractSwitch> off;
  private final SignatureVerifier verifier;

  CertificateChecks(Set<ContractSwitch> off, SignatureVerifier verifier) {
    this.off = off;
    this.verifier = verifier;
  }

  /** D of section 10.1. */
  static <T> T decode(byte[] bytes, int bound, Function<BcsReader, T> reader) {
    require(bytes.length <= bound, AbortCode.TOO_LARGE);
    try {
      return BcsReader.read(bytes, reader);
    } catch (CodecException e) {
      throw new ContractAbort(AbortCode.MALFORMED);
    }
  }

  Checked check(ChannelState c, long now, SettlementArguments arguments) {
    BatchHeader header = decode(arguments.header(), BatchHeader.LENGTH, BatchHeader::read);
    Certificate certificate =
        decode(arguments.certificate(), MAX_CERTIFICATE_BYTES, Certificate::read);
    PayoutList payouts = decode(arguments.payouts(), MAX_PAYOUT_BYTES, PayoutList::read);
    require(
        header.version() == BatchHeader.VERSION && header.domain().equals(c.domain),
        AbortCode.WRONG_DOMAIN);
    require(header.epoch() >= 1 && header.epoch() <= c.epoch, AbortCode.FUTURE_EPOCH);
    EpochRecord epoch = c.epochs.get(header.epoch());
    require(
        header.setVersion() == epoch.setVersion() && header.claimId().equals(epoch.claimId()),
        AbortCode.WRONG_CLAIM);
    SetRecord set = c.sets.get(epoch.setVersion());
    require(set.size() >= c.config.minSigners(), AbortCode.SMALL_SET);
    Hash headerHash = header.hash();
    require(!isVoid(c, now, set, headerHash), AbortCode.VOID_SET);
    require(
        header.isConfirming() || off.contains(ContractSwitch.CONFIRMING_ONLY),
        AbortCode.NOT_CONFIRMING);
    require(header.finality().height() > c.settledHeight, AbortCode.OLD_HEIGHT);
    AckStatement statement = AckStatement.of(header, headerHash);
    require(certificate.statement().equals(statement), AbortCode.WRONG_STATEMENT);
    require(
        set.size() == Long.SIZE || certificate.signers() >>> set.size() == 0, AbortCode.BAD_SIGNER);
    require(
        Long.bitCount(certificate.signers()) == set.quorum
            && certificate.signatures().size() == set.quorum,
        AbortCode.QUORUM);
    checkSignatures(statement.encode(), certificate.signers(), certificate.signatures(), set);
    require(
        HashFunction.H.hash(arguments.payouts()).equals(header.finality().payoutRoot()),
        AbortCode.WRONG_PAYOUTS);
    require(payouts.kind() == header.finality().kind(), AbortCode.BAD_PAYOUTS);
    checkForm(payouts);
    conserved(c, payouts, header.finality().seq());
    return new Checked(header, headerHash, payouts);
  }

  private boolean isVoid(ChannelState c, long now, SetRecord set, Hash headerHash) {
    return set.voidAt != 0
        && now > set.voidAt
        && c.cuts.stream().noneMatch(cut -> cut.postedHeader.equals(headerHash))
        && !off.contains(ContractSwitch.VOID_SETS);
  }

  /** Signatures of the members whose bits are set, in ascending order. */
  void checkSignatures(byte[] message, long signers, List<Signature> signatures, SetRecord set) {
    int next = 0;
    for (int i = 0; i < set.size(); i++) {
      if ((signers >>> i & 1) == 1) {
        Key key = set.members.get(i).memberKey();
        require(verifier.isValid(key, message, signatures.get(next++)), AbortCode.BAD_SIGNATURE);
      }
    }
  }

  boolean isValid(Key key, byte[] message, Signature signature) {
    return verifier.isValid(key, message, signature);
  }

  /** K14 without the comparison of kinds. */
  static void checkForm(PayoutList payouts) {
    boolean good = true;
    for (int i = 0; i < payouts.entries().size(); i++) {
      PayoutList.Entry entry = payouts.entries().get(i);
      good &= entry.amount() != 0;
      good &= payouts.kind() != CheckpointKind.CLOSE || entry.release();
      if (payouts.kind() == CheckpointKind.LEAVE && entry.account().equals(payouts.subject())) {
        good &= entry.release();
      }
      if (i > 0) {
        PayoutList.Entry before = payouts.entries().get(i - 1);
        int order = before.account().compareTo(entry.account());
        good &= order < 0 || (order == 0 && before.asset().compareTo(entry.asset()) < 0);
      }
    }
    for (int i = 1; i < payouts.cuts().size(); i++) {
      good &= payouts.cuts().get(i - 1).removalSet() < payouts.cuts().get(i).removalSet();
    }
    boolean hasSubject = !payouts.subject().equals(PayoutList.NOBODY);
    good &= hasSubject == (payouts.kind() == CheckpointKind.LEAVE);
    require(good, AbortCode.BAD_PAYOUTS);
  }

  /** The entries of {@code payouts} that are still in the escrow, if money is conserved. */
  static List<PayoutList.Entry> conserved(ChannelState c, PayoutList payouts, long finalSeq) {
    for (PayoutList.Entry entry : payouts.entries()) {
      require(c.everJoined.containsKey(entry.account()), AbortCode.UNKNOWN_ACCOUNT);
    }
    List<PayoutList.Entry> entries = payouts.entries();
    if (finalSeq < c.lastSettleOp) {
      require(entries.containsAll(c.lastReleased), AbortCode.BAD_PAYOUTS);
      entries = entries.stream().filter(e -> !c.lastReleased.contains(e)).toList();
    }
    Map<Hash, BigInteger> sums = new HashMap<>();
    entries.forEach(e -> Money.add(sums, e.asset(), Money.of(e.amount())));
    c.allocation.forEach(e -> Money.add(sums, e.asset(), Money.of(e.amount()).negate()));
    c.deposits.stream()
        .filter(d -> d.seq() <= finalSeq)
        .forEach(d -> Money.add(sums, d.asset(), d.amount().negate()));
    require(sums.values().stream().allMatch(s -> s.signum() == 0), AbortCode.NOT_CONSERVED);
    return entries;
  }

  /** Whether no set above {@code set} was made by a removal or a leave. */
  static boolean presentPath(ChannelState c, long set) {
    return c.sets.tailMap(set, false).values().stream().noneMatch(s -> s.removal || s.leave);
  }

  boolean cutConflict(ChannelState c, long set, long finalSeq, PayoutList payouts) {
    return !off.contains(ContractSwitch.CUT)
        && c.cuts.stream()
            .anyMatch(
                cut ->
                    cut.removalSet <= set
                        && cut.seq <= finalSeq
                        && payouts.cuts().stream()
                            .noneMatch(
                                e ->
                                    e.member().equals(cut.member)
                                        && e.removalSet() == cut.removalSet
                                        && e.height() >= cut.postedHeight));
  }

  /** S8: whether a cut that concerns {@code set} is not fixed. */
  boolean cutOpen(ChannelState c, long set) {
    return !off.contains(ContractSwitch.CUT)
        && c.cuts.stream().anyMatch(cut -> cut.removalSet <= set && !cut.fixed);
  }

  static boolean names(PayoutList payouts, Cut cut) {
    return payouts.cuts().stream()
        .anyMatch(e -> e.member().equals(cut.member) && e.removalSet() == cut.removalSet);
  }
}
