/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.step.TimerName;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Brings certificates to the contract: checkpoints, cuts, exits (sections 7.5 and 10). */
final class Settlements {
  private final Core core;
  private final TreeMap<Long, Settlement> bestBySet = new TreeMap<>();
  private Optional<Settlement> checkpoint = Optional.empty();
  private boolean settling;
  private boolean posting;

  Settlements(Core core) {
    this.core = core;
  }

  /** A header is certified: it may settle what its parent is. */
  void certified(Block block, Certificate certificate) {
    if (block.header().isEmpty() || !block.header().get().isConfirming()) {
      return;
    }
    BatchHeader header = block.header().get();
    Optional<PayoutList> payouts = core.log.parent(block).map(p -> p.outcome().payouts());
    if (payouts.isEmpty() || header.finality().height() <= core.chain.settledHeight()) {
      return;
    }
    Settlement settlement = new Settlement(header, certificate, payouts.get());
    Settlement known = bestBySet.get(header.setVersion());
    if (known == null || known.header().finality().batch() < header.finality().batch()) {
      bestBySet.put(header.setVersion(), settlement);
      forget();
      postExit();
    }
    if (header.finality().kind() != CheckpointKind.NONE) {
      checkpoint = Optional.of(settlement);
      settleInTurn();
    }
  }

  /** Only the newest set's certificate is kept, and those an open cut may ask for. */
  private void forget() {
    long keep = bestBySet.lastKey();
    for (ChainView.Cut cut : core.chain.cuts()) {
      Long below = bestBySet.lowerKey(cut.removalSet());
      keep = below == null ? keep : Math.min(keep, below);
    }
    bestBySet.headMap(keep, false).clear();
  }

  private Optional<Settlement> best() {
    return bestBySet.isEmpty() ? Optional.empty() : Optional.of(bestBySet.lastEntry().getValue());
  }

  /** Chain position of the header that would settle the outstanding checkpoint; 0 = none. */
  long checkpointChainSeq() {
    return checkpoint.map(s -> s.header().chainSeq()).orElse(0L);
  }

  private void settleInTurn() {
    if (core.epochs.isLeader()) {
      settle();
    } else {
      core.timers.start(
          TimerName.SETTLE, Limits.SETTLE_STEP_MS * (1 + Math.max(0, core.epochs.index())));
    }
  }

  /** Timer SETTLE. */
  void settle() {
    Optional<Settlement> open =
        checkpoint.filter(s -> s.header().finality().height() > core.chain.settledHeight());
    if (open.isEmpty() || settling || core.chain.isClosed()) {
      return;
    }
    settling = true;
    core.effects.call(new ContractCall.Settle(open.get()), outcome -> settling = false);
    core.timers.set(
        TimerName.SETTLE, Limits.SETTLE_STEP_MS * (2 + Math.max(0, core.epochs.index())));
  }

  /** A settlement is final on the chain. */
  void settled() {
    checkpoint =
        checkpoint.filter(s -> s.header().finality().height() > core.chain.settledHeight());
    if (checkpoint.isEmpty()) {
      core.timers.cancel(TimerName.SETTLE);
    }
  }

  /** T13: an exit is open, or a member was removed: a window runs. */
  void windowOpened() {
    postExit();
    postCuts();
    core.timers.start(TimerName.POST, interval());
  }

  /** Twice in the quarter of a window that is left for what was confirmed last (rule 23). */
  private long interval() {
    return Math.min(core.config.challenge() / 8, Limits.POST_RETRY_MS);
  }

  /**
   * Rule 23: an exit is so near its end that a certificate learnt now may come too late for it.
   * Nothing is signed or confirmed then that only such a certificate could save.
   */
  boolean exitCloses() {
    return core.rules.on(RuleSwitch.EXIT_MARGIN)
        && core.chain.exit().filter(this::isClosing).isPresent();
  }

  private boolean isClosing(ChainView.Exit exit) {
    return core.chain.reckonedTime(core.now) > exit.ends() - core.config.challenge() / 4;
  }

  /** Whether the contract will settle a batch that is confirmed now. */
  boolean isInTime(Block block) {
    return !exitCloses()
        || block.lastHeight() <= core.chain.settledHeight()
        || block.batch() <= core.chain.exit().orElseThrow().postedBatch();
  }

  /** Timer POST. */
  void look() {
    postExit();
    postCuts();
    endWindows();
    if (core.chain.exit().isPresent() || !core.chain.cuts().isEmpty()) {
      core.timers.set(TimerName.POST, interval());
    }
  }

  private void postExit() {
    Optional<ChainView.Exit> exit = core.chain.exit();
    Optional<Settlement> best = best();
    if (posting || exit.isEmpty() || best.isEmpty() || core.chain.time() > exit.get().ends()) {
      return;
    }
    BatchHeader header = best.get().header();
    if (isHigher(header, exit.get().postedSet(), exit.get().postedBatch())) {
      posting = true;
      core.effects.call(new ContractCall.PostExit(best.get()), outcome -> posting = false);
    }
  }

  private static boolean isHigher(BatchHeader header, long postedSet, long postedBatch) {
    return header.setVersion() > postedSet
        || (header.setVersion() == postedSet && header.finality().batch() > postedBatch);
  }

  private void postCuts() {
    if (core.chain.exit().isPresent()) {
      return;
    }
    for (ChainView.Cut cut : core.chain.cuts()) {
      Map.Entry<Long, Settlement> best = bestBySet.lowerEntry(cut.removalSet());
      if (best != null
          && core.chain.time() <= cut.ends()
          && isHigher(best.getValue().header(), cut.postedSet(), cut.postedBatch())) {
        core.effects.call(new ContractCall.PostCut(best.getValue()), outcome -> {});
        return;
      }
    }
  }

  /** Ends windows whose time is over; members see to it one after the other. */
  private void endWindows() {
    long patience = Limits.POST_RETRY_MS * Math.max(0, core.epochs.index());
    Optional<ChainView.Exit> exit = core.chain.exit();
    if (exit.isPresent()) {
      if (core.chain.time() > exit.get().ends() + patience) {
        core.effects.call(new ContractCall.FinalizeExit(), outcome -> {});
      }
      return;
    }
    for (ChainView.Cut cut : core.chain.cuts()) {
      if (core.chain.time() > cut.ends() + patience) {
        core.effects.call(new ContractCall.FixCut(cut.member()), outcome -> {});
        return;
      }
    }
  }

  /** An operator opens an exit, with the best certificate at hand. */
  void openExit() {
    Optional<Settlement> best =
        best().filter(s -> s.header().finality().height() > core.chain.settledHeight());
    core.effects.call(new ContractCall.OpenExit(best), outcome -> {});
  }
}
