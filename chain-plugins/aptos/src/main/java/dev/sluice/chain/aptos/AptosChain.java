/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.chain.api.ChannelQuery;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.chain.api.StateValue;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.plugin.api.SluicePlugin;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chain reached by the REST interface of Aptos. A height is a ledger version; what is committed
 * is final. Keeps no state but connections and layouts of structs.
 */
@Component(
    service = {Chain.class, ChannelContract.class, ChainTools.class},
    configurationPid = "sluice.chain.aptos",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = AptosConfig.class, factory = true)
@SluicePlugin(name = "chain-aptos", type = "chain")
public final class AptosChain implements Chain, ChannelContract, ChainTools {
  /** What an event call may take beyond its wait. */
  static final Duration EVENT_CALL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(AptosChain.class);
  private static final int THREADS = 4;

  private final ScheduledExecutorService timer;
  private final ExecutorService executor;
  private final Calls calls;
  private final Reads reads;
  private final Preparing preparing;
  private final Sending sending;
  private final Events events;
  private final Tools tools;
  private final Optional<AccountAddress> contract;

  /** Compares the node's chain id, if the node can be reached. */
  @Activate
  public AptosChain(AptosConfig config) {
    this(Settings.of(config));
  }

  AptosChain(Settings settings) {
    String prefix = "sluice-chain-" + settings.name();
    timer = Executors.newSingleThreadScheduledExecutor(threads(prefix + "-timer"));
    executor = Executors.newFixedThreadPool(THREADS, threads(prefix));
    calls = new Calls(timer, executor);
    var node = new NodeClient(settings, calls, executor);
    var layouts = new Layouts(node);
    reads = new Reads(settings, node);
    preparing = new Preparing(settings, node);
    sending = new Sending(node, layouts);
    events = new Events(settings, calls, node, layouts);
    tools = new Tools(settings, calls, node, layouts);
    contract = settings.contract();
    firstLook(settings);
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      var thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private void firstLook(Settings settings) {
    if (settings.firstLook().isZero()) {
      return;
    }
    try {
      ChainInfo info = info(settings.firstLook()).join();
      LOG.info("chain {} is {} at {}", settings.name(), info.software(), settings.url());
    } catch (CompletionException e) {
      if (e.getCause() instanceof ChainException refused && refused.code() == Code.WRONG_CHAIN) {
        stop();
        throw new IllegalArgumentException(
            "chain.id = " + settings.chainId() + ": " + refused.getMessage(), e);
      }
      LOG.info("chain {} does not answer yet: {}", settings.name(), e.getCause().getMessage());
    }
  }

  /** Refuses what is open. */
  @Deactivate
  void stop() {
    calls.stop();
    timer.shutdownNow();
    executor.shutdownNow();
  }

  @Override
  public CompletableFuture<ChainInfo> info(Duration timeout) {
    return calls.start(timeout, reads::info);
  }

  @Override
  public CompletableFuture<Account> account(PublicKey key, Duration timeout) {
    return calls.start(timeout, scope -> reads.account(scope, key));
  }

  @Override
  public CompletableFuture<Optional<StateValue>> read(
      StateQuery query, Optional<Height> at, Duration timeout) {
    return calls.start(timeout, scope -> reads.read(scope, query, at));
  }

  @Override
  public CompletableFuture<List<StateValue>> view(
      Call call, Optional<Height> at, Duration timeout) {
    return calls.start(timeout, scope -> reads.view(scope, call, at));
  }

  @Override
  public CompletableFuture<PreparedTransaction> prepare(
      TransactionRequest request, Duration timeout) {
    return calls.start(timeout, scope -> preparing.prepare(scope, request));
  }

  @Override
  public SignedTransaction assemble(PreparedTransaction prepared, Signature signature) {
    return Preparing.assemble(prepared, signature);
  }

  @Override
  public CompletableFuture<Void> send(SignedTransaction transaction, Duration timeout) {
    return calls.start(timeout, scope -> sending.send(scope, transaction));
  }

  @Override
  public CompletableFuture<TransactionStatus> status(
      TxHash hash, Validity validity, Duration timeout) {
    return calls.start(timeout, scope -> sending.status(scope, hash, validity));
  }

  @Override
  public CompletableFuture<EventPage> events(
      EventFilter filter, Cursor from, int limit, Duration wait) {
    return calls.start(
        wait.plus(EVENT_CALL), scope -> events.page(scope, filter, from, limit, wait));
  }

  private AccountAddress contract() {
    return contract.orElseThrow(
        () ->
            new ChainException(
                Code.UNSUPPORTED, "the setting contract does not name the settlement contract"));
  }

  @Override
  public Address address() {
    return new ModuleName(contract(), "state_channel").text();
  }

  @Override
  public Call call(ChannelCommand command) {
    try {
      return new ChannelCalls(contract()).call(command);
    } catch (CodecException e) {
      throw new ChainException(Code.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public <T> CompletableFuture<T> query(
      ChannelQuery<T> query, Optional<Height> at, Duration timeout) {
    return calls.start(
        timeout,
        scope -> {
          ChannelReads.View<T> view = new ChannelReads(address()).view(query);
          return reads
              .view(scope, view.call(), at)
              .thenApply(values -> view.answer().apply(ChannelReads.bytesOf(values)));
        });
  }

  @Override
  public EventFilter events() {
    return new EventFilter(new ModuleName(contract(), "channel_events").text(), List.of());
  }

  @Override
  public Optional<ChannelEvent> decode(ChainEvent event) {
    if (!event.source().equals(events().source()) || event.data().size() != 1) {
      return Optional.empty();
    }
    try {
      String struct = event.type().substring(event.type().lastIndexOf(':') + 1);
      return ChannelEvents.read(struct, event.data().get(0));
    } catch (CodecException e) {
      throw NodeJson.bad("an event of the contract has another form", e);
    }
  }

  @Override
  public CompletableFuture<Call> encode(
      String function, List<String> typeArguments, List<String> arguments, Duration timeout) {
    return calls.start(timeout, scope -> tools.encode(scope, function, typeArguments, arguments));
  }

  @Override
  public CompletableFuture<String> viewAsText(Call call, Optional<Height> at, Duration timeout) {
    return calls.start(timeout, scope -> tools.view(scope, call, at));
  }

  @Override
  public Call publish(String name, Optional<Bytes> metadata, List<Module> modules) {
    return Tools.publish(name, metadata, modules);
  }

  @Override
  public CompletableFuture<Void> fund(Address account, BigInteger amount, Duration timeout) {
    return calls.start(timeout, scope -> tools.fund(scope, account, amount));
  }
}
