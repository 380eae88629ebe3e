/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.CloseCause;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What may stand in a batch, in which order, and what the log says after it (checks V18 to V20,
 * rules 10, 12, 13 and 21). The same code decides at leaders and followers.
 */
final class BatchRules {
  /** Where a batch stands. */
  record Place(
      Block parent,
      long epoch,
      long setVersion,
      long batch,
      long time,
      long chainSeq,
      boolean opening) {}

  /** How the contents of a batch were judged. */
  sealed interface Verdict {
    /**
     * They may stand.
     *
     * @param log the log after them
     * @param checks signatures of client transactions and requests still to be verified
     * @param positions for each check, the number of its transaction
     * @param invalid the first client transaction that is not valid
     */
    record Fits(
        LogState log, List<SignatureCheck> checks, List<Integer> positions, OptionalInt invalid)
        implements Verdict {}

    /** The chain position they name is not final here yet. */
    record ChainBehind() implements Verdict {}

    /** They must not stand there. */
    record Unfit(String why) implements Verdict {}
  }

  private final Domain domain;
  private final ConfigRecord config;
  private final ChainView chain;
  private final Rules rules;

  BatchRules(Domain domain, ConfigRecord config, ChainView chain, Rules rules) {
    this.domain = domain;
    this.config = config;
    this.chain = chain;
    this.rules = rules;
  }

  /** Whether a batch at {@code time} on {@code parent} must hold a tick. */
  boolean tickDue(Block parent, long time) {
    return config.tickInterval() > 0
        && parent.batch() > 0
        && time >= parent.log().tickTime() + config.tickInterval();
  }

  /** The log after an empty batch. */
  static LogState afterEmpty(Place place) {
    LogState log = place.parent().log();
    if (place.batch() != 1) {
      return log;
    }
    return new LogState(
        log.opSeq(),
        log.setVersion(),
        log.tickNumber(),
        place.time(),
        log.checkpointHeight(),
        log.checkpointBatch(),
        log.checkpointKind(),
        log.settledHeight(),
        log.baseHeight(),
        log.baseRoot(),
        log.exitSeq(),
        log.accounts());
  }

  boolean mustBeEmpty(Block parent, boolean opening) {
    return opening || (rules.on(RuleSwitch.BARRIER) && parent.isBarrier());
  }

  /** Judges a body. */
  Verdict judge(Place place, BatchBody body) {
    boolean tickDue = tickDue(place.parent(), place.time());
    if (mustBeEmpty(place.parent(), place.opening())) {
      return body.isEmpty()
          ? new Verdict.Fits(afterEmpty(place), List.of(), List.of(), OptionalInt.empty())
          : new Verdict.Unfit("must be empty");
    }
    if (body.isEmpty()) {
      return tickDue
          ? new Verdict.Unfit("a tick is due")
          : new Verdict.Fits(afterEmpty(place), List.of(), List.of(), OptionalInt.empty());
    }
    return new Judgement(place, tickDue).judge(body);
  }

  /** Whether a client transaction may stand at a height, signature aside. */
  boolean isValid(
      ClientTransaction transaction, int size, long height, boolean member, long lastSequence) {
    return transaction.domain().equals(domain)
        && member
        && (transaction.sequence() > lastSequence || rules.off(RuleSwitch.SEQUENCE))
        && height <= transaction.expiryHeight()
        && transaction.maxGas() <= config.maxGas()
        && size <= config.maxTxBytes();
  }

  /** One body on its way through the rules. */
  private final class Judgement {
    private final Place place;
    private final boolean tickDue;
    private final LogBuilder log;
    private final List<SignatureCheck> checks = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private OptionalInt invalid = OptionalInt.empty();
    private boolean beyondOperations;
    private boolean ticked;
    private boolean checkpointed;
    private boolean behind;

    Judgement(Place place, boolean tickDue) {
      this.place = place;
      this.tickDue = tickDue;
      log = new LogBuilder(place.parent());
    }

    Verdict judge(BatchBody body) {
      List<Transaction> transactions = body.transactions();
      for (int i = 0; i < transactions.size(); i++) {
        long height = place.parent().lastHeight() + 1 + i;
        Optional<String> wrong =
            transactions.get(i) instanceof SignedTransaction signed
                ? client(i, height, signed)
                : system(i, height, (SystemTransaction) transactions.get(i));
        if (behind) {
          return new Verdict.ChainBehind();
        }
        if (wrong.isPresent()) {
          return new Verdict.Unfit("transaction " + i + ": " + wrong.get());
        }
      }
      if (tickDue && !ticked) {
        return new Verdict.Unfit("a tick is due");
      }
      if (log.setVersion() < place.setVersion()) {
        return new Verdict.Unfit("set changes are not logged first");
      }
      return new Verdict.Fits(log.build(), checks, positions, invalid);
    }

    private Optional<String> client(int position, long height, SignedTransaction signed) {
      if (checkpointed) {
        return Optional.of("after a checkpoint");
      }
      beyondOperations = true;
      if (tickDue && !ticked) {
        return Optional.of("before the tick");
      }
      ClientTransaction transaction = signed.transaction();
      AccountAddress sender = transaction.sender();
      LogBuilder.Entry account = log.account(sender);
      if (!isValid(transaction, signed.size(), height, account.isMember(), account.sequence())) {
        if (invalid.isEmpty()) {
          invalid = OptionalInt.of(position);
        }
        return Optional.empty();
      }
      checks.add(new SignatureCheck(account.txKey(), signed.message(), signed.signature(), false));
      positions.add(position);
      account.use(transaction.sequence());
      return Optional.empty();
    }

    private Optional<String> system(int position, long height, SystemTransaction system) {
      if (checkpointed) {
        return Optional.of("after a checkpoint");
      }
      if (system.kind() instanceof SystemTransaction.ChainOp operation) {
        return operation(system.positionSeq(), operation);
      }
      beyondOperations = true;
      if (system.positionSeq() != place.chainSeq()) {
        return Optional.of("names another chain position than the header");
      }
      if (system.kind() instanceof SystemTransaction.Tick tick) {
        return tick(tick);
      }
      if (tickDue && !ticked) {
        return Optional.of("before the tick");
      }
      checkpointed = true;
      if (log.checkpointOutstanding()) {
        return Optional.of("the checkpoint before is not settled");
      }
      Optional<String> wrong = Optional.empty();
      if (system.kind() instanceof SystemTransaction.Leave leave) {
        wrong = leave(position, height, leave);
      } else if (system.kind() instanceof SystemTransaction.Close close) {
        wrong = close(position, height, close);
      }
      log.checkpoint(system.checkpoint(), height, place.batch());
      return wrong;
    }

    private Optional<String> operation(long positionSeq, SystemTransaction.ChainOp operation) {
      if (beyondOperations) {
        return Optional.of("a chain operation after other transactions");
      }
      if (positionSeq != operation.opSeq() || operation.opSeq() > place.chainSeq()) {
        return Optional.of("a chain operation above the header's position");
      }
      if (operation.opSeq() > chain.seq()) {
        behind = true;
        return Optional.empty();
      }
      Optional<Map.Entry<Long, ChainOpBody>> next = chain.operationAfter(log.opSeq());
      if (next.isEmpty() && operation.opSeq() > chain.completeSeq()) {
        behind = true;
        return Optional.empty();
      }
      if (next.isEmpty()
          || next.get().getKey() != operation.opSeq()
          || !withCut(next.get().getValue(), place.parent().lastHeight())
              .equals(operation.body())) {
        return Optional.of("not the next chain operation");
      }
      log.operation(operation.opSeq(), operation.body());
      return log.setVersion() > place.setVersion()
          ? Optional.of("a set change of a later epoch")
          : Optional.empty();
    }

    private Optional<String> tick(SystemTransaction.Tick tick) {
      if (ticked || !tickDue || tick.number() != log.tickNumber() + 1) {
        return Optional.of("a tick that is not due");
      }
      ticked = true;
      log.tick(tick.number(), place.time());
      return Optional.empty();
    }

    private Optional<String> leave(int position, long height, SystemTransaction.Leave leave) {
      LeaveRequest request = leave.signed().request();
      if (log.exitOpen()) {
        return Optional.of("a leave while an exit is open");
      }
      if (!isRequest(
          request.domain(), request.member(), request.sequence(), request.expiryHeight(), height)) {
        return Optional.of("a leave request that is not valid");
      }
      checks.add(
          new SignatureCheck(
              log.txKey(request.member()), request.encode(), leave.signed().signature(), false));
      positions.add(position);
      log.use(request.member(), request.sequence());
      log.leaving(request.member());
      return Optional.empty();
    }

    private Optional<String> close(int position, long height, SystemTransaction.Close close) {
      if (close.cause() == CloseCause.CODE) {
        return close.requests().isEmpty() && place.parent().outcome().closeAsked()
            ? Optional.empty()
            : Optional.of("no code asked to close");
      }
      Set<AccountAddress> asked = new HashSet<>();
      for (SignedClose signed : close.requests()) {
        CloseRequest request = signed.request();
        if (!asked.add(request.member())
            || !isRequest(
                request.domain(),
                request.member(),
                request.sequence(),
                request.expiryHeight(),
                height)) {
          return Optional.of("a close request that is not valid");
        }
        checks.add(
            new SignatureCheck(
                log.txKey(request.member()), request.encode(), signed.signature(), false));
        positions.add(position);
        log.use(request.member(), request.sequence());
      }
      return asked.size() >= Quorum.votes(log.members())
          ? Optional.empty()
          : Optional.of("too few ask to close");
    }

    private boolean isRequest(
        Domain where, AccountAddress member, long sequence, long expiry, long height) {
      return where.equals(domain)
          && log.isMember(member)
          && sequence > log.sequence(member)
          && height <= expiry;
    }
  }

  /** The operation as it stands in the log: a removal names the height of its cut. */
  static ChainOpBody withCut(ChainOpBody operation, long parentHeight) {
    return operation instanceof ChainOpBody.Removed removed
        ? new ChainOpBody.Removed(
            removed.member(), removed.setVersion(), removed.cause(), parentHeight)
        : operation;
  }

  /** Whether the log may take a checkpoint of this kind on {@code parent}. */
  boolean mayCheckpoint(Block parent, CheckpointKind kind) {
    return !parent.log().checkpointOutstanding()
        && !parent.isBarrier()
        && (kind != CheckpointKind.LEAVE || parent.log().exitSeq() == 0);
  }
}
