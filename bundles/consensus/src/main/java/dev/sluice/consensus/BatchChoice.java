/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.CheckpointReason;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.SignatureCheck;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the leader puts into its next batch, if anything (section 7.2, rows L1 to L10). */
final class BatchChoice {
  private final Core core;

  /** A transaction of the epoch before, and the key by which it was verified. */
  private record Unfinished(SignedTransaction transaction, Key key) {}

  private final ArrayDeque<Unfinished> unfinished = new ArrayDeque<>();
  private boolean unfinishedReady = true;
  private boolean checkpointAsked;
  private long checkpointedExit;
  private int term;

  BatchChoice(Core core) {
    this.core = core;
  }

  void reset() {
    term++;
    unfinished.clear();
    unfinishedReady = true;
    checkpointAsked = false;
    checkpointedExit = 0;
    core.timers.cancel(TimerName.CHECKPOINT);
  }

  /** An operator asks for a checkpoint. */
  void askCheckpoint() {
    checkpointAsked = true;
  }

  /** Timer CHECKPOINT: a set change has waited long enough for its checkpoint. */
  void checkpointDue() {
    checkpointAsked |= core.leader.newest().filter(this::wantsCheckpoint).isPresent();
  }

  private boolean wantsCheckpoint(Block parent) {
    return setChanged(parent)
        && parent.lastHeight() > parent.log().checkpointHeight()
        && core.chain.cuts().isEmpty();
  }

  /** L3: work of the epoch before comes next, once its signatures are verified here. */
  void repropose(List<Transaction> transactions, Block base) {
    List<SignedTransaction> clients = new ArrayList<>();
    List<SignatureCheck> checks = new ArrayList<>();
    LogBuilder log = new LogBuilder(base);
    for (Transaction transaction : transactions) {
      if (transaction instanceof SignedTransaction signed) {
        if (log.isMember(signed.transaction().sender())) {
          clients.add(signed);
          checks.add(
              new SignatureCheck(
                  log.txKey(signed.transaction().sender()),
                  signed.message(),
                  signed.signature(),
                  false));
        }
      } else if (((SystemTransaction) transaction).kind() instanceof SystemTransaction.Leave l) {
        core.requests.offer(Optional.empty(), l.signed());
      } else if (((SystemTransaction) transaction).kind() instanceof SystemTransaction.Close c) {
        c.requests().forEach(r -> core.requests.offer(Optional.empty(), r));
      }
    }
    if (clients.isEmpty()) {
      return;
    }
    int started = term;
    unfinishedReady = false;
    boolean asked =
        core.effects.verify(
            true,
            checks,
            valid -> {
              if (started == term) {
                unfinishedReady = true;
                for (int i = 0; i < clients.size(); i++) {
                  if (valid.get(i)) {
                    unfinished.add(new Unfinished(clients.get(i), checks.get(i).key()));
                  }
                }
              }
            });
    if (!asked) {
      unfinishedReady = true;
    }
  }

  /** The body of the next batch; empty if there is no reason for one. */
  Optional<BatchBody> next(BatchRules.Place place) {
    Block parent = place.parent();
    watch(parent);
    boolean checkpointUnconfirmed = parent.log().checkpointBatch() > core.log.confirmed().batch();
    boolean mustBeEmpty = core.batchRules.mustBeEmpty(parent, false);
    if (mustBeEmpty && checkpointUnconfirmed) {
      return Optional.of(BatchBody.EMPTY);
    }
    if (!mustBeEmpty && unfinishedReady) {
      List<Transaction> transactions = contents(place);
      if (!transactions.isEmpty()) {
        return Optional.of(new BatchBody(transactions));
      }
    }
    return workUnconfirmed(parent) || exitNeedsHeader(parent)
        ? emptyUnlessTickDue(place, mustBeEmpty)
        : Optional.empty();
  }

  private Optional<BatchBody> emptyUnlessTickDue(BatchRules.Place place, boolean mustBeEmpty) {
    boolean tickDue = core.batchRules.tickDue(place.parent(), place.time());
    return mustBeEmpty || !tickDue ? Optional.of(BatchBody.EMPTY) : Optional.empty();
  }

  /** L8. */
  private boolean workUnconfirmed(Block parent) {
    return core.log
        .path(parent)
        .filter(path -> path.stream().anyMatch(block -> !block.isEmpty()))
        .isPresent();
  }

  /** L9. */
  private boolean exitNeedsHeader(Block parent) {
    return parent.kind() != CheckpointKind.NONE
        && parent.log().checkpointOutstanding()
        && core.chain
            .exit()
            .filter(e -> e.seq() > core.settlements.checkpointChainSeq())
            .isPresent();
  }

  private List<Transaction> contents(BatchRules.Place place) {
    BodyBuilder body = new BodyBuilder(core, place);
    operations(place, body);
    if (body.isTickDue()) {
      body.tick();
    }
    boolean exitOpen = core.standing.halted();
    if (exitOpen) {
      if (body.isEmpty()
          && needsExitCheckpoint(place.parent())
          && body.system(new SystemTransaction.Checkpoint(CheckpointReason.EXIT_OPEN))) {
        checkpointedExit = place.parent().log().exitSeq();
      }
      return body.transactions();
    }
    // Demands first: members would withhold a leave or checkpoint that leaves them out.
    core.demands.fill(body);
    Optional<SystemTransaction.Kind> checkpoint = checkpoint(place, body);
    if (checkpoint.isPresent() && body.system(checkpoint.get())) {
      checkpointAsked &= !(checkpoint.get() instanceof SystemTransaction.Checkpoint);
      return body.transactions();
    }
    while (!unfinished.isEmpty()
        && body.client(unfinished.peek().transaction(), unfinished.peek().key())) {
      unfinished.remove();
    }
    if (unfinished.isEmpty()) {
      core.admission.fill(body);
    }
    return body.transactions();
  }

  /** L2. */
  private void operations(BatchRules.Place place, BodyBuilder body) {
    long last = place.parent().log().opSeq();
    long logged = place.parent().log().setVersion();
    while (true) {
      Optional<Map.Entry<Long, ChainOpBody>> next = core.chain.operationAfter(last);
      if (next.isEmpty() || next.get().getKey() > place.chainSeq()) {
        return;
      }
      ChainOpBody operation =
          BatchRules.withCut(next.get().getValue(), place.parent().lastHeight());
      logged = Math.max(logged, setVersion(operation));
      if (logged > place.setVersion() || !body.operation(next.get().getKey(), operation)) {
        return;
      }
      last = next.get().getKey();
    }
  }

  private static long setVersion(ChainOpBody operation) {
    if (operation instanceof ChainOpBody.Joined joined) {
      return joined.setVersion();
    }
    if (operation instanceof ChainOpBody.Removed removed) {
      return removed.setVersion();
    }
    return operation instanceof ChainOpBody.Settled settled ? settled.setVersion() : 0;
  }

  /** L4. */
  private boolean needsExitCheckpoint(Block parent) {
    LogState log = parent.log();
    return log.exitSeq() > 0
        && log.exitSeq() != checkpointedExit
        && core.batchRules.mayCheckpoint(parent, CheckpointKind.PLAIN);
  }

  /** L5 and the plain checkpoints. */
  private Optional<SystemTransaction.Kind> checkpoint(BatchRules.Place place, BodyBuilder body) {
    Block parent = place.parent();
    if (!core.batchRules.mayCheckpoint(parent, CheckpointKind.PLAIN)
        || body.log().checkpointOutstanding()) {
      return Optional.empty();
    }
    Optional<SystemTransaction.Kind> request = core.requests.next(place, body);
    if (request.isPresent()) {
      return request;
    }
    boolean grown = parent.lastHeight() > parent.log().checkpointHeight();
    if (grown && parent.outcome().netChangePages() >= Bounds.MAX_PAGES / 2) {
      return Optional.of(new SystemTransaction.Checkpoint(CheckpointReason.SIZE));
    }
    if (checkpointAsked && (grown || !body.isEmpty())) {
      return Optional.of(
          new SystemTransaction.Checkpoint(
              setChanged(parent) ? CheckpointReason.SET_CHANGE : CheckpointReason.OPERATOR));
    }
    return Optional.empty();
  }

  /** Whether there are sets the next settlement would let the contract forget. */
  private boolean setChanged(Block parent) {
    return parent.log().setVersion() > core.chain.settlerSet();
  }

  /** Lets the timers run that later give a reason for a batch. */
  private void watch(Block parent) {
    LogState log = parent.log();
    if (wantsCheckpoint(parent)) {
      core.timers.start(TimerName.CHECKPOINT, Limits.SET_CHANGE_CHECKPOINT_MS);
    }
    if (core.config.tickInterval() > 0 && !core.batchRules.mustBeEmpty(parent, false)) {
      core.timers.start(TimerName.TICK, log.tickTime() + core.config.tickInterval() - core.now);
    }
  }
}
