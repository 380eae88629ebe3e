/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.ChannelState;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.devchain.DevChain;
import dev.sluice.testkit.chain.TestKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The settlement contract, published on a development chain and used through the plugin. */
class ContractOnChainTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String COIN = "0x1::aptos_coin::AptosCoin";
  private static final TestKey PUBLISHER = new TestKey();
  private static DevChain ledger;
  private static AptosChain chain;

  @BeforeAll
  static void publish() throws Exception {
    ledger = Chains.start(Optional.empty(), 0);
    AccountAddress account = Reads.address(PUBLISHER.key());
    Chains.fund(ledger.uri(), account);
    chain = new AptosChain(Chains.settings(ledger.uri()).withContract(account));
    for (MovePackage each :
        List.of(MovePackage.channelCore(), MovePackage.stateChannel(), MovePackage.examples())) {
      MovePackage own = each.at(account);
      var call =
          new Call(
              new Address("0x1::code"),
              "publish_package_txn",
              List.of(),
              List.of(
                  Call.Argument.of(new BcsWriter().bytes(own.metadata()).toBytes()),
                  Call.Argument.of(new BcsWriter().list(own.code(), BcsWriter::bytes).toBytes())));
      assertThat(run(PUBLISHER, call)).isInstanceOf(TransactionStatus.Committed.class);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    chain.stop();
    ledger.close();
  }

  private static TransactionStatus run(TestKey key, Call call) throws Exception {
    PreparedTransaction prepared =
        chain.prepare(TransactionRequest.of(key.key(), call), TIMEOUT).get();
    SignedTransaction signed = chain.assemble(prepared, key.sign(prepared));
    chain.send(signed, TIMEOUT).get();
    for (int i = 0; i < 400; i++) {
      TransactionStatus status = chain.status(signed.hash(), signed.validity(), TIMEOUT).get();
      if (status instanceof TransactionStatus.Committed
          || status instanceof TransactionStatus.Failed) {
        return status;
      }
      Thread.sleep(25);
    }
    throw new AssertionError("no outcome");
  }

  private static <T> T ask(ChannelQuery<T> query) throws Exception {
    return chain.query(query, Optional.empty(), TIMEOUT).get();
  }

  @Test
  void readsAContractWithoutChannels() throws Exception {
    assertThat(ask(new ChannelQuery.Channels())).isZero();
    assertThat(ask(new ChannelQuery.ChannelAddress(1)).text()).startsWith("0x").hasSize(66);
    assertThat(chain.events(chain.events(), Cursor.EARLIEST, 10, Duration.ZERO).get().notices())
        .isEmpty();
  }

  @Test
  void keepsStakesInThePool() throws Exception {
    var member = new TestKey();
    Chains.fund(ledger.uri(), member.key());
    var account = new Address(Reads.address(member.key()).toStandardString());
    Call deposit = chain.call(new ChannelCommand.PoolDeposit(COIN, 5_000));
    assertThat(run(member, deposit)).isInstanceOf(TransactionStatus.Committed.class);
    assertThat(ask(new ChannelQuery.Pool(COIN, account)))
        .isEqualTo(new ChannelState.Pool(5_000, 0, Optional.empty()));
    run(member, chain.call(new ChannelCommand.PoolRequest(COIN, 2_000)));
    ChannelState.Pool pool = ask(new ChannelQuery.Pool(COIN, account));
    assertThat(pool.withdrawal().orElseThrow().amount()).isEqualTo(2_000);
  }

  @Test
  void namesTheAbortOfARefusedCommand() throws Exception {
    for (ChannelCommand command :
        List.of(
            new ChannelCommand.ClaimLeader(99, 0),
            new ChannelCommand.Settle(99, dev.sluice.codec.Bytes.EMPTY),
            new ChannelCommand.OpenExit(99, Optional.empty()),
            new ChannelCommand.Vote(99, 1, 1),
            new ChannelCommand.TakePayout(
                COIN, 99, new Address(Reads.address(PUBLISHER.key()).toStandardString())))) {
      var request = TransactionRequest.of(PUBLISHER.key(), chain.call(command));
      Throwable failure = catchThrowable(() -> chain.prepare(request, TIMEOUT).get());
      assertThat(failure).as(command.toString()).isInstanceOf(ExecutionException.class);
      var refusal = (ChainException) failure.getCause();
      assertThat(refusal.code()).isEqualTo(ChainException.Code.ABORTED);
      assertThat(refusal.abort().orElseThrow().code()).isPositive();
    }
  }

  @Test
  void namesTheAbortOfARefusedQuery() throws Exception {
    for (ChannelQuery<?> query :
        List.<ChannelQuery<?>>of(
            new ChannelQuery.Channel(99),
            new ChannelQuery.Members(99),
            new ChannelQuery.MemberSet(99, 1),
            new ChannelQuery.Proposal(99, 1))) {
      Throwable failure = catchThrowable(() -> ask(query));
      assertThat(failure).as(query.toString()).isInstanceOf(ExecutionException.class);
      var refusal = (ChainException) failure.getCause();
      assertThat(refusal.code()).isEqualTo(ChainException.Code.ABORTED);
      assertThat(refusal.abort().orElseThrow().code()).isEqualTo(1);
      assertThat(refusal.abort().orElseThrow().module().text()).endsWith("::state_channel");
      assertThat(refusal).hasMessageContaining("E_NO_CHANNEL");
    }
  }
}
