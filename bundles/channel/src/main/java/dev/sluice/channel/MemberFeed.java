/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.CallReport;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelSubscription;
import dev.sluice.channel.api.ChannelUpdate;
import dev.sluice.channel.api.PendingCall;
import dev.sluice.channel.runtime.MemberListener;
import dev.sluice.channel.sandbox.Receipt;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.BatchBody;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.step.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells clients what became of their transactions, and subscribers what is confirmed. */
final class MemberFeed implements MemberListener {
  /** Confirmed blocks kept for subscribers that resume. */
  static final int MAX_KEPT = 512;

  private static final Logger LOG = LoggerFactory.getLogger(MemberFeed.class);
  private static final int PROTOCOL_CODES = 100_000;

  private record Waiting(PendingCall call, long expiry) {}

  private final String name;
  private final Map<Hash, Waiting> waiting = new HashMap<>();
  private final ArrayDeque<ChannelUpdate.Block> kept = new ArrayDeque<>();
  private final List<QueueSubscription> subscriptions = new ArrayList<>();
  private long confirmedHeight;
  private Bytes state;
  private volatile long settledHeight;
  private Optional<String> ended = Optional.empty();

  /**
   * A feed.
   *
   * @param state as the channel begins
   */
  MemberFeed(String name, Bytes state) {
    this.name = name;
    this.state = state;
  }

  long settledHeight() {
    return settledHeight;
  }

  synchronized Optional<String> ended() {
    return ended;
  }

  /** Waits for a transaction. The same one handed in again shares the outcome. */
  synchronized PendingCall await(SignedTransaction transaction) {
    if (ended.isPresent()) {
      throw new ChannelException(ChannelException.Code.CLOSED, name + ": " + ended.get());
    }
    Hash hash = transaction.hash();
    Waiting known = waiting.get(hash);
    if (known != null) {
      return known.call();
    }
    if (waiting.size() >= ChannelService.MAX_PENDING) {
      throw overloaded();
    }
    PendingCall call = new PendingCall(new CompletableFuture<>(), new CompletableFuture<>());
    waiting.put(hash, new Waiting(call, transaction.transaction().expiryHeight()));
    return call;
  }

  ChannelException overloaded() {
    return new ChannelException(
        ChannelException.Code.OVERLOADED.number(), name + " has too many calls on their way", 100);
  }

  void giveUp(SignedTransaction transaction) {
    Waiting known;
    synchronized (this) {
      known = waiting.remove(transaction.hash());
    }
    if (known != null) {
      fail(known, overloaded());
    }
  }

  private static void fail(Waiting waiting, ChannelException cause) {
    waiting.call().accepted().completeExceptionally(cause);
    waiting.call().confirmed().completeExceptionally(cause);
  }

  @Override
  public void published(Publication publication, Optional<Work> work) {
    List<Receipt> receipts = work.map(Work::receipts).orElse(List.of());
    if (publication instanceof Publication.Accepted accepted) {
      List<ChannelUpdate.Entry> entries =
          entries(accepted.header(), accepted.body(), accepted.outcome().results(), receipts);
      entries.forEach(this::accepted);
    } else if (publication instanceof Publication.Confirmed confirmed) {
      confirmed(confirmed, receipts, work.map(Work::state));
    } else if (publication instanceof Publication.Refused refused) {
      refused(refused);
    } else if (publication instanceof Publication.Settled settled) {
      settledHeight = settled.height();
      tell(new ChannelUpdate.Settled(settled.height(), settled.root()));
    } else if (publication instanceof Publication.Restored restored) {
      restored(restored.height(), work.map(Work::state));
    } else if (publication instanceof Publication.Alarm alarm) {
      LOG.warn("Channel {}: {}: {}", name, alarm.kind(), alarm.detail());
    } else if (publication instanceof Publication.StateChanged changed) {
      LOG.info("Channel {}: member is {}", name, changed.state());
    }
  }

  private static List<ChannelUpdate.Entry> entries(
      BatchHeader header, BatchBody body, List<TxResult> results, List<Receipt> receipts) {
    List<ChannelUpdate.Entry> entries = new ArrayList<>();
    for (int i = 0; i < body.transactions().size(); i++) {
      long height = header.firstHeight() + i;
      if (i < receipts.size()) {
        Receipt r = receipts.get(i);
        entries.add(
            new ChannelUpdate.Entry(
                r.transaction(),
                new CallReport(
                    height, r.result(), r.changes(), r.events(), r.failure(), r.abortCode())));
      } else {
        Optional<Hash> hash =
            body.transactions().get(i) instanceof SignedTransaction signed
                ? Optional.of(signed.hash())
                : Optional.empty();
        entries.add(new ChannelUpdate.Entry(hash, bare(height, results.get(i))));
      }
    }
    return entries;
  }

  private static CallReport bare(long height, TxResult result) {
    return new CallReport(
        height, result, List.of(), List.of(), Optional.empty(), OptionalLong.empty());
  }

  private void accepted(ChannelUpdate.Entry entry) {
    Optional<Waiting> known;
    synchronized (this) {
      known = entry.transaction().map(waiting::get);
    }
    known.ifPresent(w -> w.call().accepted().complete(entry.report()));
  }

  private void confirmed(
      Publication.Confirmed confirmed, List<Receipt> receipts, Optional<Bytes> after) {
    BatchHeader header = confirmed.header();
    if (confirmed.body().isEmpty()) {
      return;
    }
    List<ChannelUpdate.Entry> entries =
        entries(header, confirmed.body(), confirmed.outcome().results(), receipts);
    ChannelUpdate.Block block =
        new ChannelUpdate.Block(header.firstHeight(), header.time(), header.stateRoot(), entries);
    List<Runnable> done = new ArrayList<>();
    synchronized (this) {
      confirmedHeight = block.lastHeight();
      after.ifPresent(s -> state = s);
      kept.add(block);
      if (kept.size() > MAX_KEPT) {
        kept.remove();
      }
      for (ChannelUpdate.Entry entry : entries) {
        entry
            .transaction()
            .map(waiting::remove)
            .ifPresent(
                w ->
                    done.add(
                        () -> {
                          w.call().accepted().complete(entry.report());
                          w.call().confirmed().complete(entry.report());
                        }));
      }
      waiting
          .values()
          .removeIf(
              w -> {
                boolean expired = w.expiry() <= confirmedHeight;
                if (expired) {
                  done.add(() -> fail(w, new ChannelException(100_012, "it has expired", 0)));
                }
                return expired;
              });
    }
    done.forEach(Runnable::run);
    tell(block);
  }

  private void refused(Publication.Refused refused) {
    Waiting known;
    synchronized (this) {
      known = waiting.remove(refused.transaction().hash());
    }
    if (known == null) {
      return;
    }
    if (refused.first().isPresent()) {
      CallReport first = bare(0, refused.first().get());
      known.call().accepted().complete(first);
      known.call().confirmed().complete(first);
    } else {
      fail(
          known,
          new ChannelException(
              PROTOCOL_CODES + refused.code().code(),
              name + " refuses the transaction: " + refused.code(),
              refused.retryAfter()));
    }
  }

  @Override
  public synchronized void resumed(long height, Bytes value) {
    confirmedHeight = height;
    state = value;
  }

  /** BCS of the dApp's state as last confirmed. */
  synchronized Bytes state() {
    return state;
  }

  private synchronized void restored(long height, Optional<Bytes> value) {
    confirmedHeight = height;
    value.ifPresent(s -> state = s);
    kept.clear();
    endAll("the member has gone on from a snapshot: subscribe again");
  }

  /** Begins a subscription; what is confirmed meanwhile waits. */
  synchronized ChannelSubscription subscribe(long fromHeight) {
    if (subscriptions.size() >= ChannelService.MAX_SUBSCRIPTIONS) {
      throw new ChannelException(
          ChannelException.Code.OVERLOADED.number(), name + " has too many subscribers", 1_000);
    }
    QueueSubscription subscription = new QueueSubscription(this::remove);
    long oldest = kept.isEmpty() ? confirmedHeight + 1 : kept.peek().firstHeight();
    boolean replay = fromHeight > 0 && fromHeight >= oldest;
    if (replay) {
      kept.stream().filter(b -> b.lastHeight() >= fromHeight).forEach(subscription::put);
    } else {
      subscription.put(new ChannelUpdate.Snapshot(confirmedHeight, state));
    }
    ended.ifPresent(subscription::end);
    subscriptions.add(subscription);
    return subscription;
  }

  private synchronized void remove(QueueSubscription subscription) {
    subscriptions.remove(subscription);
  }

  private synchronized void tell(ChannelUpdate update) {
    subscriptions.forEach(s -> s.put(update));
  }

  private synchronized void endAll(String reason) {
    subscriptions.forEach(s -> s.end(reason));
    subscriptions.clear();
  }

  @Override
  public void failed(RuntimeException cause) {
    LOG.error("Channel {}: the member has stopped: {}", name, cause.getMessage(), cause);
    end("the member has stopped: " + cause.getMessage());
  }

  /** Nothing follows: calls on their way fail. */
  void end(String reason) {
    List<Waiting> open;
    synchronized (this) {
      ended = Optional.of(reason);
      open = List.copyOf(waiting.values());
      waiting.clear();
      endAll(reason);
    }
    ChannelException cause = new ChannelException(ChannelException.Code.CLOSED, reason);
    open.forEach(w -> fail(w, cause));
  }
}
