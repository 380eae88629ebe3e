/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.AuthenticationKeys;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Hashes;
import dev.sluice.devchain.ledger.LedgerTransaction.Kind;
import dev.sluice.devchain.state.Write;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.state.Event;
import dev.sluice.move.stdlib.StandardNatives;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Executes transactions in blocks and appends these to the store. Used by one thread. */
final class BlockMaker {
  /** What the faucet has at first, in octas. */
  static final long FAUCET_FUNDS = 1_000_000_000_000_000_000L;

  /** A block that is on disk. */
  record Made(Head head, List<PendingTransaction> refused) {}

  private static final byte[] METADATA = "SLUICE::BlockMetadata".getBytes(StandardCharsets.UTF_8);

  private final LedgerSettings settings;
  private final LedgerStore store;
  private final MoveVm vm = new MoveVm(VmConfig.of(StandardNatives.registry()));
  private final Session session;

  /** Outputs in BCS of the block under way. */
  private final List<Bytes> outputs = new ArrayList<>();

  private Head head;

  /** A maker that goes on where the store ends, or makes the first block. */
  BlockMaker(LedgerSettings settings, LedgerStore store, Bytes faucetKey) throws IOException {
    this.settings = settings;
    this.store = store;
    if (store.recovered().isEmpty()) {
      this.head = genesis(faucetKey);
    } else {
      LedgerStore.Recovered at = store.recovered().get();
      this.head =
          new Head(
              at.version(),
              at.height(),
              at.timestampMicros(),
              at.accumulator(),
              vm.load(store.state().at(at.version())));
    }
    this.session = vm.open(head.modules(), store.newest());
  }

  MoveVm vm() {
    return vm;
  }

  Head head() {
    return head;
  }

  private Head genesis(Bytes faucetKey) throws IOException {
    List<Write> writes = new ArrayList<>(Framework.modules());
    store.state().apply(0, writes);
    Session first = vm.open(vm.load(store.state().at(0)), store.newest());
    List<Event> events = new ArrayList<>();
    List<Call> calls =
        List.of(
            Framework.initialize(settings.chainId(), AuthenticationKeys.ed25519(faucetKey)),
            Framework.fillFaucet(FAUCET_FUNDS));
    for (Call call : calls) {
      CallResult result = first.call(call);
      result
          .failure()
          .ifPresent(
              failure -> {
                throw new IllegalStateException("the first state cannot be made", failure);
              });
      events.addAll(result.events());
    }
    List<Write> state = Write.of(first.commit());
    store.state().apply(0, state);
    writes.addAll(state);
    Output output = new Output(true, Output.EXECUTED, 0, events, writes);
    Bytes hash = Bytes.of(Hashes.sha3_256(output.encodedWrites().toArray()));
    Bytes accumulator = LedgerTransaction.accumulate(Bytes.EMPTY, hash, output.toBcs());
    LedgerTransaction transaction =
        new LedgerTransaction(Kind.GENESIS, 0, 0, 0, hash, Bytes.EMPTY, output, accumulator);
    store.append(BlockRecord.of(List.of(transaction), List.of(output.toBcs())));
    return new Head(0, 0, 0, accumulator, vm.load(store.state().at(0)));
  }

  /**
   * Executes transactions in a new block, appends it and waits for the disk.
   *
   * @throws IOException if it cannot be written; no block can be made afterwards
   */
  Made make(List<PendingTransaction> pending, long timestampMicros) throws IOException {
    List<LedgerTransaction> done = new ArrayList<>(pending.size() + 1);
    List<PendingTransaction> refused = new ArrayList<>();
    outputs.clear();
    long height = head.height() + 1;
    Bytes accumulator = head.accumulator();
    Output prologue = prologue(timestampMicros);
    Bytes metadata =
        Bytes.of(
            Hashes.sha3_256(
                METADATA,
                accumulator.toArray(),
                new BcsWriter(16).u64(height).u64(timestampMicros).toByteArray()));
    accumulator =
        add(
            done,
            Kind.BLOCK_METADATA,
            height,
            timestampMicros,
            metadata,
            Bytes.EMPTY,
            prologue,
            accumulator);
    TransactionRunner runner = new TransactionRunner(session, store.newest(), settings.chainId());
    for (PendingTransaction transaction : pending) {
      TransactionRunner.Result result =
          runner.run(transaction.signed(), transaction.hash(), timestampMicros);
      if (result.output().isPresent()) {
        accumulator =
            add(
                done,
                Kind.USER,
                height,
                timestampMicros,
                transaction.hash(),
                transaction.bytes(),
                result.output().get(),
                accumulator);
      } else {
        refused.add(transaction);
      }
    }
    BlockRecord block = BlockRecord.of(done, outputs);
    store.append(block);
    head =
        new Head(
            block.block().lastVersion(), height, timestampMicros, accumulator, session.modules());
    return new Made(head, refused);
  }

  private Output prologue(long timestampMicros) {
    CallResult result = session.call(Framework.blockPrologue(timestampMicros));
    result
        .failure()
        .ifPresent(
            failure -> {
              throw new IllegalStateException("a block cannot start", failure);
            });
    return new Output(true, Output.EXECUTED, 0, result.events(), Write.of(session.commit()));
  }

  private Bytes add(
      List<LedgerTransaction> done,
      Kind kind,
      long height,
      long timestampMicros,
      Bytes hash,
      Bytes body,
      Output output,
      Bytes before) {
    long version = head.version() + 1 + done.size();
    store.state().apply(version, output.writes());
    Bytes encoded = output.toBcs();
    Bytes accumulator = LedgerTransaction.accumulate(before, hash, encoded);
    outputs.add(encoded);
    done.add(
        new LedgerTransaction(
            kind, version, height, timestampMicros, hash, body, output, accumulator));
    return accumulator;
  }
}
