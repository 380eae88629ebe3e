/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.PayoutList;
import java.util.List;
import java.util.Optional;

/**
 * A batch that was executed here, or what stands for one: genesis, or the batch of a snapshot
 * (section 6.2). Only its certificate may be added later.
 */
final class Block {
  private final Hash hash;
  private final Optional<BatchHeader> header;
  private final Optional<CatchUpBatch> source;
  private final LogState log;
  private final ExecutionOutcome outcome;
  private final Finality finality;
  private final Finality asFinal;
  private final int bodySize;
  private final long epoch;
  private final long batch;
  private final long lastHeight;
  private Optional<Certificate> certificate = Optional.empty();

  private Block(
      Hash hash,
      Optional<BatchHeader> header,
      Optional<CatchUpBatch> source,
      LogState log,
      ExecutionOutcome outcome,
      Finality finality) {
    this.hash = hash;
    this.header = header;
    this.source = source;
    this.log = log;
    this.outcome = outcome;
    this.finality = finality;
    bodySize = source.map(s -> s.body().size()).orElse(0);
    epoch = header.map(BatchHeader::epoch).orElse(0L);
    batch = header.map(BatchHeader::batch).orElse(0L);
    lastHeight = header.map(BatchHeader::lastHeight).orElse(0L);
    asFinal =
        header
            .map(
                h ->
                    new Finality(
                        h.epoch(),
                        h.batch(),
                        h.lastHeight(),
                        log.opSeq(),
                        kindAt(h.lastHeight()),
                        outcome.stateRoot(),
                        log.baseHeight(),
                        log.baseRoot(),
                        outcome.netChangeRoot(),
                        outcome.payoutRoot()))
            .orElse(finality);
  }

  static Block ofGenesis(Genesis genesis, Hash genesisHash, Certificate certificate) {
    ExecutionOutcome outcome =
        new ExecutionOutcome(
            List.of(),
            genesis.stateRoot(),
            Hash.ZERO,
            0,
            PayoutList.EMPTY,
            genesis.payoutRoot(),
            List.of(),
            false);
    Block block =
        new Block(
            genesisHash,
            Optional.empty(),
            Optional.empty(),
            LogState.ofGenesis(genesis),
            outcome,
            Finality.ofGenesis(genesis));
    block.certificate = Optional.of(certificate);
    return block;
  }

  /** A batch with everything that came with it. */
  static Block of(CatchUpBatch source, Hash hash, LogState log, ExecutionOutcome outcome) {
    return new Block(
        hash,
        Optional.of(source.header()),
        Optional.of(source),
        log,
        outcome,
        source.header().finality());
  }

  /** The batch a snapshot was taken at. */
  static Block ofSnapshot(BatchHeader header, LogState log, ExecutionOutcome outcome) {
    return new Block(
        header.hash(), Optional.of(header), Optional.empty(), log, outcome, header.finality());
  }

  Hash hash() {
    return hash;
  }

  /** Empty for genesis. */
  Optional<BatchHeader> header() {
    return header;
  }

  /** What came with the header; empty for genesis and snapshots. */
  Optional<CatchUpBatch> source() {
    return source;
  }

  BatchBody body() {
    return source.map(CatchUpBatch::body).orElse(BatchBody.EMPTY);
  }

  /** Encoded bytes of the body. */
  int bodySize() {
    return bodySize;
  }

  boolean isEmpty() {
    return source.map(s -> s.body().isEmpty()).orElse(true);
  }

  long epoch() {
    return epoch;
  }

  long batch() {
    return batch;
  }

  long lastHeight() {
    return lastHeight;
  }

  long time() {
    return header.map(BatchHeader::time).orElse(0L);
  }

  long chainSeq() {
    return header.map(BatchHeader::chainSeq).orElse(0L);
  }

  long chainTime() {
    return header.map(BatchHeader::chainTime).orElse(0L);
  }

  /** Set of the header; 1 for genesis. */
  long setVersion() {
    return header.map(BatchHeader::setVersion).orElse(1L);
  }

  /** The log after this batch. */
  LogState log() {
    return log;
  }

  ExecutionOutcome outcome() {
    return outcome;
  }

  /** Fields 22 to 31 of the header: what it finalises. */
  Finality finality() {
    return finality;
  }

  /** What a header that finalises this batch says of it. */
  Finality asFinal() {
    return asFinal;
  }

  /** The checkpoint at exactly this batch's last height. */
  CheckpointKind kind() {
    return asFinal.kind();
  }

  private CheckpointKind kindAt(long height) {
    return height > 0 && log.checkpointHeight() == height
        ? log.checkpointKind()
        : CheckpointKind.NONE;
  }

  /** Whether only empty batches may follow: a checkpoint is not final yet, or it closed the log. */
  boolean isBarrier() {
    return log.checkpointBatch() > finality.batch()
        || (log.checkpointKind() == CheckpointKind.CLOSE && log.checkpointOutstanding());
  }

  Optional<Certificate> certificate() {
    return certificate;
  }

  void certify(Certificate value) {
    if (certificate.isEmpty()) {
      certificate = Optional.of(value);
    }
  }

  @Override
  public String toString() {
    return "Block[" + epoch() + "." + batch() + " " + hash.toHex().substring(0, 8) + "]";
  }
}
