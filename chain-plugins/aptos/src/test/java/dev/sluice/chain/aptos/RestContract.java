/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.devchain.DevChain;
import dev.sluice.testkit.StubClock;
import dev.sluice.testkit.chain.TestKey;
import dev.sluice.testkit.channel.cases.ContractUnderTest;
import dev.sluice.testkit.channel.cases.Glance;
import dev.sluice.testkit.channel.cases.Ground;
import dev.sluice.testkit.channel.cases.Verdict;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * The contract on a development chain, used as a node uses it: commands, queries and events of the
 * plugin over REST, real keys, and the chain's clock in the test's hand. Balances are read past the
 * plugin; what each transaction cost its sender is read from the chain by the transaction's hash,
 * and put back, so that they compare with a chain that takes no fees.
 */
final class RestContract implements ContractUnderTest, AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final DevChain ledger;
  private final StubClock clock;
  private final AptosChain chain;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<AccountAddress, TestKey> keys = new HashMap<>();
  private final Map<AccountAddress, Long> fees = new HashMap<>();
  private final List<ChannelEvent> events = new ArrayList<>();
  private final List<SignedTransaction> committed = new ArrayList<>();
  private final Ground ground;
  private final ContractViews views;
  private Cursor cursor = Cursor.EARLIEST;

  /** Publishes the contract on a running chain, at an account of its own, and funds ten others. */
  RestContract(DevChain ledger, StubClock clock) throws Exception {
    this.ledger = ledger;
    this.clock = clock;
    var publisher = new TestKey();
    AccountAddress contract = Reads.address(publisher.key());
    Chains.fund(ledger.uri(), contract);
    chain = new AptosChain(Chains.settings(ledger.uri()).withContract(contract));
    keys.put(contract, publisher);
    for (MovePackage each :
        List.of(MovePackage.channelCore(), MovePackage.stateChannel(), MovePackage.examples())) {
      run(contract, publication(each.at(contract)));
    }
    List<AccountAddress> accounts = new ArrayList<>();
    for (int i : IntStream.range(0, 10).toArray()) {
      var key = new TestKey();
      AccountAddress account = Reads.address(key.key());
      keys.put(account, key);
      accounts.add(account);
      Chains.fund(ledger.uri(), account);
      assertThat(i).isEqualTo(accounts.size() - 1);
    }
    accounts.sort(null); // payout lists are in the order of addresses
    clock.advance(Duration.ofSeconds(1));
    ground = MoveContract.ground(contract, accounts, Chains.FUNDS, clock.millis());
    views =
        new ContractViews(
            ground,
            new ContractViews.Source() {
              @Override
              public <T> T ask(ChannelQuery<T> query) {
                return get(chain.query(query, Optional.empty(), TIMEOUT));
              }

              @Override
              public long balance(AccountAddress account) {
                return coins(account) + fees.getOrDefault(account, 0L);
              }
            });
  }

  private static Call publication(MovePackage own) {
    return new Call(
        new Address("0x1::code"),
        "publish_package_txn",
        List.of(),
        List.of(
            Call.Argument.of(new BcsWriter().bytes(own.metadata()).toBytes()),
            Call.Argument.of(new BcsWriter().list(own.code(), BcsWriter::bytes).toBytes())));
  }

  Ground ground() {
    return ground;
  }

  /** What was committed, oldest first. */
  List<SignedTransaction> committed() {
    return committed;
  }

  private static <T> T get(java.util.concurrent.CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ChainException refused) {
        throw refused;
      }
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Verdict perform(AccountAddress caller, long now, ChannelCommand command, boolean bad) {
    at(now);
    try {
      run(caller, chain.call(command));
    } catch (ChainException e) {
      if (e.code() != ChainException.Code.ABORTED) {
        throw e;
      }
      ChainException.Abort abort = e.abort().orElseThrow();
      String module = ModuleName.of(abort.module()).name();
      boolean ofContract = module.startsWith("channel_") || module.equals("state_channel");
      return ofContract
          ? new Verdict.Refused(AbortCode.of((int) abort.code()).orElseThrow())
          : new Verdict.DappAborted();
    }
    readEvents();
    return new Verdict.Applied();
  }

  private void run(AccountAddress sender, Call call) {
    TestKey key = keys.get(sender);
    var prepared = get(chain.prepare(TransactionRequest.of(key.key(), call), TIMEOUT));
    SignedTransaction signed = chain.assemble(prepared, key.sign(prepared));
    get(chain.send(signed, TIMEOUT));
    TransactionStatus status = outcome(signed);
    assertThat(status).as(call.toString()).isInstanceOf(TransactionStatus.Committed.class);
    JsonNode transaction = json("transactions/by_hash/0x" + signed.hash().bytes().toHex());
    assertThat(transaction.path("success").asBoolean()).isTrue();
    assertThat(transaction.path("sender").asText()).isEqualTo(sender.toLongString());
    long fee = transaction.path("gas_used").asLong() * transaction.path("gas_unit_price").asLong();
    fees.merge(sender, fee, Long::sum);
    committed.add(signed);
  }

  private TransactionStatus outcome(SignedTransaction signed) {
    for (int i = 0; i < 2_000; i++) {
      TransactionStatus status = get(chain.status(signed.hash(), signed.validity(), TIMEOUT));
      if (status instanceof TransactionStatus.Committed
          || status instanceof TransactionStatus.Failed) {
        return status;
      }
      sleep();
    }
    throw new AssertionError("no outcome");
  }

  private static void sleep() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The next block has this time; views and simulations go by the last one. */
  private void at(long now) {
    if (clock.millis() < now) {
      clock.set(Instant.ofEpochMilli(now));
      ledger.ledger().makeBlock(true);
    }
  }

  private void readEvents() {
    Cursor before;
    do {
      before = cursor;
      EventPage page = get(chain.events(chain.events(), cursor, 100, Duration.ZERO));
      cursor = page.next();
      for (EventNotice notice : page.notices()) {
        if (notice instanceof EventNotice.Observed observed) {
          events.add(chain.decode(observed.event()).orElseThrow());
        }
      }
    } while (!cursor.equals(before)); // a page may be empty and have moved on
  }

  private JsonNode json(String path) {
    try {
      var request =
          HttpRequest.newBuilder(Chains.settings(ledger.uri()).url().resolve(path)).build();
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      return answer.statusCode() == 200
          ? JSON.readTree(answer.body())
          : JSON.getNodeFactory().numberNode(0);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private long coins(AccountAddress account) {
    return json("accounts/" + account.toLongString() + "/balance/0x1::aptos_coin::AptosCoin")
        .asLong();
  }

  @Override
  public Glance look(long channel, long now) {
    at(now);
    return views.look(channel);
  }

  @Override
  public List<ChannelEvent> events() {
    return events;
  }

  @Override
  public void close() {
    chain.stop();
  }
}
