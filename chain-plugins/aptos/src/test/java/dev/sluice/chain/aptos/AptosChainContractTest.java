/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.codec.AccountAddress;
import dev.sluice.devchain.DevChain;
import dev.sluice.testkit.chain.ChainContractTest;
import dev.sluice.testkit.chain.TestKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class AptosChainContractTest extends ChainContractTest {
  private static DevChain ledger;
  private AptosChain chain;

  @BeforeAll
  static void startLedger() throws IOException {
    ledger = Chains.start(Optional.empty(), 0);
  }

  @AfterAll
  static void stopLedger() throws IOException {
    ledger.close();
  }

  @BeforeEach
  void start() {
    chain = new AptosChain(Chains.settings(ledger.uri()));
  }

  @AfterEach
  void end() {
    chain.stop();
  }

  @Override
  protected Chain chain() {
    return chain;
  }

  @Override
  protected void stop(Chain started) {
    ((AptosChain) started).stop();
  }

  @Override
  protected TestKey fundedKey() throws Exception {
    var key = new TestKey();
    Chains.fund(ledger.uri(), key.key());
    return key;
  }

  @Override
  protected Call effect(int number) {
    return Chains.transfer(AccountAddress.of(0xb0b), 1L + number);
  }

  @Override
  protected EventFilter filter() {
    return new EventFilter(new Address("0x1::coin"), List.of("CoinWithdraw"));
  }

  @Override
  protected Optional<Call> aborting() {
    return Optional.of(Chains.transfer(AccountAddress.of(0xb0b), Long.MAX_VALUE));
  }

  @Override
  protected Optional<StateQuery> present() {
    return Optional.of(new StateQuery.Code(new Address("0x1::coin")));
  }

  @Override
  protected Optional<StateQuery> absent() {
    return Optional.of(new StateQuery.Code(new Address("0x1::nothing")));
  }
}
