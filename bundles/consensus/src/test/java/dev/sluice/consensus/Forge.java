/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchContent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.OpeningProof;
import dev.sluice.consensus.api.object.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes headers field by field and signs them again: what a dishonest leader can do. */
final class Forge {
  int version;
  Domain domain;
  long setVersion;
  long epoch;
  Hash claimId;
  long batch;
  long parentEpoch;
  long firstHeight;
  long lastHeight;
  Hash parentHash;
  Hash carriedHash;
  Hash contentHash;
  Hash transactionsRoot;
  Hash resultsRoot;
  Hash stateRoot;
  long time;
  long chainSeq;
  long chainTime;
  Finality finality;
  Certificate carried;
  Optional<OpeningProof> proof;
  BatchBody body;
  Optional<Signature> signature = Optional.empty();

  Forge(Proposal original) {
    BatchHeader h = original.header();
    version = h.version();
    domain = h.domain();
    setVersion = h.setVersion();
    epoch = h.epoch();
    claimId = h.claimId();
    batch = h.batch();
    parentEpoch = h.parentEpoch();
    firstHeight = h.firstHeight();
    lastHeight = h.lastHeight();
    parentHash = h.parentHash();
    carriedHash = h.carriedHash();
    contentHash = h.contentHash();
    transactionsRoot = h.transactionsRoot();
    resultsRoot = h.resultsRoot();
    stateRoot = h.stateRoot();
    time = h.time();
    chainSeq = h.chainSeq();
    chainTime = h.chainTime();
    finality = h.finality();
    carried = original.carried();
    proof = original.proof();
    body = original.body();
  }

  Forge(CatchUpBatch original) {
    this(
        new Proposal(
            original.header(),
            original.signature(),
            original.carried(),
            original.proof(),
            original.body()));
  }

  /** Makes content hash, transactions root and heights fit the body and the proof. */
  Forge fitContent() {
    transactionsRoot = body.root();
    contentHash = BatchContent.of(proof, body, transactionsRoot).hash();
    lastHeight = firstHeight - 1 + body.transactions().size();
    return this;
  }

  Forge carry(Certificate certificate) {
    carried = certificate;
    carriedHash = certificate.hash();
    return this;
  }

  BatchHeader header() {
    return new BatchHeader(
        version,
        domain,
        setVersion,
        epoch,
        claimId,
        batch,
        parentEpoch,
        firstHeight,
        lastHeight,
        parentHash,
        carriedHash,
        contentHash,
        transactionsRoot,
        resultsRoot,
        stateRoot,
        time,
        chainSeq,
        chainTime,
        finality);
  }

  AckStatement statement() {
    return AckStatement.of(header(), header().hash());
  }

  /** The proposal, signed by {@code leader} unless a signature was put in. */
  Proposal signedBy(StandIn leader) {
    Signature by = signature.orElseGet(() -> leader.sign(statement().encode()));
    return new Proposal(header(), by, carried, proof, body);
  }

  CatchUpBatch batchBy(StandIn leader) {
    Proposal p = signedBy(leader);
    return new CatchUpBatch(p.header(), p.signature(), p.carried(), p.proof(), p.body());
  }

  /** A certificate over the header by members with these numbers. */
  static Certificate certify(AckStatement statement, List<Cluster.Node> signers) {
    long bits = 0;
    List<Signature> signatures = new ArrayList<>();
    for (Cluster.Node node : signers) {
      bits |= 1L << node.view().index().orElseThrow();
      signatures.add(node.memberKey.sign(statement.encode()));
    }
    return new Certificate(statement, bits, signatures);
  }
}
