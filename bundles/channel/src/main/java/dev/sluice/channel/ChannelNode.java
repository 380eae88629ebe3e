/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.ChannelSubscription;
import dev.sluice.channel.api.CreateChannel;
import dev.sluice.channel.api.JoinChannel;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.api.PendingCall;
import dev.sluice.channel.api.TxSigner;
import dev.sluice.channel.chain.OutboxCaller;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.channel.runtime.SignatureWorkers;
import dev.sluice.channel.sandbox.CodeSet;
import dev.sluice.channel.sandbox.EntryCall;
import dev.sluice.channel.sandbox.SandboxGenesis;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.Hex;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.key.api.KeyName;
import dev.sluice.move.session.CallResult;
import dev.sluice.outbox.api.Submission;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members that this node runs, each in a directory named by its member key. */
public final class ChannelNode implements ChannelService, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelNode.class);
  private static final int MAX_SETUPS = 16;
  private static final int KEY_NAME_BYTES = 8;
  private static final String KEY_PREFIX = "channel-";
  private static final long MAX_VIEW_GAS = 100_000_000;

  private record AccountOnChain(ChainName chain, KeyName account) {}

  private record Refs(PluginRef<Chain> chain, PluginRef<ChannelContract> contract) {}

  private final NodeParts parts;
  private final Map<MemberRef, HostedMember> hosted = new ConcurrentHashMap<>();
  private final Map<AccountOnChain, OutboxCaller> callers = new ConcurrentHashMap<>();
  private final Map<ChainName, Refs> refs = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timers;
  private final ExecutorService workers;
  private final ExecutorService setups;
  private final SignatureWorkers signatures;
  private final String boot;

  /** A node without members; {@link #resume} begins with those it had. */
  public ChannelNode(NodeParts parts) {
    this.parts = parts;
    timers = Executors.newScheduledThreadPool(1, threads("sluice-channel-timers"));
    workers =
        Executors.newFixedThreadPool(parts.settings().workers(), threads("sluice-channel-verify"));
    setups =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_SETUPS),
            threads("sluice-channel-setup"));
    signatures = new SignatureWorkers(workers);
    byte[] random = new byte[KEY_NAME_BYTES];
    parts.random().nextBytes(random);
    boot = Hex.encode(random);
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private Refs refs(ChainName chain) {
    return refs.computeIfAbsent(
        chain,
        name ->
            new Refs(
                parts.plugins().ref(Chain.class, name.value()),
                parts.plugins().ref(ChannelContract.class, name.value())));
  }

  private OutboxCaller caller(ChainName chain, KeyName account) {
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

  // Create and join

  @Override
  public CompletableFuture<MemberRef> create(CreateChannel request) {
    return setUp(() -> createNow(request));
  }

  @Override
  public CompletableFuture<MemberRef> join(JoinChannel request) {
    return setUp(() -> joinNow(request));
  }

  private <T> CompletableFuture<T> setUp(java.util.concurrent.Callable<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    try {
      setups.execute(
          () -> {
            try {
              future.complete(work.call());
            } catch (ChannelException e) {
              future.completeExceptionally(e);
            } catch (Exception e) {
              future.completeExceptionally(
                  new ChannelException(Code.BROKEN, String.valueOf(e.getMessage()), e));
            }
          });
    } catch (java.util.concurrent.RejectedExecutionException e) {
      throw new ChannelException(Code.OVERLOADED, "too many channels are being set up");
    }
    return future;
  }

  private MemberRef createNow(CreateChannel request) throws IOException {
    requireRoom();
    ChannelReader reader = reader(request.chain());
    Domain domain = reader.domain(0);
    CodeSet code = reader.code(ChannelReader.module(request.dapp()), domain.contract());
    ConfigRecord config =
        request.config().withDapp(coin(request.coin()), code.hashes(), labels(request));
    Hash root = SandboxGenesis.root(request.stateType(), request.state());
    Born born = bear(request.chain(), request.account());
    boolean done = false;
    try {
      JoinArguments creator =
          arguments(born, domain, request.deposit(), request.client(), Optional.empty());
      // Nobody approves a creator: its arguments end before the approval, a byte that says none.
      byte[] record = creator.encode();
      TransactionStatus.Committed committed =
          carryOut(
              request.chain(),
              request.account(),
              new ChannelCommand.Create(
                  request.dapp(),
                  request.coin(),
                  request.first(),
                  Bytes.of(config.encode()),
                  Bytes.of(root.toArray()),
                  Bytes.copyOfRange(record, 0, record.length - 1)));
      long channel = createdChannel(request.chain(), committed);
      MemberRef ref = host(born, reader.load(channel), request.chain(), request.account());
      done = true;
      return ref;
    } finally {
      if (!done) {
        born.journal().close();
      }
    }
  }

  private long createdChannel(ChainName chain, TransactionStatus.Committed committed) {
    for (var event : committed.events()) {
      var decoded = refs(chain).contract().run((c, r) -> c.decode(event), parts.settings().call());
      if (decoded.orElse(null) instanceof dev.sluice.chain.api.ChannelEvent.Created created) {
        return created.channel();
      }
    }
    throw new ChannelException(Code.MISMATCH, "the transaction created no channel");
  }

  private MemberRef joinNow(JoinChannel request) throws IOException {
    requireRoom();
    MemberRef ref = new MemberRef(request.chain(), request.channel(), request.account());
    if (hosted.containsKey(ref)) {
      throw new ChannelException(Code.RUNNING, ref + " runs already");
    }
    ChannelReader reader = reader(request.chain());
    ChannelReader.Loaded loaded = reader.load(request.channel());
    ConfigRecord config = loaded.sandbox().config();
    Born born = bear(request.chain(), request.account());
    boolean done = false;
    try {
      JoinArguments arguments =
          arguments(
              born,
              loaded.genesis().domain(),
              request.deposit(),
              request.client(),
              request.approval());
      // The member runs before the contract knows of it, so that it answers from the start.
      host(born, loaded, request.chain(), request.account());
      done = true;
      var unused =
          carryOut(
              request.chain(),
              request.account(),
              new ChannelCommand.Join(
                  new Address(ChannelReader.label(config, ChannelReader.DAPP)),
                  ChannelReader.label(config, ChannelReader.COIN),
                  request.channel(),
                  Bytes.of(arguments.encode())));
      return ref;
    } finally {
      if (!done) {
        born.journal().close();
      }
    }
  }

  private void requireRoom() {
    if (hosted.size() >= MAX_MEMBERS) {
      throw new ChannelException(Code.FULL, "this node runs " + MAX_MEMBERS + " members");
    }
  }

  private ChannelReader reader(ChainName chain) {
    Refs of = refs(chain);
    return new ChannelReader(of.chain(), of.contract(), parts.settings().call());
  }

  private static Hash coin(String type) {
    return HashFunction.H.hash(type.getBytes(StandardCharsets.UTF_8));
  }

  private static List<ConfigRecord.Label> labels(CreateChannel request) {
    List<ConfigRecord.Label> labels = new ArrayList<>(request.config().labels());
    labels.add(label(ChannelReader.DAPP, request.dapp().text()));
    labels.add(label(ChannelReader.COIN, request.coin()));
    labels.add(label(ChannelReader.STATE, request.stateType().toString()));
    return labels;
  }

  private static ConfigRecord.Label label(String key, String value) {
    return new ConfigRecord.Label(Bytes.utf8(key), Bytes.utf8(value));
  }

  /** A new member key and its journal, which says so before anybody hears of the key (rule 7). */
  private record Born(
      KeyName memberKey, Key key, AccountAddress self, Disk directory, VoteJournal journal) {}

  private Born bear(ChainName chain, KeyName account) throws IOException {
    AccountAddress self = address(chain, account);
    byte[] random = new byte[KEY_NAME_BYTES];
    parts.random().nextBytes(random);
    KeyName name = new KeyName(KEY_PREFIX + Hex.encode(random));
    Key key = Key.of(parts.keys().generate(name).publicKey().toArray());
    Disk directory = parts.disk().directory(name.value());
    VoteJournal journal =
        VoteJournal.open(directory.directory("journal"), parts.settings().journal());
    journal.append(new JournalRecord.KeyBorn(key, self, Math.max(0, parts.clock().millis())));
    journal.force();
    return new Born(name, key, self, directory, journal);
  }

  private AccountAddress address(ChainName chain, KeyName account) {
    PublicKey key =
        new PublicKey(SignatureScheme.ED25519, parts.keys().signer(account).publicKey());
    var found =
        ChannelReader.await(
            refs(chain).chain().call((c, r) -> c.account(key, r), parts.settings().call()));
    return AccountAddress.parse(found.address().text());
  }

  private JoinArguments arguments(
      Born born,
      Domain domain,
      long deposit,
      TxSigner client,
      Optional<JoinArguments.Approval> approval) {
    Key peerKey = Key.of(parts.peers().key().bytes().toArray());
    byte[] statement =
        new KeyPossession(domain, born.self(), client.key(), born.key(), peerKey).encode();
    String endpoints =
        parts.peers().endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(" "));
    return new JoinArguments(
        born.self(),
        client.key(),
        born.key(),
        peerKey,
        Bytes.utf8(endpoints),
        client.sign(statement),
        new KeySigner(parts.keys().signer(born.memberKey())).sign(statement),
        deposit,
        approval);
  }

  private TransactionStatus.Committed carryOut(
      ChainName chain, KeyName account, ChannelCommand command) {
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

  private MemberRef host(Born born, ChannelReader.Loaded loaded, ChainName chain, KeyName account)
      throws IOException {
    MemberFile file =
        new MemberFile(
            chain, account, born.memberKey(), born.self(), loaded.genesis(), loaded.sandbox());
    file.save(born.directory());
    return run(file, born.directory(), born.journal());
  }

  private MemberRef run(MemberFile file, Disk directory, VoteJournal journal) throws IOException {
    Refs of = refs(file.chain());
    HostedMember member =
        new HostedMember(
            parts,
            file,
            directory,
            journal,
            of.chain(),
            of.contract(),
            caller(file.chain(), file.account()),
            signatures,
            timers);
    if (hosted.putIfAbsent(member.ref(), member) != null) {
      throw new ChannelException(Code.RUNNING, member.ref() + " runs already");
    }
    member.start();
    return member.ref();
  }

  @Override
  public List<MemberRef> resume() {
    List<MemberRef> begun = new ArrayList<>();
    try {
      for (String name : parts.disk().directories()) {
        Disk directory = parts.disk().directory(name);
        Optional<MemberFile> file = MemberFile.load(directory);
        if (file.isPresent() && !isHosted(file.get()) && hosted.size() < MAX_MEMBERS) {
          VoteJournal journal =
              VoteJournal.open(directory.directory("journal"), parts.settings().journal());
          begun.add(run(file.get(), directory, journal));
        }
      }
    } catch (IOException | CodecException e) {
      throw new ChannelException(
          Code.BROKEN, "members in " + parts.disk().path() + ": " + e.getMessage(), e);
    }
    return begun;
  }

  private boolean isHosted(MemberFile file) {
    return hosted.values().stream().anyMatch(m -> m.file().memberKey().equals(file.memberKey()));
  }

  // Members

  HostedMember member(MemberRef ref) {
    HostedMember member = hosted.get(ref);
    if (member == null) {
      throw new ChannelException(Code.NO_CHANNEL, "this node runs no member " + ref);
    }
    return member;
  }

  @Override
  public List<MemberRef> members() {
    return List.copyOf(hosted.keySet());
  }

  @Override
  public ChannelStatus status(MemberRef ref) {
    return member(ref).status();
  }

  @Override
  public PendingCall submit(MemberRef ref, SignedTransaction transaction) {
    HostedMember member = member(ref);
    PendingCall call = member.feed().await(transaction);
    if (!member.runtime().submit(transaction)) {
      member.feed().giveUp(transaction);
    }
    return call;
  }

  @Override
  public List<Bytes> view(MemberRef ref, Bytes call) {
    EntryCall decoded;
    try {
      decoded = EntryCall.decode(call);
    } catch (CodecException e) {
      throw new ChannelException(Code.MALFORMED, "the call does not decode", e);
    }
    CallResult result = member(ref).executor().view(decoded, MAX_VIEW_GAS);
    if (result.failure().isPresent()) {
      throw new ChannelException(Code.VIEW_FAILED, result.failure().get().getMessage());
    }
    return result.values().stream().map(CallResult.Value::bcs).toList();
  }

  @Override
  public Bytes state(MemberRef ref) {
    return member(ref).feed().state();
  }

  @Override
  public ChannelSubscription subscribe(MemberRef ref, long fromHeight) {
    return member(ref).feed().subscribe(fromHeight);
  }

  @Override
  public void leave(MemberRef ref, SignedLeave request) {
    command(ref, new Command.Leave(request));
  }

  @Override
  public void close(MemberRef ref, SignedClose request) {
    command(ref, new Command.Close(request));
  }

  @Override
  public void command(MemberRef ref, Command command) {
    member(ref).runtime().command(command);
  }

  @Override
  public void stop(MemberRef ref) {
    HostedMember member = member(ref);
    member.stop();
    hosted.remove(ref);
  }

  /** Ends a member as a crash of the process does. For tests. */
  void kill(MemberRef ref) {
    HostedMember member = member(ref);
    member.kill();
    hosted.remove(ref);
  }

  /** Stops all members. */
  @Override
  public void close() {
    hosted.values().forEach(HostedMember::stop);
    hosted.clear();
    setups.shutdownNow();
    workers.shutdownNow();
    timers.shutdownNow();
    LOG.debug("Channels are stopped");
  }
}
