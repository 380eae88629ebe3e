/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.chain;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.ChannelState;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.Head;
import dev.sluice.chain.api.Height;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.plugin.api.PluginRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one channel on the chain: hands over its final events in order, then the chain's time
 * with what the contract says of heartbeats. What the contract's views say is compared with the
 * events: the time is held back until both agree.
 */
public final class ChainWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ChainWatch.class);
  private static final int PAGE = 256;
  private static final Duration PLUGIN_CALL = Duration.ofSeconds(10);

  /** What a watch tells. Called on threads of the plugin, one call at a time. */
  public interface Sink {
    /** An event or a time, for the member. */
    void input(Input input);

    /** The members now. */
    void members(List<ChannelState.Member> members);

    /** Where the contract stands now. */
    void state(ChannelState state);
  }

  private final PluginRef<Chain> chain;
  private final PluginRef<ChannelContract> contract;
  private final long channel;
  private final ScheduledExecutorService timers;
  private final Duration interval;
  private final Sink sink;
  private final List<ChainEvent> waiting = new ArrayList<>();
  private Optional<EventFilter> filter = Optional.empty();
  private Cursor cursor = Cursor.EARLIEST;
  private long seq;
  private volatile boolean stopped;
  private volatile Optional<String> trouble = Optional.empty();

  /**
   * A watch that has not begun.
   *
   * @param interval between two looks
   */
  public ChainWatch(
      PluginRef<Chain> chain,
      PluginRef<ChannelContract> contract,
      long channel,
      ScheduledExecutorService timers,
      Duration interval,
      Sink sink) {
    this.chain = chain;
    this.contract = contract;
    this.channel = channel;
    this.timers = timers;
    this.interval = interval;
    this.sink = sink;
  }

  /** Begins with the first event there is. */
  public void start() {
    later(Duration.ZERO);
  }

  /** Ends; an answer under way is not handed over. */
  public void stop() {
    stopped = true;
  }

  /** Why the chain is not followed at present. */
  public Optional<String> trouble() {
    return trouble;
  }

  private void later(Duration delay) {
    if (stopped) {
      return;
    }
    try {
      var unused = timers.schedule(this::look, delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      stopped = true;
    }
  }

  private void look() {
    var unused =
        page()
            .thenCompose(this::take)
            .whenComplete(
                (more, failure) -> {
                  if (failure != null) {
                    trouble = Optional.of(String.valueOf(failure.getMessage()));
                    LOG.debug("Channel {}: {}", channel, failure.getMessage());
                  } else {
                    trouble = Optional.empty();
                  }
                  later(failure == null && more ? Duration.ZERO : interval);
                });
  }

  private CompletableFuture<EventPage> page() {
    try {
      EventFilter wanted = filter.orElseGet(() -> contract.run((c, r) -> c.events(), PLUGIN_CALL));
      filter = Optional.of(wanted);
      return chain.call((c, r) -> c.events(wanted, cursor, PAGE, Duration.ZERO), PLUGIN_CALL);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Hands over what is final; the answer says whether there is more to read at once. */
  private CompletableFuture<Boolean> take(EventPage page) {
    if (stopped) {
      return CompletableFuture.completedFuture(false);
    }
    for (EventNotice notice : page.notices()) {
      if (notice instanceof EventNotice.Observed observed) {
        waiting.add(observed.event());
      } else if (notice instanceof EventNotice.RolledBack back) {
        waiting.removeIf(e -> e.position().height().compareTo(back.to()) > 0);
      }
    }
    cursor = page.next();
    int ready = 0;
    while (ready < waiting.size() && page.head().isFinal(waiting.get(ready).position().height())) {
      hand(waiting.get(ready));
      ready++;
    }
    waiting.subList(0, ready).clear();
    return page.notices().size() >= PAGE
        ? CompletableFuture.completedFuture(true)
        : state(page.head()).thenApply(done -> false);
  }

  private void hand(ChainEvent event) {
    Optional<ChannelEvent> decoded = contract.run((c, r) -> c.decode(event), PLUGIN_CALL);
    decoded
        .filter(e -> e.channel() == channel)
        .ifPresent(
            e -> {
              seq = Math.max(seq, e.seq());
              sink.input(
                  new Input.ChainEvent(e.seq(), event.time().toEpochMilli(), ContractEvents.of(e)));
            });
  }

  private CompletableFuture<Void> state(Head head) {
    Optional<Height> at = Optional.of(head.finalized());
    if (seq == 0) {
      return CompletableFuture.completedFuture(null);
    }
    var state = ask(new ChannelQuery.Channel(channel), at);
    var members = ask(new ChannelQuery.Members(channel), at);
    return state.thenCombine(
        members,
        (s, m) -> {
          if (!stopped && s.seq() == seq) {
            sink.state(s);
            sink.members(m);
            sink.input(
                new Input.ChainTime(
                    seq,
                    head.time().toEpochMilli(),
                    s.setVersion(),
                    m.stream().map(ChannelState.Member::heartbeat).toList()));
          } else {
            LOG.debug("Channel {}: events up to {}, contract at {}", channel, seq, s.seq());
          }
          return null;
        });
  }

  private <T> CompletableFuture<T> ask(ChannelQuery<T> query, Optional<Height> at) {
    return contract.call((c, remaining) -> c.query(query, at, remaining), PLUGIN_CALL);
  }
}
