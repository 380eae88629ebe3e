/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.chain.OutboxCaller;
import dev.sluice.codec.AccountAddress;
import dev.sluice.key.api.KeyName;
import dev.sluice.outbox.api.Submission;
import dev.sluice.plugin.api.PluginRef;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The chains of a node's channels, by their plugins and the outbox. Thread-safe; what waits for a
 * chain says so.
 */
final class ChainAccess {
  private record AccountOnChain(ChainName chain, KeyName account) {}

  private record Refs(PluginRef<Chain> chain, PluginRef<ChannelContract> contract) {}

  private final NodeParts parts;
  private final ScheduledExecutorService timers;
  private final String boot;
  private final Map<AccountOnChain, OutboxCaller> callers = new ConcurrentHashMap<>();
  private final Map<ChainName, Refs> refs = new ConcurrentHashMap<>();

  /**
   * Nothing is looked up yet.
   *
   * @param boot differs for each start
   */
  ChainAccess(NodeParts parts, ScheduledExecutorService timers, String boot) {
    this.parts = parts;
    this.timers = timers;
    this.boot = boot;
  }

  private Refs refs(ChainName chain) {
    return refs.computeIfAbsent(
        chain,
        name ->
            new Refs(
                parts.plugins().ref(Chain.class, name.value()),
                parts.plugins().ref(ChannelContract.class, name.value())));
  }

  PluginRef<Chain> chain(ChainName chain) {
    return refs(chain).chain();
  }

  PluginRef<ChannelContract> contract(ChainName chain) {
    return refs(chain).contract();
  }

  /** Sends the transactions of an account, the heartbeats of all its channels in one. */
  OutboxCaller caller(ChainName chain, KeyName account) {
    return callers.computeIfAbsent(
        new AccountOnChain(chain, account),
        a ->
            new OutboxCaller(
                parts.outbox(),
                refs(chain).contract(),
                chain,
                account,
                parts.clock(),
                timers,
                parts.settings().outbox(),
                boot));
  }

  /** Reads channels of a chain. */
  ChannelReader reader(ChainName chain) {
    Refs of = refs(chain);
    return new ChannelReader(of.chain(), of.contract(), parts.settings().call());
  }

  /** Address of an account by its key; asks the chain. */
  AccountAddress address(ChainName chain, KeyName account) {
    PublicKey key =
        new PublicKey(SignatureScheme.ED25519, parts.keys().signer(account).publicKey());
    var found =
        ChannelReader.await(
            refs(chain).chain().call((c, r) -> c.account(key, r), parts.settings().call()));
    return AccountAddress.parse(found.address().text());
  }

  /**
   * Carries out a command and waits for its end.
   *
   * @throws ChannelException {@link Code#CHAIN_REFUSED}, {@link Code#UNAVAILABLE}
   */
  TransactionStatus.Committed carryOut(ChainName chain, KeyName account, ChannelCommand command) {
    CompletableFuture<Submission> ended = new CompletableFuture<>();
    caller(chain, account)
        .submit(
            command,
            ended::complete,
            () ->
                ended.completeExceptionally(
                    new ChannelException(Code.UNAVAILABLE, "the outbox takes no order")));
    Submission submission = ChannelReader.await(ended);
    if (submission.state() == Submission.State.COMMITTED
        && submission.status().orElse(null) instanceof TransactionStatus.Committed committed) {
      return committed;
    }
    throw new ChannelException(
        Code.CHAIN_REFUSED,
        command.getClass().getSimpleName()
            + " ended as "
            + submission.state()
            + submission.error().map(e -> ": " + e.getMessage()).orElse("")
            + submission.status().map(s -> " " + s).orElse(""));
  }

  /** Number of the channel that a transaction created. */
  long createdChannel(ChainName chain, TransactionStatus.Committed committed) {
    for (var event : committed.events()) {
      var decoded = refs(chain).contract().run((c, r) -> c.decode(event), parts.settings().call());
      if (decoded.orElse(null) instanceof ChannelEvent.Created created) {
        return created.channel();
      }
    }
    throw new ChannelException(Code.MISMATCH, "the transaction created no channel");
  }
}
