/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.chain;

import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.outbox.api.Submission;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings commands of one account on one chain to the contract, through the outbox. Heartbeats of
 * all channels that come within a short time go in one transaction. Thread-safe.
 */
public final class OutboxCaller {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxCaller.class);
  private static final Duration PLUGIN_CALL = Duration.ofSeconds(1);

  /**
   * Times.
   *
   * @param hold how long a heartbeat waits for those of other channels
   * @param valid how long one attempt may be committed
   * @param giveUp after which time a call that is not committed counts as unavailable
   */
  public record Settings(Duration hold, Duration valid, Duration giveUp) {
    /** 1 s, 10 s and 30 s: a heartbeat every 5 s stays far below the 15 s of liveness. */
    public static final Settings DEFAULT =
        new Settings(Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  private record Heartbeat(Bytes delays, Consumer<CallOutcome> answer) {}

  private final OutboxService outbox;
  private final PluginRef<ChannelContract> contract;
  private final ChainName chain;
  private final KeyName key;
  private final InstantSource clock;
  private final ScheduledExecutorService timers;
  private final Settings settings;
  private final String prefix;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, Heartbeat> heartbeats = new LinkedHashMap<>();

  /**
   * A caller.
   *
   * @param key of the account
   * @param boot differs for each start, so that references do
   */
  public OutboxCaller(
      OutboxService outbox,
      PluginRef<ChannelContract> contract,
      ChainName chain,
      KeyName key,
      InstantSource clock,
      ScheduledExecutorService timers,
      Settings settings,
      String boot) {
    this.outbox = outbox;
    this.contract = contract;
    this.chain = chain;
    this.key = key;
    this.clock = clock;
    this.timers = timers;
    this.settings = settings;
    prefix = "channel/" + key.value() + "/" + boot + "/";
  }

  /** Carries out a call of the member of a channel. */
  public void call(long channel, ContractCall call, Consumer<CallOutcome> answer) {
    if (call instanceof ContractCall.KeepAlive keepAlive) {
      hold(channel, new Heartbeat(keepAlive.delays(), answer));
      return;
    }
    submit(
        ContractCommands.of(channel, call),
        submission -> answer.accept(outcome(call.toString(), submission)),
        () -> answer.accept(new CallOutcome.Unavailable()));
  }

  /**
   * Carries out any command.
   *
   * @param done called with the last state of the order
   * @param refused called if the outbox or the plugin does not take it
   */
  public void submit(ChannelCommand command, Consumer<Submission> done, Runnable refused) {
    try {
      Order order =
          new Order(
              prefix + numbers.incrementAndGet(),
              chain,
              key,
              contract.run((c, remaining) -> c.call(command), PLUGIN_CALL),
              Optional.empty(),
              settings.valid(),
              clock.instant().plus(settings.giveUp()));
      var unused =
          outbox
              .submit(order)
              .whenComplete(
                  (submission, failure) -> {
                    if (failure == null) {
                      done.accept(submission);
                    } else {
                      refused.run();
                    }
                  });
    } catch (PluginException | ChainException e) {
      LOG.debug("{} is not sent: {}", command, e.getMessage());
      refused.run();
    }
  }

  private void hold(long channel, Heartbeat heartbeat) {
    Optional<Heartbeat> replaced;
    boolean first;
    synchronized (heartbeats) {
      first = heartbeats.isEmpty();
      replaced = Optional.ofNullable(heartbeats.put(channel, heartbeat));
    }
    replaced.ifPresent(h -> h.answer().accept(new CallOutcome.Unavailable()));
    if (first) {
      try {
        var unused =
            timers.schedule(this::flush, settings.hold().toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("The node stops: no more heartbeats");
      }
    }
  }

  private void flush() {
    List<ChannelCommand.KeepAlive> all = new ArrayList<>();
    List<Heartbeat> held = new ArrayList<>();
    synchronized (heartbeats) {
      heartbeats.forEach(
          (channel, h) -> {
            all.add(new ChannelCommand.KeepAlive(channel, h.delays()));
            held.add(h);
          });
      heartbeats.clear();
    }
    int most = ChannelCommand.KeepAliveAll.MAX_CHANNELS;
    for (int i = 0; i < all.size(); i += most) {
      int to = Math.min(all.size(), i + most);
      List<Heartbeat> these = List.copyOf(held.subList(i, to));
      submit(
          new ChannelCommand.KeepAliveAll(all.subList(i, to)),
          submission -> {
            CallOutcome outcome = outcome("heartbeat", submission);
            these.forEach(h -> h.answer().accept(outcome));
          },
          () -> these.forEach(h -> h.answer().accept(new CallOutcome.Unavailable())));
    }
  }

  /** What an order that has ended means to the member that made the call. */
  static CallOutcome outcome(String what, Submission submission) {
    if (submission.state() == Submission.State.COMMITTED) {
      return new CallOutcome.Done();
    }
    Optional<ChainException> error = submission.error();
    if (submission.status().orElse(null) instanceof TransactionStatus.Failed failed) {
      error = Optional.of(failed.error());
    }
    Optional<AbortCode> code =
        error
            .flatMap(ChainException::abort)
            .filter(a -> a.code() >= 0 && a.code() <= Integer.MAX_VALUE)
            .flatMap(a -> AbortCode.of((int) a.code()));
    LOG.debug("{} ended as {}: {}", what, submission.state(), error);
    return code.<CallOutcome>map(CallOutcome.Aborted::new).orElseGet(CallOutcome.Unavailable::new);
  }
}
