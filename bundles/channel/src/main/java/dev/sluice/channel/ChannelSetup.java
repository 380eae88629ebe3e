/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.api.CreateChannel;
import dev.sluice.channel.api.JoinChannel;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.api.TxSigner;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.channel.sandbox.CodeSet;
import dev.sluice.channel.sandbox.SandboxGenesis;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.Hex;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.key.api.KeyName;
import dev.sluice.peer.api.Endpoint;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Creates and joins channels, one after the other on a thread that may wait for the chain. */
final class ChannelSetup implements AutoCloseable {
  private static final int MAX_SETUPS = 16;
  private static final int KEY_NAME_BYTES = 8;
  private static final String KEY_PREFIX = "channel-";

  private final NodeParts parts;
  private final ChainAccess chains;
  private final HostedMembers hosted;
  private final ExecutorService setups;

  ChannelSetup(NodeParts parts, ChainAccess chains, HostedMembers hosted, ThreadFactory threads) {
    this.parts = parts;
    this.chains = chains;
    this.hosted = hosted;
    setups =
        new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_SETUPS), threads);
  }

  CompletableFuture<MemberRef> create(CreateChannel request) {
    return setUp(() -> createNow(request));
  }

  CompletableFuture<MemberRef> join(JoinChannel request) {
    return setUp(() -> joinNow(request));
  }

  private <T> CompletableFuture<T> setUp(Callable<T> work) {
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
    } catch (RejectedExecutionException e) {
      throw new ChannelException(Code.OVERLOADED, "too many channels are being set up");
    }
    return future;
  }

  private MemberRef createNow(CreateChannel request) throws IOException {
    hosted.requireRoom();
    ChannelReader reader = chains.reader(request.chain());
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
          chains.carryOut(
              request.chain(),
              request.account(),
              new ChannelCommand.Create(
                  request.dapp(),
                  request.coin(),
                  request.first(),
                  Bytes.of(config.encode()),
                  Bytes.of(root.toArray()),
                  Bytes.copyOfRange(record, 0, record.length - 1)));
      long channel = chains.createdChannel(request.chain(), committed);
      MemberRef ref = host(born, reader.load(channel), request.chain(), request.account());
      done = true;
      return ref;
    } finally {
      if (!done) {
        born.journal().close();
      }
    }
  }

  private MemberRef joinNow(JoinChannel request) throws IOException {
    hosted.requireRoom();
    MemberRef ref = new MemberRef(request.chain(), request.channel(), request.account());
    hosted.requireFree(ref);
    ChannelReader reader = chains.reader(request.chain());
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
          chains.carryOut(
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
    AccountAddress self = chains.address(chain, account);
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

  private MemberRef host(Born born, ChannelReader.Loaded loaded, ChainName chain, KeyName account)
      throws IOException {
    MemberFile file =
        new MemberFile(
            chain, account, born.memberKey(), born.self(), loaded.genesis(), loaded.sandbox());
    file.save(born.directory());
    return hosted.run(file, born.directory(), born.journal());
  }

  /** What is under way is no longer waited for. */
  @Override
  public void close() {
    setups.shutdownNow();
  }
}
