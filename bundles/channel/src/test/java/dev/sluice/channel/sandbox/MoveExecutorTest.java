/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.Environment;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointReason;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.devchain.ledger.FrameworkModules;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Deserializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The chat room as a channel's application. */
class MoveExecutorTest {
  private static final AccountAddress CONTRACT = MovePackage.DEVELOPMENT_PUBLISHER;
  private static final Domain DOMAIN = new Domain(1L << 56 | 4, CONTRACT, 7);
  private static final AccountAddress ALICE = AccountAddress.of(0xa11ce);
  private static final StructTag ROOM = StructTag.of(CONTRACT, "chat", "Room");
  private static final Hash COIN = HashFunction.T.hash(new byte[] {9});
  private static final CodeSet CODE = code();
  private static final long PLENTY = 1_000_000;

  private final MoveExecutor executor = new MoveExecutor(genesis());
  private Hash at = genesis().root();
  private long height = 1;
  private long sequence;

  private static CodeSet code() {
    Map<ModuleId, Bytes> modules = new HashMap<>();
    List<Bytes> all = new ArrayList<>(FrameworkModules.all());
    for (MovePackage each :
        List.of(MovePackage.channelCore(), MovePackage.stateChannel(), MovePackage.examples())) {
      all.addAll(each.code());
    }
    all.forEach(code -> modules.put(new Deserializer().module(code.toArray()).id(), code));
    return CodeSet.closure(
        List.of(new ModuleId(CONTRACT, "chat"), new ModuleId(CONTRACT, "channel_context")),
        id -> Optional.ofNullable(modules.get(id)));
  }

  private static SandboxGenesis genesis() {
    Bytes room = new BcsWriter().string("test").address(ALICE).u64(0).length(0).toBytes();
    ConfigRecord config = ConfigRecord.defaults().withDapp(COIN, CODE.hashes(), List.of());
    return new SandboxGenesis(
        DOMAIN, config, CODE, ROOM, AccountAddress.of(0xc4a7), room, Optional.empty());
  }

  private ExecutionOutcome run(Transaction... transactions) {
    return run(List.of(transactions));
  }

  private ExecutionOutcome run(List<Transaction> transactions) {
    Hash logRoot = HashFunction.T.hash(new BcsWriter().u64(height).toByteArray());
    ExecutionOutcome outcome =
        executor.execute(at, new Environment(height, 1_000 + height, 3, 1, logRoot), transactions);
    at = outcome.stateRoot();
    height += transactions.size();
    return outcome;
  }

  private static Transaction joined(AccountAddress member, long opSeq, long deposit) {
    Key key = Key.of(new byte[Key.LENGTH]);
    return new SystemTransaction(
        opSeq,
        new SystemTransaction.ChainOp(
            opSeq,
            new ChainOpBody.Joined(
                new MemberRecord(member, key, key, key, Bytes.EMPTY, opSeq), opSeq, deposit)));
  }

  private SignedTransaction call(AccountAddress sender, Bytes call, long gas) {
    ClientTransaction transaction =
        new ClientTransaction(DOMAIN, sender, ++sequence, 1_000, gas, call);
    return new SignedTransaction(transaction, Signature.of(new byte[Signature.LENGTH]));
  }

  private SignedTransaction say(String text) {
    return call(ALICE, entry("chat", "say", new BcsWriter().string(text).toBytes()), PLENTY);
  }

  private static Bytes entry(String module, String function, Bytes... arguments) {
    return new EntryCall(new ModuleId(CONTRACT, module), function, List.of(), List.of(arguments))
        .encode();
  }

  private long written() {
    BcsReader room = new BcsReader(executor.value(at));
    room.string();
    room.address();
    return room.u64();
  }

  private static long status(ExecutionOutcome outcome) {
    return outcome.results().get(outcome.results().size() - 1).status();
  }

  @Test
  void runsCodeOfTheDappInItsPlace() {
    ExecutionOutcome outcome = run(joined(ALICE, 1, 500), say("hello"), say("world"));
    assertThat(outcome.results()).extracting(r -> r.status()).containsOnly(0L);
    assertThat(written()).isEqualTo(2);
    assertThat(outcome.netChangePages()).isEqualTo(1);
    assertThat(outcome.payouts().entries()).hasSize(1);
    Receipt receipt = executor.lastReceipts().get(1);
    assertThat(receipt.events()).hasSize(1);
    assertThat(receipt.changes()).hasSize(1);
    assertThat(receipt.result().gas()).isPositive();
  }

  @Test
  void leavesNoTraceOfWhatFails() {
    run(joined(ALICE, 1, 500));
    Hash value = HashFunction.T.hash(executor.value(at).toArray());
    record Case(Transaction transaction, RefusalCode code) {}
    Bytes text = new BcsWriter().string("x").toBytes();
    for (Case each :
        List.of(
            new Case(say(""), RefusalCode.ABORTED),
            new Case(
                call(AccountAddress.of(5), entry("chat", "say", text), PLENTY),
                RefusalCode.ABORTED),
            new Case(call(ALICE, entry("chat", "say", text), 3), RefusalCode.OUT_OF_GAS),
            new Case(call(ALICE, entry("chat", "say"), PLENTY), RefusalCode.UNKNOWN_CALL),
            new Case(call(ALICE, entry("chat", "sing", text), PLENTY), RefusalCode.UNKNOWN_CALL),
            new Case(call(ALICE, entry("opera", "say", text), PLENTY), RefusalCode.UNKNOWN_CALL),
            new Case(call(ALICE, Bytes.of((byte) 1), PLENTY), RefusalCode.UNKNOWN_CALL))) {
      ExecutionOutcome outcome = run(each.transaction());
      assertThat(status(outcome)).as("%s", each).isEqualTo(each.code().code());
      assertThat(outcome.results().get(0).changeSet()).isEqualTo(Hash.ZERO);
      assertThat(HashFunction.T.hash(executor.value(at).toArray())).isEqualTo(value);
    }
    assertThat(executor.lastReceipts().get(0).failure()).isPresent();
    // An abort tells its code.
    run(say(""));
    assertThat(executor.lastReceipts().get(0).abortCode()).hasValue(0x10001);
  }

  @Test
  void refusesWhatOneSettlementCannotCarry() {
    run(joined(ALICE, 1, 500));
    String line = "x".repeat(280);
    List<Transaction> many = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      many.add(say(line));
    }
    ExecutionOutcome outcome = run(many);
    assertThat(outcome.results().get(0).status()).isZero();
    assertThat(status(outcome)).isEqualTo(RefusalCode.NOT_SETTLEABLE.code());
    assertThat(written()).isLessThan(60).isPositive();
    executor.netChangePages(at).forEach(p -> assertThat(p.encode().length).isLessThan(12_288));
  }

  @Test
  void agreesWithAnExecutorThatGoesAnotherWay() {
    MoveExecutor other = new MoveExecutor(genesis());
    List<Transaction> log = new ArrayList<>();
    log.add(joined(ALICE, 1, 500));
    for (int i = 0; i < 20; i++) {
      log.add(say("line " + i));
    }
    Hash logRoot = HashFunction.T.hash(new byte[] {1});
    Environment environment = new Environment(1, 1_000, 3, 1, logRoot);
    Hash root = genesis().root();
    ExecutionOutcome one = executor.execute(root, environment, log);
    // A branch that is given up leaves nothing behind.
    other.execute(root, environment, List.of(joined(ALICE, 1, 5), say("lost")));
    ExecutionOutcome two = other.execute(root, environment, log);
    assertThat(two).isEqualTo(one);
  }

  @Test
  void restoresASnapshotToTheSameRootAndGoesOnFromIt() {
    run(joined(ALICE, 1, 500), say("before"));
    ExecutionOutcome kept =
        run(
            say("last"),
            new SystemTransaction(3, new SystemTransaction.Checkpoint(CheckpointReason.OPERATOR)));
    Hash logRoot = HashFunction.T.hash(new BcsWriter().u64(3).toByteArray());
    MoveExecutor other = new MoveExecutor(genesis());
    ExecutionOutcome restored = other.restore(logRoot, executor.snapshot(at));
    assertThat(restored).isEqualTo(kept.withoutResults());

    Environment next = new Environment(height, 5_000, 3, 1, Hash.ZERO);
    List<Transaction> more = List.of(say("after"));
    ExecutionOutcome here = executor.execute(at, next, more);
    assertThat(other.execute(at, next, more)).isEqualTo(here);
    // Net changes are counted from the checkpoint on.
    List<NetChangePage> pages = executor.netChangePages(here.stateRoot());
    assertThat(NetChangePage.root(pages)).isEqualTo(here.netChangeRoot());
    assertThat(here.netChangeRoot()).isNotEqualTo(kept.netChangeRoot());
  }

  @Test
  void namesStatesByAllTheyHold() {
    ExecutionOutcome one = run(joined(ALICE, 1, 500));
    MoveExecutor other = new MoveExecutor(genesis());
    Hash logRoot = HashFunction.T.hash(new BcsWriter().u64(1).toByteArray());
    Environment environment = new Environment(1, 1_001, 3, 1, logRoot);
    assertThat(
            other
                .execute(genesis().root(), environment, List.of(joined(ALICE, 1, 501)))
                .stateRoot())
        .isNotEqualTo(one.stateRoot());
    assertThatThrownBy(() -> other.execute(one.stateRoot(), environment, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void remembersWhatCodeAsksForUntilItIsLogged() {
    run(joined(ALICE, 1, 500));
    ExecutionOutcome asked = run(call(ALICE, entry("chat", "request_leave"), PLENTY));
    assertThat(asked.leavesAsked()).containsExactly(ALICE);
    assertThat(run(call(ALICE, entry("chat", "request_close"), PLENTY)).closeAsked()).isTrue();
  }
}
