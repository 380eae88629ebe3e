/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.object.SettlementProposal;
import dev.sluice.consensus.api.object.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A header under construction: of the present epoch, on what is settled, unless told otherwise. */
public final class Draft {
  private final Cast cast;
  private final long time;
  Domain domain;
  long set;
  long epoch;
  Hash claim;
  long batch;
  long parentEpoch;
  long chainSeq;
  long finalEpoch;
  long finalBatch;
  long finalHeight;
  long finalSeq;
  Hash root;
  long baseHeight;
  Hash baseRoot;
  Hash netChange = Hash.ZERO;
  PayoutList payouts;

  /** A draft that settles {@code payouts} at {@code height}. */
  public Draft(Cast cast, Domain domain, Glance state, long time, long height, PayoutList payouts) {
    this.cast = cast;
    this.domain = domain;
    this.time = time;
    this.payouts = payouts;
    set = state.setVersion();
    epoch = state.epoch();
    claim = state.claimId();
    batch = height + 1;
    parentEpoch = epoch;
    chainSeq = state.seq();
    finalEpoch = epoch;
    finalBatch = height;
    finalHeight = height;
    finalSeq = state.seq();
    root = hash("root " + height);
    baseHeight = state.settledHeight();
    baseRoot = state.settledRoot();
  }

  /** A hash of a text. */
  public static Hash hash(String text) {
    return HashFunction.H.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  /** With changes to be applied. */
  public Draft changing(Hash netChangeRoot) {
    netChange = netChangeRoot;
    return this;
  }

  /** The header. */
  public BatchHeader header() {
    return new BatchHeader(
        BatchHeader.VERSION,
        domain,
        set,
        epoch,
        claim,
        batch,
        parentEpoch,
        finalHeight + 1,
        finalHeight,
        hash("parent"),
        hash("carried"),
        hash("content"),
        Hash.ZERO,
        Hash.ZERO,
        root,
        time,
        chainSeq,
        time,
        new Finality(
            finalEpoch,
            finalBatch,
            finalHeight,
            finalSeq,
            payouts.kind(),
            root,
            baseHeight,
            baseRoot,
            netChange,
            payouts.root()));
  }

  /** Signed by the accounts at these places of the header's set. */
  public Bytes signed(List<Integer> accountsOfSet, int... indexes) {
    return encode(certified(accountsOfSet, indexes));
  }

  /** The same, to be spoiled. */
  Settlement certified(List<Integer> accountsOfSet, int... indexes) {
    BatchHeader header = header();
    AckStatement statement = AckStatement.of(header, header.hash());
    long signers = 0;
    List<Signature> signatures = new ArrayList<>();
    for (int index : indexes) {
      signers |= 1L << index;
      signatures.add(cast.sign(accountsOfSet.get(index), statement));
    }
    return new Settlement(header, new Certificate(statement, signers, signatures), payouts);
  }

  static Bytes encode(Settlement settlement) {
    return Bytes.of(settlement.encode());
  }

  /** The same as a proposal to be voted on. */
  public Bytes proposal() {
    return Bytes.of(
        new SettlementProposal(
                domain, baseHeight, finalHeight, baseRoot, root, finalSeq, netChange, payouts)
            .encode());
  }
}
