/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.StateView;
import dev.sluice.move.state.TransactionContext;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Publication of the packages through the framework's own code, in our virtual machine. */
class MovePackageTest {
  private static final AccountAddress FRAMEWORK = AccountAddress.of(1);
  private static final AccountAddress OTHER =
      AccountAddress.parse("0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
  private static final int MAX_TRANSACTION_BYTES = 65_536;
  private static final int CHAIN = 4;

  private final MoveVm vm = MoveTestModules.vm();
  private Session session;
  private int transactions;

  @BeforeEach
  void genesis() {
    session = vm.open(MoveTestModules.modules(vm, Optional.of(FRAMEWORK)), StateView.empty());
    Bytes key = new BcsWriter().bytes(new byte[32]).toBytes();
    run(
        Call.function(new ModuleId(FRAMEWORK, "genesis"), "initialize")
            .withArguments(List.of(new BcsWriter().u8(CHAIN).toBytes(), key)));
  }

  @Test
  void publishesContractAndExamples() {
    publish(MovePackage.channelCore());
    publish(MovePackage.stateChannel());
    publish(MovePackage.examples());

    assertThat(channels(MovePackage.DEVELOPMENT_PUBLISHER)).isZero();
  }

  @Test
  void publishesAtAnotherAccount() {
    publish(MovePackage.channelCore().at(OTHER));
    publish(MovePackage.stateChannel().at(OTHER));
    publish(MovePackage.examples().at(OTHER));

    assertThat(channels(OTHER)).isZero();
  }

  @Test
  void refusesContractWithoutItsCore() {
    CallResult result = session.call(publication(MovePackage.stateChannel()));

    assertThat(result.failure().map(MoveException::subStatus).orElseThrow())
        .hasValue(0x60006); // EPACKAGE_DEP_MISSING
  }

  @Test
  void refusesSomebodyElse() {
    MovePackage core = MovePackage.channelCore();

    CallResult result = session.call(publication(core).withSigners(List.of(OTHER)));

    assertThat(result.isExecuted()).isFalse();
  }

  @Test
  void upgradesInPlace() {
    publish(MovePackage.channelCore());
    publish(MovePackage.channelCore());
  }

  @Test
  void fitsTransactionsOfPublicNetworks() {
    for (MovePackage each :
        List.of(MovePackage.channelCore(), MovePackage.stateChannel(), MovePackage.examples())) {
      int bytes =
          each.metadata().length() + each.code().stream().mapToInt(Bytes::length).sum() + 1024;
      assertThat(bytes).as(each.name()).isLessThan(MAX_TRANSACTION_BYTES);
    }
  }

  private void publish(MovePackage each) {
    run(publication(each));
  }

  private Call publication(MovePackage each) {
    Bytes code = new BcsWriter().list(each.code(), BcsWriter::bytes).toBytes();
    Bytes metadata = new BcsWriter().bytes(each.metadata()).toBytes();
    return Call.entry(new ModuleId(FRAMEWORK, "code"), "publish_package_txn")
        .withSigners(List.of(each.address()))
        .withArguments(List.of(metadata, code));
  }

  private long channels(AccountAddress contract) {
    CallResult result = run(Call.function(new ModuleId(contract, "state_channel"), "channels"));
    return new BcsReader(result.values().get(0).bcs().toArray()).u64();
  }

  private CallResult run(Call call) {
    byte[] hash = new byte[TransactionContext.HASH_LENGTH];
    hash[0] = (byte) ++transactions;
    CallResult result =
        session.call(
            call.withTransaction(TransactionContext.of(Bytes.of(hash), AccountAddress.of(0))));
    assertThat(result.failure().map(MoveException::getMessage)).isEmpty();
    return result;
  }
}
