/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.Executor;
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
import java.util.Optional;
import java.util.TreeMap;

/** A small ledger: accounts with balances, transfers between them. Call = receiver and amount. */
final class LedgerExecutor implements Executor {
  static final Hash COIN = HashFunction.H.hash(new byte[] {1});

  private record State(
      TreeMap<AccountAddress, Long> balances, Optional<AccountAddress> leaving, boolean close) {
    byte[] encode() {
      BcsWriter writer = new BcsWriter();
      writer.map(balances, BcsWriter::address, BcsWriter::u64);
      writer.option(leaving, BcsWriter::address).bool(close);
      return writer.toByteArray();
    }

    static State decode(byte[] bytes) {
      return BcsReader.read(
          bytes,
          r ->
              new State(
                  new TreeMap<>(r.map(BcsReader::address, BcsReader::u64)),
                  r.option(BcsReader::address),
                  r.bool()));
    }
  }

  private final Map<Hash, State> states = new HashMap<>();
  private final Map<Hash, Hash> logRoots = new HashMap<>();
  private boolean lies;

  LedgerExecutor(Hash genesisRoot) {
    states.put(genesisRoot, new State(new TreeMap<>(), Optional.empty(), false));
  }

  static Hash genesisRoot() {
    return HashFunction.H.hash(new byte[] {0});
  }

  /** The call bytes of a transfer. */
  static Bytes transfer(AccountAddress to, long amount) {
    return new BcsWriter().address(to).u64(amount).toBytes();
  }

  /** From now on adds one coin to whoever sends: what a cheating leader's executor does. */
  void lie() {
    lies = true;
  }

  private static Hash root(State state, Hash logRoot) {
    BcsWriter writer = new BcsWriter();
    writer.fixedBytes(state.encode());
    Wire.put(writer, logRoot);
    return HashFunction.H.hash(writer.toByteArray());
  }

  @Override
  public ExecutionOutcome execute(
      Hash parent, Environment environment, List<Transaction> transactions) {
    State before = states.get(parent);
    if (before == null) {
      throw new IllegalArgumentException("unknown state " + parent);
    }
    TreeMap<AccountAddress, Long> balances = new TreeMap<>(before.balances());
    Optional<AccountAddress> leaving = before.leaving();
    boolean close = before.close();
    CheckpointKind kind = CheckpointKind.NONE;
    List<TxResult> results = new ArrayList<>();
    for (Transaction transaction : transactions) {
      if (transaction instanceof SignedTransaction signed) {
        results.add(transfer(balances, signed));
        continue;
      }
      SystemTransaction system = (SystemTransaction) transaction;
      kind = system.checkpoint();
      if (system.kind() instanceof SystemTransaction.Leave leave) {
        leaving = Optional.of(leave.signed().request().member());
      } else if (system.kind() instanceof SystemTransaction.Close) {
        close = true;
      } else if (system.kind() instanceof SystemTransaction.ChainOp op) {
        if (op.body() instanceof ChainOpBody.Joined joined) {
          balances.merge(joined.member().address(), joined.deposit(), Long::sum);
        } else if (op.body() instanceof ChainOpBody.Settled settled
            && settled.kind() == CheckpointKind.LEAVE) {
          leaving.ifPresent(balances::remove);
          leaving = Optional.empty();
        }
      }
      results.add(TxResult.NOTHING);
    }
    State after = new State(balances, leaving, close);
    Hash root = root(after, environment.logRoot());
    states.put(root, after);
    logRoots.put(root, environment.logRoot());
    return outcome(results, root, after, kind);
  }

  private TxResult transfer(Map<AccountAddress, Long> balances, SignedTransaction signed) {
    AccountAddress sender = signed.transaction().sender();
    try {
      BcsReader call = new BcsReader(signed.transaction().call());
      AccountAddress to = call.address();
      long amount = call.u64();
      call.end();
      long has = balances.getOrDefault(sender, 0L);
      if (amount > has) {
        return new TxResult(1001, 1, Hash.ZERO, Hash.ZERO);
      }
      balances.put(sender, has - amount + (lies ? 1 : 0));
      balances.merge(to, amount, Long::sum);
      Hash change = HashFunction.T.hash(signed.transaction().call().toArray());
      return new TxResult(0, 10, change, Hash.ZERO);
    } catch (CodecException e) {
      return new TxResult(105, 1, Hash.ZERO, Hash.ZERO);
    }
  }

  private static ExecutionOutcome outcome(
      List<TxResult> results, Hash root, State state, CheckpointKind kind) {
    List<PayoutList.Entry> entries = new ArrayList<>();
    for (Map.Entry<AccountAddress, Long> balance : state.balances().entrySet()) {
      if (balance.getValue() != 0) {
        boolean release =
            kind == CheckpointKind.CLOSE
                || state.leaving().filter(balance.getKey()::equals).isPresent();
        entries.add(new PayoutList.Entry(balance.getKey(), COIN, balance.getValue(), release));
      }
    }
    AccountAddress subject =
        kind == CheckpointKind.LEAVE ? state.leaving().orElseThrow() : PayoutList.NOBODY;
    PayoutList payouts = new PayoutList(kind, subject, List.of(), entries);
    return new ExecutionOutcome(
        results, root, Hash.ZERO, 0, payouts, payouts.root(), List.of(), false);
  }

  long balance(Hash root, AccountAddress account) {
    return states.get(root).balances().getOrDefault(account, 0L);
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
    Hash root = root(state, logRoot);
    states.clear();
    states.put(root, state);
    CheckpointKind kind =
        state.close()
            ? CheckpointKind.CLOSE
            : state.leaving().isPresent() ? CheckpointKind.LEAVE : CheckpointKind.PLAIN;
    return outcome(List.of(), root, state, kind);
  }
}
