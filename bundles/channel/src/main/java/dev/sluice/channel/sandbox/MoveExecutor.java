/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.Executor;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.stdlib.StandardNatives;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The application of a channel whose transactions call Move entry functions. Used by one thread at
 * a time, except {@link #view}.
 */
public final class MoveExecutor implements Executor {
  private record Known(SandboxState state, Hash parent) {}

  private final SandboxGenesis genesis;
  private final MoveVm vm;
  private final LoadedModules modules;
  private final Optional<EntryCall> tick;
  private final Map<Hash, Known> states = new HashMap<>();
  private final Map<Hash, SandboxState> snapshots = new HashMap<>();
  private volatile SandboxState finalState;

  // The session stands on the state executed last: the next batch mostly does, too.
  private Optional<Session> session = Optional.empty();
  private ChannelView view;
  private Hash sessionRoot;
  private List<Receipt> receipts = List.of();

  /**
   * An executor at genesis.
   *
   * @throws IllegalArgumentException if the code's hashes are not those of the configuration, or
   *     the tick function is not named {@code address::module::function}
   */
  public MoveExecutor(SandboxGenesis genesis) {
    if (!genesis.code().hashes().equals(genesis.config().codeHashes())) {
      throw new IllegalArgumentException("the code is not that of the channel's configuration");
    }
    this.genesis = genesis;
    vm = new MoveVm(VmConfig.of(StandardNatives.registry()));
    modules = vm.load(genesis.code()::module);
    tick = tick(new String(genesis.config().tickFunction().toArray(), StandardCharsets.UTF_8));
    SandboxState first = SandboxState.genesis(genesis);
    states.put(first.root, new Known(first, Hash.ZERO));
    finalState = first;
    view = new ChannelView(genesis, first.tree);
    sessionRoot = first.root;
  }

  private static Optional<EntryCall> tick(String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = name.split("::", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("tick function " + name);
    }
    ModuleId module = new ModuleId(AccountAddress.parse(parts[0]), parts[1]);
    return Optional.of(new EntryCall(module, parts[2], List.of(), List.of()));
  }

  @Override
  public ExecutionOutcome execute(
      Hash parent, Environment environment, List<Transaction> transactions) {
    SandboxState before = known(parent);
    if (session.isEmpty() || !sessionRoot.equals(parent)) {
      view = new ChannelView(genesis, before.tree);
      session = Optional.of(vm.open(modules, view));
    }
    // A batch that throws must leave no session behind that has seen half of it.
    Session open = session.get();
    session = Optional.empty();
    BatchRun run = new BatchRun(genesis, tick, open, view, before, environment);
    SandboxState after = run.run(transactions);
    receipts = List.copyOf(run.receipts());
    states.put(after.root, new Known(after, parent));
    session = Optional.of(open);
    sessionRoot = after.root;
    return after.outcome;
  }

  /** What each transaction of the batch executed last did. */
  public List<Receipt> lastReceipts() {
    return receipts;
  }

  private SandboxState known(Hash root) {
    Known known = states.get(root);
    if (known == null) {
      throw new IllegalArgumentException("unknown state " + root);
    }
    return known.state();
  }

  @Override
  public void finalise(Hash stateRoot) {
    finalState = known(stateRoot);
    Set<Hash> kept = new HashSet<>();
    for (Hash root : states.keySet()) {
      Hash at = root;
      while (!at.equals(stateRoot) && states.containsKey(at)) {
        Hash parent = states.get(at).parent();
        at = parent.equals(at) ? Hash.ZERO : parent;
      }
      if (at.equals(stateRoot)) {
        kept.add(root);
      }
    }
    states.keySet().retainAll(kept);
  }

  /** The pages of net changes since the checkpoint below a known state. */
  public List<NetChangePage> netChangePages(Hash stateRoot) {
    return known(stateRoot).pages;
  }

  @Override
  public List<SnapshotPage> snapshot(Hash stateRoot) {
    SandboxState state = snapshots.computeIfAbsent(stateRoot, this::known);
    return state.snapshot();
  }

  @Override
  public void release(Hash stateRoot) {
    snapshots.remove(stateRoot);
  }

  @Override
  public ExecutionOutcome restore(Hash logRoot, Iterable<SnapshotPage> pages) {
    SandboxState state = SandboxState.restore(pages, genesis.config().coin(), logRoot);
    states.clear();
    states.put(state.root, new Known(state, Hash.ZERO));
    session = Optional.empty();
    finalState = state;
    return state.outcome;
  }

  /**
   * Runs a function on the last final state, without effect. Any thread.
   *
   * @param maxGas bound of the run
   * @return the returned values, BCS
   * @throws MoveException if it fails
   */
  public CallResult view(EntryCall call, long maxGas) {
    SandboxState state = finalState;
    ChannelView at = new ChannelView(genesis, state.tree);
    at.setContext(0, 0, state.escrow.members());
    Session once = vm.open(modules, at);
    return once.call(
        Call.function(call.module(), call.function())
            .withTypeArguments(call.typeArguments())
            .withArguments(call.arguments())
            .withGasLimit(maxGas));
  }

  /** BCS of the dApp's state in a known state. */
  public Bytes value(Hash stateRoot) {
    return known(stateRoot)
        .tree
        .get(EntryKey.resource(genesis.stateAddress(), genesis.stateType()))
        .orElseThrow();
  }
}
