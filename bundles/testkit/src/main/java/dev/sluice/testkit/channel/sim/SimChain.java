/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.testkit.channel.contract.ChannelEvent;
import dev.sluice.testkit.channel.contract.ContractAbort;
import dev.sluice.testkit.channel.contract.ContractModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The chain: calls wait for a block, blocks become final some blocks later, blocks that are not
 * final may come back in another order, and everything may stand still for a while. Members see
 * final positions only, so the contract is carried out when a call becomes final.
 */
final class SimChain {
  /** What happens on the chain when it is its turn. */
  interface Operation {
    void apply(ContractModel model, long now);
  }

  private record Waiting(
      String text, Operation operation, Consumer<CallOutcome> answer, long finalAt) {}

  private static final long BLOCK_MS = 400;

  final ContractModel model;
  private final World world;
  private final Observer observer;
  private final List<Waiting> waiting = new ArrayList<>();
  private final long finality;
  private boolean down;

  SimChain(World world, ContractModel model, Observer observer, int finalityBlocks) {
    this.world = world;
    this.model = model;
    this.observer = observer;
    finality = finalityBlocks * BLOCK_MS;
    world.later(BLOCK_MS, this::block);
  }

  boolean isDown() {
    return down;
  }

  void setDown(boolean down) {
    this.down = down;
  }

  void call(AccountAddress caller, ContractCall call, long channel, Consumer<CallOutcome> answer) {
    submit(
        caller + " " + call.getClass().getSimpleName(),
        (m, now) -> ContractCalls.apply(m, caller, now, channel, call),
        answer);
  }

  void submit(String text, Operation operation, Consumer<CallOutcome> answer) {
    long delay = world.between(20, 300);
    waiting.add(new Waiting(text, operation, answer, world.now() + delay + finality));
  }

  /** Blocks that are not final are made again, with their calls in another order. */
  void reorganise() {
    if (waiting.size() > 1) {
      Collections.shuffle(waiting, new Random(world.random.nextLong()));
      world.count(Counter.REORGANISATIONS);
      world.trace(() -> "chain reorganises " + waiting.size() + " calls");
    }
  }

  private void block() {
    world.later(BLOCK_MS, this::block);
    if (down) {
      return;
    }
    List<Waiting> due = waiting.stream().filter(w -> w.finalAt() <= world.now()).toList();
    waiting.removeAll(due);
    for (Waiting call : due) {
      CallOutcome outcome = carryOut(call);
      call.answer().accept(outcome);
    }
  }

  private CallOutcome carryOut(Waiting call) {
    int before = model.events().size();
    try {
      call.operation().apply(model, world.now());
    } catch (ContractAbort e) {
      boolean usual = call.text().endsWith("KeepAlive");
      if (!usual) {
        world.trace(() -> "chain " + call.text() + ": " + e.getMessage());
      }
      return new CallOutcome.Aborted(e.code());
    }
    List<ChannelEvent> events = model.events();
    for (ChannelEvent event : List.copyOf(events.subList(before, events.size()))) {
      world.trace(() -> "chain " + call.text() + ": #" + event.seq() + " " + event.event());
      observer.onChain(event);
    }
    observer.audit(model);
    return new CallOutcome.Done();
  }

  static Input.ChainEvent input(ChannelEvent event) {
    return new Input.ChainEvent(event.seq(), event.time(), event.event());
  }
}
