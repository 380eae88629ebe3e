/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.Height;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxException;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.outbox.api.Submission;
import dev.sluice.testkit.plugin.DirectPlugins;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxCallerTest {
  private static final ChainName CHAIN = new ChainName("dev");
  private static final KeyName KEY = new KeyName("account");

  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final List<ChannelCommand> commands = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();
  private final BlockingQueue<CallOutcome> answers = new LinkedBlockingQueue<>();
  private CompletableFuture<Submission> outcome = CompletableFuture.completedFuture(null);
  private final OutboxCaller caller =
      new OutboxCaller(
          new Recorder(),
          new DirectPlugins()
              .with(ChannelContract.class, new Contract())
              .ref(ChannelContract.class, "dev"),
          CHAIN,
          KEY,
          InstantSource.system(),
          timers,
          new OutboxCaller.Settings(
              Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(2)),
          "boot");

  /** Says what it was asked to. */
  private final class Contract implements ChannelContract {
    @Override
    public Address address() {
      return new Address("0x1::c");
    }

    @Override
    public Call call(ChannelCommand command) {
      commands.add(command);
      return new Call(address(), "f", List.of(), List.of());
    }

    @Override
    public <T> CompletableFuture<T> query(
        ChannelQuery<T> query, Optional<Height> at, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventFilter events() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ChannelEvent> decode(ChainEvent event) {
      return Optional.empty();
    }
  }

  /** Takes orders and answers what the test says. */
  private final class Recorder implements OutboxService {
    @Override
    public CompletableFuture<Submission> submit(Order order) {
      orders.add(order);
      return outcome;
    }

    @Override
    public Optional<Submission> submission(String reference) {
      return Optional.empty();
    }

    @Override
    public List<Submission> submissions() {
      return List.of();
    }
  }

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  private void ends(Submission.State state, Optional<ChainException> error) {
    outcome =
        CompletableFuture.completedFuture(
            new Submission("r", CHAIN, KEY, state, Optional.empty(), 1, Optional.empty(), error));
  }

  private CallOutcome answer() throws InterruptedException {
    CallOutcome answer = answers.poll(10, TimeUnit.SECONDS);
    assertThat(answer).isNotNull();
    return answer;
  }

  @Test
  void putsHeartbeatsOfAllChannelsInOneTransaction() throws Exception {
    ends(Submission.State.COMMITTED, Optional.empty());
    for (long channel = 1; channel <= 3; channel++) {
      caller.call(channel, new ContractCall.KeepAlive(Bytes.of((byte) channel)), answers::add);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(answer()).isEqualTo(new CallOutcome.Done());
    }
    assertThat(orders).hasSize(1);
    assertThat(((ChannelCommand.KeepAliveAll) commands.get(0)).all())
        .extracting(ChannelCommand.KeepAlive::channel)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void tellsAbortsFromWhatIsNotKnown() throws Exception {
    ContractCall claim = new ContractCall.ClaimLeader(4);
    ends(
        Submission.State.REFUSED,
        Optional.of(ChainException.aborted(new Address("0x1::c"), 43, "raw")));
    caller.call(1, claim, answers::add);
    assertThat(answer()).isEqualTo(new CallOutcome.Aborted(AbortCode.LEADER_LIVE));
    ends(
        Submission.State.REFUSED,
        Optional.of(ChainException.aborted(new Address("0x1::c"), 0x10001, "raw")));
    caller.call(1, claim, answers::add);
    assertThat(answer()).isEqualTo(new CallOutcome.Unavailable());
    ends(Submission.State.GIVEN_UP, Optional.empty());
    caller.call(1, claim, answers::add);
    assertThat(answer()).isEqualTo(new CallOutcome.Unavailable());
    outcome =
        CompletableFuture.failedFuture(new OutboxException(OutboxException.Code.FULL, "full"));
    caller.call(1, claim, answers::add);
    assertThat(answer()).isEqualTo(new CallOutcome.Unavailable());
    assertThat(orders).extracting(Order::reference).doesNotHaveDuplicates();
  }

  @Test
  void handsOnLateButInOrderWhileAMemberLeads() throws Exception {
    BlockingQueue<Integer> handed = new LinkedBlockingQueue<>();
    boolean[] leads = {true};
    DelayLine<Integer> line = new DelayLine<>(timers, 200, () -> leads[0], handed::add);
    long begin = System.nanoTime();
    line.accept(1);
    line.accept(2);
    assertThat(handed.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(190_000_000L);
    assertThat(handed.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
    line.accept(3);
    leads[0] = false;
    line.accept(4);
    assertThat(List.of(handed.take(), handed.take())).containsExactly(3, 4);
  }
}
