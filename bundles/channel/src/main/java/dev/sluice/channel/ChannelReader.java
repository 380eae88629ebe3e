/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.ChannelState;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.chain.api.StateValue;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.sandbox.CodeSet;
import dev.sluice.channel.sandbox.SandboxGenesis;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.move.ModuleId;
import dev.sluice.plugin.api.PluginRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads what a channel is made of from its chain, and checks it by hash. Blocks; for threads that
 * may.
 */
final class ChannelReader {
  /** Labels by which a node knows the dApp of a channel. */
  static final String DAPP = "sluice.dapp";

  static final String COIN = "sluice.coin";
  static final String STATE = "sluice.state";

  private static final long APTOS_FAMILY = 1L << 56;

  private final PluginRef<Chain> chain;
  private final PluginRef<ChannelContract> contract;
  private final Duration timeout;

  ChannelReader(PluginRef<Chain> chain, PluginRef<ChannelContract> contract, Duration timeout) {
    this.chain = chain;
    this.contract = contract;
    this.timeout = timeout;
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw new ChannelException(
          Code.UNAVAILABLE, "the chain does not answer: " + e.getCause().getMessage(), e);
    }
  }

  <T> T ask(ChannelQuery<T> query) {
    return await(contract.call((c, r) -> c.query(query, Optional.empty(), r), timeout));
  }

  /** Account of the contract. */
  AccountAddress contractAccount() {
    String text = contract.run((c, r) -> c.address(), timeout).text();
    int colon = text.indexOf("::");
    return AccountAddress.parse(colon < 0 ? text : text.substring(0, colon));
  }

  /** The domain of a channel; 0 stands for one that is yet to be created. */
  Domain domain(long channel) {
    var info = await(chain.call((c, r) -> c.info(r), timeout));
    if (!info.type().equals("aptos")) {
      throw new ChannelException(Code.INVALID, "no channels on chains of type " + info.type());
    }
    return new Domain(APTOS_FAMILY | Long.parseLong(info.chainId()), contractAccount(), channel);
  }

  /** The modules of a dApp with all they import, and the context module. */
  CodeSet code(ModuleId dapp, AccountAddress contractAccount) {
    return CodeSet.closure(
        List.of(dapp, new ModuleId(contractAccount, "channel_context")), this::module);
  }

  private Optional<Bytes> module(ModuleId id) {
    Address address = new Address(id.address().toLongString() + "::" + id.name());
    return await(
            chain.call(
                (c, r) -> c.read(new StateQuery.Code(address), Optional.empty(), r), timeout))
        .map(StateValue::bytes);
  }

  static String label(ConfigRecord config, String key) {
    return config.labels().stream()
        .filter(l -> text(l.key()).equals(key))
        .map(l -> text(l.value()))
        .findFirst()
        .orElseThrow(() -> new ChannelException(Code.INVALID, "the channel has no label " + key));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }

  static ModuleId module(Address address) {
    String[] parts = address.text().split("::", -1);
    if (parts.length != 2) {
      throw new ChannelException(Code.INVALID, "no module: " + address);
    }
    return new ModuleId(AccountAddress.parse(parts[0]), parts[1]);
  }

  /** A channel's genesis and sandbox, all of it checked against the genesis hash on the chain. */
  record Loaded(Genesis genesis, SandboxGenesis sandbox) {}

  Loaded load(long channel) {
    ChannelState state = ask(new ChannelQuery.Channel(channel));
    ConfigRecord config =
        BcsReader.read(ask(new ChannelQuery.Config(channel)).toArray(), ConfigRecord::read);
    Domain domain = domain(channel);
    StructTag stateType = StructTag.parse(label(config, STATE));
    AccountAddress stateAddress = AccountAddress.parse(state.address().text());
    CodeSet code = code(module(new Address(label(config, DAPP))), domain.contract());
    if (!code.hashes().equals(config.codeHashes())) {
      throw new ChannelException(
          Code.MISMATCH, "the code on the chain is not that of channel " + channel);
    }
    if (state.settledHeight() != 0) {
      throw new ChannelException(
          Code.INVALID, "channel " + channel + " has settled: joining later is not supported yet");
    }
    Hash root = Hash.of(state.settledRoot().toArray());
    Bytes value = firstState(stateAddress, stateType, root);
    Genesis genesis =
        new Genesis(domain, config.hash(), root, PayoutList.EMPTY.root(), 1, config.codeHashes());
    if (!Bytes.of(genesis.hash().toArray()).equals(state.genesisHash())) {
      throw new ChannelException(
          Code.MISMATCH, "the genesis of channel " + channel + " is not that of the contract");
    }
    return new Loaded(
        genesis,
        new SandboxGenesis(domain, config, code, stateType, stateAddress, value, Optional.empty()));
  }

  /**
   * The dApp's state out of what the contract holds. The layout of the state is not known here, but
   * where it ends is: there its root is the one in genesis.
   */
  private Bytes firstState(AccountAddress at, StructTag stateType, Hash root) {
    StructTag assets = StructTag.of(contractAccount(), "state_channel", "NoAssets");
    StructTag holdings =
        new StructTag(contractAccount(), "state_channel", "Holdings", List.of(stateType, assets));
    byte[] held =
        await(
                chain.call(
                    (c, r) ->
                        c.read(
                            new StateQuery.Resource(
                                new Address(at.toLongString()), holdings.toString()),
                            Optional.empty(),
                            r),
                    timeout))
            .orElseThrow(
                () ->
                    new ChannelException(
                        Code.INVALID, "the channel has assets besides coins, or another state"))
            .bytes()
            .toArray();
    for (int end = held.length; end >= 1; end--) {
      Bytes value = Bytes.copyOfRange(held, 1, end);
      if (SandboxGenesis.root(stateType, value).equals(root)) {
        return value;
      }
    }
    throw new ChannelException(Code.MISMATCH, "the state on the chain is not the one in genesis");
  }
}
