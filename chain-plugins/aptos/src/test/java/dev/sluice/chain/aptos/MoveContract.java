/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.chain.aptos.contract.MoveTestModules;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.NetChange;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.Event;
import dev.sluice.move.state.StateView;
import dev.sluice.move.state.TransactionContext;
import dev.sluice.testkit.channel.cases.ContractUnderTest;
import dev.sluice.testkit.channel.cases.Glance;
import dev.sluice.testkit.channel.cases.Ground;
import dev.sluice.testkit.channel.cases.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The contract in Move, in our virtual machine, behind the plugin's own translation of commands,
 * queries and events. The editor is the dApp.
 */
final class MoveContract implements ContractUnderTest {
  private static final String COIN = "0x1::aptos_coin::AptosCoin";
  private static final AccountAddress CONTRACT = MovePackage.DEVELOPMENT_PUBLISHER;
  private static final ModuleId FIXTURE = new ModuleId(CONTRACT, "fixture");
  private static final ModuleId EDITOR = new ModuleId(CONTRACT, "editor");
  private static final long START = 1_000_000;
  private static final long FUNDS = 100_000;
  private static final long GAS = 10_000_000_000L;

  private static final MoveVm VM = MoveTestModules.vm();
  private static final LoadedModules MODULES = MoveTestModules.modules(VM, Optional.empty());

  private final ChannelCalls calls = new ChannelCalls(CONTRACT);
  private final ChannelReads reads =
      new ChannelReads(new ModuleName(CONTRACT, "state_channel").text());
  private final Session session = VM.open(MODULES, StateView.empty());
  private final Ground ground = ground();
  private final ContractViews views =
      new ContractViews(
          ground,
          new ContractViews.Source() {
            @Override
            public <T> T ask(ChannelQuery<T> query) {
              return MoveContract.this.ask(query);
            }

            @Override
            public long balance(AccountAddress account) {
              return MoveContract.this.balance(account);
            }
          });
  private final List<ChannelEvent> events = new ArrayList<>();
  private int transactions;
  private long time;

  MoveContract() {
    host(FIXTURE, "chain");
    host(EDITOR, "init_for_test", new BcsWriter().address(CONTRACT).toBytes());
  }

  /** The chain that {@code fixture} sets up. */
  static Ground ground() {
    return ground(
        CONTRACT, LongStream.range(0xa0, 0xaa).mapToObj(AccountAddress::of).toList(), FUNDS, START);
  }

  /** A chain with the contract at {@code contract}. */
  static Ground ground(
      AccountAddress contract, List<AccountAddress> accounts, long funds, long start) {
    AccountAddress hub = object(contract, "sluice state channels".getBytes(StandardCharsets.UTF_8));
    AccountAddress channel = object(hub, new BcsWriter().u64(1).toByteArray());
    TypeTag document = TypeTag.parse(contract.toLongString() + "::editor::Document");
    var page =
        new NetChangePage(
            0,
            List.of(
                new NetChange.Resource(
                    channel,
                    document.toBcs(),
                    new NetChange.Change.New(Bytes.of((byte) 1, (byte) 0xff))))); // no UTF-8
    return new Ground(
        (1L << 56) + 4,
        contract,
        HashFunction.H.hash(COIN.getBytes(StandardCharsets.UTF_8)),
        COIN,
        new Address(contract.toStandardString() + "::editor"),
        List.of(new BcsWriter().string("minutes").toBytes()),
        List.of(page),
        accounts,
        AccountAddress.of(0x5111),
        funds,
        start);
  }

  private static AccountAddress object(AccountAddress creator, byte[] seed) {
    byte[] source = new BcsWriter().address(creator).fixedBytes(seed).u8(0xfe).toByteArray();
    return AccountAddress.of(HashFunction.H.hash(source).toArray());
  }

  private CallResult host(ModuleId module, String function, Bytes... arguments) {
    CallResult result = run(Call.function(module, function).withArguments(List.of(arguments)));
    assertThat(result.failure()).as(function).isEmpty();
    return result;
  }

  private CallResult run(Call call) {
    byte[] hash = new byte[TransactionContext.HASH_LENGTH];
    new BcsWriter().u64(++transactions).toBytes().copyTo(hash, 0);
    return session.call(
        call.withGasLimit(GAS).withTransaction(TransactionContext.of(Bytes.of(hash), CONTRACT)));
  }

  @Override
  public Verdict perform(AccountAddress caller, long now, ChannelCommand command, boolean bad) {
    at(now);
    dev.sluice.chain.api.Call call = calls.call(command);
    CallResult result =
        run(
            Call.entry(module(call.target()), call.function())
                .withSigners(List.of(caller))
                .withTypeArguments(call.typeArguments().stream().map(TypeTag::parse).toList())
                .withArguments(call.arguments().stream().map(a -> a.value()).toList()));
    if (result.isExecuted()) {
      note(result.events());
      return new Verdict.Applied();
    }
    return verdict(result.failure().orElseThrow());
  }

  private static Verdict verdict(MoveException failure) {
    String module = failure.location().flatMap(Location::module).map(ModuleId::name).orElse("none");
    boolean ofContract = module.startsWith("channel_") || module.equals("state_channel");
    boolean aborted = failure.subStatus().isPresent();
    if (ofContract && aborted) {
      int code = (int) failure.subStatus().getAsLong();
      return new Verdict.Refused(AbortCode.of(code).orElseThrow(() -> failure));
    }
    if (aborted) {
      return new Verdict.DappAborted();
    }
    throw failure;
  }

  private void at(long now) {
    if (now != time) {
      host(FIXTURE, "at", new BcsWriter().u64(now - START).toBytes());
      time = now;
    }
  }

  private void note(List<Event> emitted) {
    for (Event event : emitted) {
      if (event.type() instanceof StructTag struct && struct.module().equals("channel_events")) {
        events.add(ChannelEvents.read(struct.name(), event.data()).orElseThrow());
      }
    }
  }

  private static ModuleId module(Address target) {
    ModuleName name = ModuleName.of(target);
    return new ModuleId(name.address(), name.name());
  }

  private <T> T ask(ChannelQuery<T> query) {
    ChannelReads.View<T> view = reads.view(query);
    CallResult result =
        run(
            Call.function(module(view.call().target()), view.call().function())
                .withTypeArguments(
                    view.call().typeArguments().stream().map(TypeTag::parse).toList())
                .withArguments(view.call().arguments().stream().map(a -> a.value()).toList()));
    assertThat(result.failure()).as(query.toString()).isEmpty();
    return view.answer().apply(result.values().stream().map(CallResult.Value::bcs).toList());
  }

  @Override
  public Glance look(long id, long now) {
    at(now);
    return views.look(id);
  }

  private long balance(AccountAddress account) {
    CallResult result =
        run(
            Call.function(new ModuleId(AccountAddress.of(1), "coin"), "balance")
                .withTypeArguments(List.of(TypeTag.parse(COIN)))
                .withArguments(List.of(new BcsWriter().address(account).toBytes())));
    return result.isExecuted() ? new BcsReader(result.values().get(0).bcs().toArray()).u64() : 0;
  }

  @Override
  public List<ChannelEvent> events() {
    return events;
  }
}
