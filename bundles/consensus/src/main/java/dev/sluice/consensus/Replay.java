/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.JournalRecord;
import java.util.ArrayDeque;
import java.util.Optional;

/**
 * Executes batches that need no ack any more: certified ones that were missed, and those of the own
 * journal after a start. A result that differs from the header is the end for this member.
 */
final class Replay {
  private sealed interface Entry {}

  private record Item(CatchUpBatch batch, Optional<Certificate> certificate, boolean fetched)
      implements Entry {}

  private record Certified(Certificate certificate, BatchHeader header) implements Entry {}

  private final Core core;
  private final ArrayDeque<Entry> queue = new ArrayDeque<>();
  private boolean running;

  Replay(Core core) {
    this.core = core;
  }

  /**
   * Adds a batch.
   *
   * @param certificate of the batch itself, verified, if it is at hand
   * @param fetched whether it came from a peer, so that it must go to the journal
   */
  void add(CatchUpBatch batch, Optional<Certificate> certificate, boolean fetched) {
    queue.add(new Item(batch, certificate, fetched));
  }

  /** Adds a certificate of the own journal, to be taken after the batches before it. */
  void add(Certificate certificate, BatchHeader header) {
    queue.add(new Certified(certificate, header));
  }

  boolean isIdle() {
    return queue.isEmpty() && !running;
  }

  void clear() {
    queue.clear();
  }

  /** Goes on as far as possible. */
  void advance() {
    while (!running
        && !queue.isEmpty()
        && !core.effects.isExecuting()
        && !core.standing.isOver()
        && step(queue.peek())) {
      queue.remove();
    }
  }

  /** Whether the entry is done with; false if it waits or runs. */
  private boolean step(Entry entry) {
    if (entry instanceof Certified certified) {
      core.certificates.accept(certified.certificate(), Optional.of(certified.header()));
      return true;
    }
    Item item = (Item) entry;
    BatchHeader header = item.batch().header();
    Hash hash = header.hash();
    Optional<Block> known = core.log.get(hash);
    if (known.isPresent()) {
      accept(item, known.get());
      return true;
    }
    Optional<Block> parent = core.log.get(header.parentHash());
    if (header.batch() <= core.log.confirmed().batch() || parent.isEmpty()) {
      return true;
    }
    BatchRules.Place place = Proposals.place(header, parent.get());
    if (header.chainSeq() > core.chain.seq()) {
      return false;
    }
    BatchRules.Verdict verdict = core.batchRules.judge(place, item.batch().body());
    if (verdict instanceof BatchRules.Verdict.ChainBehind) {
      return false;
    }
    if (!(verdict instanceof BatchRules.Verdict.Fits fits)
        || fits.invalid().isPresent()
        || !header.finality().equals(core.rules.finality(header.epoch(), parent.get()))) {
      core.standing.diverge("batch " + header.batch() + " breaks the rules: " + verdict);
      return false;
    }
    if (item.batch().body().isEmpty()) {
      finish(item, hash, fits, parent.get().outcome().withoutResults());
      return true;
    }
    running = true;
    Environment environment =
        new Environment(
            header.firstHeight(),
            header.time(),
            header.chainSeq(),
            header.epoch(),
            fits.log().root());
    core.effects.execute(
        parent.get().outcome().stateRoot(),
        environment,
        item.batch().body().transactions(),
        outcome -> {
          running = false;
          if (queue.peek() == entry) {
            queue.remove();
            finish(item, hash, fits, outcome);
          }
        });
    return false;
  }

  private void finish(
      Item item, Hash hash, BatchRules.Verdict.Fits fits, ExecutionOutcome outcome) {
    BatchHeader header = item.batch().header();
    if (!outcome.stateRoot().equals(header.stateRoot())
        || !TxResult.root(outcome.results()).equals(header.resultsRoot())) {
      core.standing.diverge("batch " + header.batch() + " executes to another result");
      return;
    }
    Block block = Block.of(item.batch(), hash, fits.log(), outcome);
    core.log.add(block);
    if (item.fetched()) {
      core.effects.append(new JournalRecord.Fetched(item.batch()));
    }
    accept(item, block);
  }

  private void accept(Item item, Block block) {
    Certificate carried = item.batch().carried();
    core.certificates.trust(carried);
    core.certificates.accept(carried, core.log.parent(block).flatMap(Block::header));
    item.certificate()
        .ifPresent(certificate -> core.certificates.accept(certificate, block.header()));
  }
}
