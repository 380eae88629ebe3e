/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.Executor;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.object.Wire;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The application of simulated channels: balances in one coin and transfers between them. Deposits
 * come in and frozen balances go out as the log says, so that what it pays is what the contract
 * holds. A transfer from the account 0 would make coins: the closed world refuses it.
 */
final class SimLedger implements Executor {
  /**
   * An account.
   *
   * @param active what it can spend
   * @param frozen what it had when it left or was removed
   * @param frozenAt height of that; 0 = never
   * @param backAt height at which it came back while the frozen part was not paid; 0 = it did not
   */
  private record Balance(long active, long frozen, long frozenAt, long backAt) {
    static Balance of(long active) {
      return new Balance(active, 0, 0, 0);
    }

    long amount() {
      return active + frozen;
    }

    boolean isFrozen() {
      return frozenAt != 0 && backAt == 0;
    }

    Balance plus(long more) {
      return new Balance(active + more, frozen, frozenAt, backAt);
    }

    Balance joined(long deposit, long height) {
      return new Balance(active + deposit, frozen, frozenAt, frozenAt == 0 ? 0 : height);
    }

    Balance frozen(long height) {
      return new Balance(0, amount(), height, 0);
    }

    /** After the settlement of {@code height}: a frozen part in its list was paid. */
    Balance settled(long height) {
      if (frozenAt == 0 || frozenAt > height) {
        return this;
      }
      boolean paid = backAt == 0 || backAt > height;
      return Balance.of(paid ? active : amount());
    }
  }

  private record State(
      TreeMap<AccountAddress, Balance> balances,
      List<PayoutList.Cut> cuts,
      AccountAddress subject,
      CheckpointKind kind) {
    byte[] encode() {
      BcsWriter writer = new BcsWriter();
      writer.length(balances.size());
      balances.forEach(
          (a, b) ->
              writer.address(a).u64(b.active()).u64(b.frozen()).u64(b.frozenAt()).u64(b.backAt()));
      Wire.putAll(writer, cuts);
      Wire.putConstant(writer.address(subject), kind);
      return writer.toByteArray();
    }

    static State decode(byte[] bytes) {
      return BcsReader.read(
          bytes,
          r -> {
            TreeMap<AccountAddress, Balance> balances = new TreeMap<>();
            for (int i = r.length(); i > 0; i--) {
              AccountAddress account = r.address();
              balances.put(
                  account,
                  new Balance(Wire.counter(r), Wire.counter(r), Wire.counter(r), Wire.counter(r)));
            }
            List<PayoutList.Cut> cuts =
                Wire.list(
                    r,
                    1024,
                    x -> new PayoutList.Cut(x.address(), Wire.counter(x), Wire.counter(x)));
            return new State(
                balances, cuts, r.address(), Wire.constant(r, CheckpointKind.values()));
          });
    }
  }

  /**
   * What honest members of one history have executed: the same batch on the same state comes to the
   * same, so that it is worked out once.
   */
  static final class Memory {
    private record Place(Hash parent, Hash logRoot, long height) {}

    private record Done(List<Transaction> transactions, State after, ExecutionOutcome outcome) {}

    private final Map<Place, Done> done = new HashMap<>();
  }

  private final Map<Hash, State> states = new HashMap<>();
  private final Memory memory;
  private final Hash coin;
  private final boolean closedWorld;
  private boolean lies;

  SimLedger(Hash coin, boolean closedWorld, Memory memory) {
    this.memory = memory;
    this.coin = coin;
    this.closedWorld = closedWorld;
    states.put(
        genesisRoot(),
        new State(new TreeMap<>(), List.of(), PayoutList.NOBODY, CheckpointKind.NONE));
  }

  static Hash genesisRoot() {
    return HashFunction.T.hash(new byte[] {0});
  }

  /** The call that moves coins. */
  static Bytes transfer(AccountAddress to, long amount) {
    return new BcsWriter().u8(0).address(to).u64(amount).toBytes();
  }

  /** The call that makes coins, which the closed world refuses. */
  static Bytes mint(AccountAddress to, long amount) {
    return new BcsWriter().u8(1).address(to).u64(amount).toBytes();
  }

  /** From now on gives senders a coin back: what a cheating leader's executor does. */
  void lie() {
    lies = true;
  }

  /** Balance in a state, frozen or not. */
  long balance(Hash root, AccountAddress account) {
    Balance balance = states.get(root).balances().get(account);
    return balance == null ? 0 : balance.amount();
  }

  /** What a known state pays. */
  PayoutList payouts(Hash root) {
    return payouts(states.get(root));
  }

  boolean knows(Hash root) {
    return states.containsKey(root);
  }

  @Override
  public ExecutionOutcome execute(
      Hash parent, Environment environment, List<Transaction> transactions) {
    State before = states.get(parent);
    if (before == null) {
      throw new IllegalArgumentException("unknown state " + parent);
    }
    if (lies) {
      return execute(before, environment, transactions);
    }
    Memory.Place place = new Memory.Place(parent, environment.logRoot(), environment.firstHeight());
    Memory.Done known = memory.done.get(place);
    if (known != null && known.transactions().equals(transactions)) {
      states.put(known.outcome().stateRoot(), known.after());
      return known.outcome();
    }
    ExecutionOutcome outcome = execute(before, environment, transactions);
    State after = states.get(outcome.stateRoot());
    memory.done.put(place, new Memory.Done(transactions, after, outcome));
    return outcome;
  }

  private ExecutionOutcome execute(
      State before, Environment environment, List<Transaction> transactions) {
    TreeMap<AccountAddress, Balance> balances = new TreeMap<>(before.balances());
    List<PayoutList.Cut> cuts = new ArrayList<>(before.cuts());
    AccountAddress subject = PayoutList.NOBODY;
    CheckpointKind kind = CheckpointKind.NONE;
    List<TxResult> results = new ArrayList<>(transactions.size());
    long height = environment.firstHeight();
    for (Transaction transaction : transactions) {
      if (transaction instanceof SignedTransaction signed) {
        results.add(client(balances, signed));
      } else {
        SystemTransaction system = (SystemTransaction) transaction;
        kind = system.checkpoint();
        if (system.kind() instanceof SystemTransaction.Leave leave) {
          subject = leave.signed().request().member();
          freeze(balances, subject, height);
        } else if (system.kind() instanceof SystemTransaction.ChainOp op) {
          apply(balances, cuts, op.body(), height);
        }
        results.add(TxResult.NOTHING);
      }
      height++;
    }
    State after = new State(balances, List.copyOf(cuts), subject, kind);
    return keep(after, environment.logRoot(), results);
  }

  private ExecutionOutcome keep(State state, Hash logRoot, List<TxResult> results) {
    BcsWriter writer = new BcsWriter();
    writer.fixedBytes(state.encode());
    Wire.put(writer, logRoot);
    Hash root = HashFunction.T.hash(writer.toByteArray());
    states.put(root, state);
    PayoutList payouts = payouts(state);
    return new ExecutionOutcome(
        results, root, Hash.ZERO, 0, payouts, payouts.root(), List.of(), false);
  }

  private PayoutList payouts(State state) {
    List<PayoutList.Entry> entries = new ArrayList<>();
    state
        .balances()
        .forEach(
            (account, balance) -> {
              if (balance.amount() != 0) {
                boolean release = state.kind() == CheckpointKind.CLOSE || balance.isFrozen();
                entries.add(new PayoutList.Entry(account, coin, balance.amount(), release));
              }
            });
    return new PayoutList(state.kind(), state.subject(), state.cuts(), entries);
  }

  private static void freeze(
      Map<AccountAddress, Balance> balances, AccountAddress account, long height) {
    balances.computeIfPresent(account, (a, b) -> b.frozen(height));
  }

  private static void apply(
      Map<AccountAddress, Balance> balances,
      List<PayoutList.Cut> cuts,
      ChainOpBody op,
      long height) {
    if (op instanceof ChainOpBody.Joined joined) {
      balances.compute(
          joined.member().address(),
          (a, b) -> b == null ? Balance.of(joined.deposit()) : b.joined(joined.deposit(), height));
    } else if (op instanceof ChainOpBody.Removed removed) {
      freeze(balances, removed.member(), height);
      cuts.add(new PayoutList.Cut(removed.member(), removed.setVersion(), removed.cutHeight()));
    } else if (op instanceof ChainOpBody.Settled settled) {
      balances.replaceAll((a, b) -> b.settled(settled.height()));
      cuts.removeIf(c -> c.height() < settled.height());
    }
  }

  private TxResult client(Map<AccountAddress, Balance> balances, SignedTransaction signed) {
    AccountAddress sender = signed.transaction().sender();
    try {
      BcsReader call = new BcsReader(signed.transaction().call());
      boolean mint = call.u8() == 1;
      AccountAddress to = call.address();
      long amount = call.u64();
      call.end();
      if (mint && closedWorld) {
        return failed(RefusalCode.NOT_SETTLEABLE);
      }
      Balance from = balances.get(sender);
      Balance target = balances.get(to);
      boolean possible =
          target != null
              && !target.isFrozen()
              && amount > 0
              && (mint || (from != null && from.active() >= amount));
      if (!possible) {
        return failed(RefusalCode.ABORTED);
      }
      if (!mint) {
        balances.put(sender, from.plus((lies ? 1 : 0) - amount));
      }
      balances.computeIfPresent(to, (a, b) -> b.plus(amount));
      Hash change = HashFunction.T.hash(signed.transaction().call().toArray());
      return new TxResult(0, 10, change, Hash.ZERO);
    } catch (CodecException e) {
      return failed(RefusalCode.UNKNOWN_CALL);
    }
  }

  private static TxResult failed(RefusalCode code) {
    return new TxResult(code.code(), 1, Hash.ZERO, Hash.ZERO);
  }

  @Override
  public void finalise(Hash stateRoot) {
    if (!states.containsKey(stateRoot)) {
      throw new IllegalArgumentException("unknown state " + stateRoot);
    }
  }

  @Override
  public List<SnapshotPage> snapshot(Hash stateRoot) {
    return List.of(new SnapshotPage(0, Bytes.of(states.get(stateRoot).encode())));
  }

  @Override
  public void release(Hash stateRoot) {}

  @Override
  public ExecutionOutcome restore(Hash logRoot, Iterable<SnapshotPage> pages) {
    State state = State.decode(pages.iterator().next().data().toArray());
    return keep(state, logRoot, List.of());
  }
}
