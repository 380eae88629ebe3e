/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TransactionStatus.Finality;
import dev.sluice.outbox.Action.AskAccount;
import dev.sluice.outbox.Action.AskStatus;
import dev.sluice.outbox.Action.Finish;
import dev.sluice.outbox.Action.Prepare;
import dev.sluice.outbox.Action.Send;
import dev.sluice.outbox.Action.Store;
import dev.sluice.outbox.Entry.Phase;
import dev.sluice.outbox.api.Submission.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The transactions of one key on one chain, in the order they came. A state machine without input,
 * output, clock or thread: {@link #due} says what to do now, every other method takes an answer.
 *
 * <p>Rules: (1) bytes are stored before they are first sent; (2) an entry is signed again only
 * after the chain said that the attempt before can no longer be committed; (3) attempts under way
 * have different sequence numbers, the lowest free ones; (4) a refused attempt is waited out until
 * rule 2 holds, as the chain may have it from an earlier send; (5) one attempt is prepared at a
 * time, at most {@value #WINDOW} are under way.
 */
final class Lane {
  /** Most attempts under way. */
  static final int WINDOW = 16;

  static final Duration FIRST_BACK_OFF = Duration.ofMillis(100);
  static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(5);

  /** Between two looks at a transaction that the chain has not decided. */
  static final Duration POLL = Duration.ofMillis(100);

  private final TreeMap<Long, Entry> entries = new TreeMap<>();
  private final List<Entry> finished = new ArrayList<>();
  private final List<Entry> toStore = new ArrayList<>();

  /** Lowest sequence number the chain will still take; empty on a chain without. */
  private OptionalLong next = OptionalLong.empty();

  private boolean known;
  private boolean asking;
  private Instant askNotBefore = Instant.MIN;

  /** Takes a new order, already stored. */
  void add(Entry entry) {
    entries.put(entry.id, entry);
  }

  /** Takes an order with an attempt that was stored before a restart. */
  void restore(Entry entry) {
    if (entry.signed.isPresent()) {
      entry.phase = Phase.LIVE;
      entry.toSend = false;
    }
    entries.put(entry.id, entry);
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  boolean isEmpty() {
    return entries.isEmpty() && finished.isEmpty();
  }

  /** What is to be done at {@code now}. Each action is given once. */
  List<Action> due(Instant now) {
    var actions = new ArrayList<Action>();
    toStore.forEach(entry -> actions.add(new Store(entry, entry.signed.orElseThrow())));
    toStore.clear();
    for (Entry entry : List.copyOf(entries.values())) {
      if (entry.phase == Phase.LIVE && !entry.busy && !now.isBefore(entry.notBefore)) {
        entry.busy = true;
        SignedTransaction signed = entry.signed.orElseThrow();
        actions.add(entry.toSend ? new Send(entry, signed) : new AskStatus(entry, signed));
      } else if (entry.phase == Phase.QUEUED && now.isAfter(entry.order.giveUp())) {
        finish(entry, State.GIVEN_UP);
      }
    }
    prepareNext(now).ifPresent(actions::add);
    finished.forEach(entry -> actions.add(new Finish(entry)));
    finished.clear();
    return actions;
  }

  private Optional<Action> prepareNext(Instant now) {
    Optional<Entry> first =
        entries.values().stream().filter(e -> e.phase == Phase.QUEUED).findFirst();
    long under =
        entries.values().stream()
            .filter(e -> e.phase == Phase.PREPARING || e.phase == Phase.STORING)
            .count();
    long live = entries.values().stream().filter(e -> e.phase == Phase.LIVE).count();
    if (first.isEmpty() || under > 0 || live >= WINDOW || now.isBefore(first.get().notBefore)) {
      return Optional.empty();
    }
    if (!known) {
      if (asking || now.isBefore(askNotBefore)) {
        return Optional.empty();
      }
      asking = true;
      return Optional.of(new AskAccount());
    }
    first.get().phase = Phase.PREPARING;
    return Optional.of(new Prepare(first.get(), freeSequence()));
  }

  private OptionalLong freeSequence() {
    if (next.isEmpty()) {
      return next;
    }
    long free = next.getAsLong();
    while (isTaken(free)) {
      free++;
    }
    return OptionalLong.of(free);
  }

  private boolean isTaken(long sequence) {
    return entries.values().stream()
        .filter(e -> e.phase == Phase.LIVE)
        .anyMatch(e -> e.sequence().equals(OptionalLong.of(sequence)));
  }

  /** The chain's answer: the account as it is now. */
  void account(Account account) {
    asking = false;
    known = true;
    next = account.nextSequence();
  }

  /** There is no account for this key, or the chain did not answer. */
  void accountFailed(Instant now, ChainException e) {
    asking = false;
    askNotBefore = now.plus(FIRST_BACK_OFF.multipliedBy(5));
    for (Entry entry : List.copyOf(entries.values())) {
      if (entry.phase == Phase.QUEUED) {
        entry.error = Optional.of(e);
        if (!e.code().isPassing()) {
          finish(entry, State.REFUSED);
        }
      }
    }
  }

  /** An attempt is signed. */
  void prepared(Entry entry, SignedTransaction signed) {
    entry.phase = Phase.STORING;
    entry.signed = Optional.of(signed);
    toStore.add(entry);
  }

  /** An attempt could not be made. Nothing was sent. */
  void prepareFailed(Entry entry, Instant now, ChainException e) {
    entry.phase = Phase.QUEUED;
    entry.error = Optional.of(e);
    if (isAboutTheAttempt(e)) {
      known = false;
      entry.backOff(now);
    } else if (e.code().isPassing()) {
      entry.backOff(now);
    } else {
      finish(entry, State.REFUSED);
    }
  }

  /** The attempt is on the device. */
  void stored(Entry entry, Instant now) {
    entry.phase = Phase.LIVE;
    entry.attempts++;
    entry.toSend = true;
    entry.refused = false;
    entry.again(now);
  }

  /** The attempt is not stored and was not sent: it never was. */
  void storeFailed(Entry entry, Instant now, ChainException e) {
    entry.phase = Phase.QUEUED;
    entry.signed = Optional.empty();
    entry.error = Optional.of(e);
    entry.backOff(now);
  }

  /** The chain has the bytes. */
  void sent(Entry entry, Instant now) {
    entry.busy = false;
    entry.toSend = false;
    entry.again(now.plus(POLL));
  }

  /** The chain did not take the bytes, or nobody knows. */
  void sendFailed(Entry entry, Instant now, ChainException e) {
    entry.busy = false;
    entry.toSend = false;
    entry.error = Optional.of(e);
    entry.refused = !e.code().isPassing() && !isAboutTheAttempt(e);
    entry.backOff(now);
  }

  /** What became of an attempt. */
  void status(Entry entry, Instant now, TransactionStatus status) {
    entry.busy = false;
    entry.status = Optional.of(status);
    if (status instanceof TransactionStatus.Committed committed) {
      decided(entry, now, committed.finality(), State.COMMITTED);
    } else if (status instanceof TransactionStatus.Failed failed) {
      entry.error = Optional.of(failed.error());
      decided(entry, now, failed.finality(), State.FAILED);
    } else if (status instanceof TransactionStatus.Expired) {
      expired(entry, now);
    } else if (status instanceof TransactionStatus.Pending) {
      entry.again(now.plus(POLL));
    } else {
      entry.toSend = !entry.refused;
      entry.backOff(now);
    }
  }

  /** The chain did not answer. */
  void statusFailed(Entry entry, Instant now, ChainException e) {
    entry.busy = false;
    entry.error = Optional.of(e);
    entry.backOff(now);
  }

  private void decided(Entry entry, Instant now, Finality finality, State state) {
    if (finality == Finality.TENTATIVE) {
      entry.again(now.plus(POLL));
      return;
    }
    entry
        .sequence()
        .ifPresent(used -> next = OptionalLong.of(Math.max(next.orElse(used + 1), used + 1)));
    finish(entry, state);
  }

  private void expired(Entry entry, Instant now) {
    known = false;
    if (entry.refused) {
      finish(entry, State.REFUSED);
      return;
    }
    entry.phase = Phase.QUEUED;
    entry.again(now);
  }

  /** Whether a refusal is about number or time of the attempt, and not about the call. */
  private static boolean isAboutTheAttempt(ChainException e) {
    return switch (e.code()) {
      case STALE_SEQUENCE, CONFLICT, EXPIRED -> true;
      default -> false;
    };
  }

  private void finish(Entry entry, State state) {
    if (state == State.COMMITTED) {
      entry.error = Optional.empty();
    }
    entry.phase = Phase.DONE;
    entry.last = state;
    entries.remove(entry.id);
    finished.add(entry);
  }
}
