/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.ChannelContract;
import dev.sluice.chain.aptos.AptosChain;
import dev.sluice.chain.aptos.AptosPlugin;
import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.channel.api.CreateChannel;
import dev.sluice.channel.api.JoinChannel;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.channel.sandbox.EntryCall;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.Member;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.crypto.Hashes;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import dev.sluice.key.api.KeyName;
import dev.sluice.move.ModuleId;
import dev.sluice.outbox.Outbox;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.Submission;
import dev.sluice.peer.PeerNode;
import dev.sluice.peer.PeerNodes;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.link.MemoryHub;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.io.LocalDisk;
import dev.sluice.testkit.plugin.DirectPlugins;
import dev.sluice.testkit.storage.InMemoryJournals;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A development chain with the contract, and nodes with a member each, in one process. */
final class TestNetwork implements AutoCloseable {
  static final ChainName CHAIN = new ChainName("dev");
  static final KeyName ACCOUNT = new KeyName("account");
  static final String COIN = "0x1::aptos_coin::AptosCoin";
  static final AccountAddress CONTRACT = MovePackage.DEVELOPMENT_PUBLISHER;
  static final Address CHAT = new Address(CONTRACT.toLongString() + "::chat");
  static final StructTag ROOM = StructTag.of(CONTRACT, "chat", "Room");
  static final long DEPOSIT = 1_000;

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final long FUNDS = 10_000_000_000L;

  /** A node and its client. */
  static final class Node {
    final MemoryKeys keys = new MemoryKeys();
    final TestClient client = new TestClient();
    final Path directory;
    final PeerNode peers;
    final Outbox outbox;
    final PluginService plugins;
    ChannelNode channels;
    MemberRef member;
    AccountAddress address;

    Node(Path directory, PeerNode peers, PluginService plugins, Outbox outbox) {
      this.directory = directory;
      this.peers = peers;
      this.plugins = plugins;
      this.outbox = outbox;
    }

    void start() throws IOException {
      channels =
          new ChannelNode(
              new NodeParts(
                  plugins,
                  outbox,
                  keys,
                  peers,
                  LocalDisk.at(directory),
                  Member::new,
                  InstantSource.system(),
                  new SecureRandom(),
                  new NodeParts.Settings(
                      Duration.ofMillis(200),
                      Duration.ofSeconds(20),
                      2,
                      dev.sluice.channel.chain.OutboxCaller.Settings.DEFAULT,
                      new VoteJournal.Settings(1 << 20, 1 << 16))));
    }
  }

  final DevChain ledger;
  final List<Node> nodes = new ArrayList<>();
  private final AptosChain chain;
  private final Path directory;
  private final MemoryHub hub = new MemoryHub();

  TestNetwork(Path directory) throws Exception {
    this.directory = directory;
    ledger =
        new DevChain(
            LedgerSettings.DEFAULT,
            Optional.empty(),
            InstantSource.system(),
            new DevChain.Pace(5, 100),
            RestSettings.DEFAULT.withPort(0));
    chain =
        AptosPlugin.at(
            CHAIN, v1(), LedgerSettings.DEFAULT.chainId(), CONTRACT, Duration.ofMillis(50));
    publish();
  }

  /** The address that ends with {@code /v1/}. */
  URI v1() {
    String base = ledger.uri().toString().replaceAll("/+$", "");
    return URI.create(base.endsWith("/v1") ? base + "/" : base + "/v1/");
  }

  private Node node(String name) {
    byte[] peerKey = new byte[PeerKey.LENGTH];
    new SecureRandom().nextBytes(peerKey);
    DirectPlugins plugins =
        new DirectPlugins()
            .with(Chain.class, chain)
            .with(ChannelContract.class, chain)
            .with(Journals.class, new InMemoryJournals());
    PeerNode peers = PeerNodes.inMemory(name, new PeerKey(Bytes.of(peerKey)), "test", hub);
    MemoryKeys[] keys = new MemoryKeys[1];
    Node node =
        new Node(
            directory.resolve(name),
            peers,
            plugins,
            new Outbox(
                plugins,
                (dev.sluice.key.api.KeyService)
                    Proxy.newProxyInstance(
                        dev.sluice.key.api.KeyService.class.getClassLoader(),
                        new Class<?>[] {dev.sluice.key.api.KeyService.class},
                        (proxy, method, arguments) -> method.invoke(keys[0], arguments)),
                Clock.systemUTC(),
                new SecureRandom(),
                "j",
                Duration.ofSeconds(10)));
    keys[0] = node.keys;
    return node;
  }

  private void publish() throws Exception {
    Node publisher = node("publisher");
    byte[] seed = Hashes.sha3_256("sluice development publisher".getBytes(StandardCharsets.UTF_8));
    publisher.keys.put(ACCOUNT, Ed25519KeyPair.ofSeed(seed));
    fund(CONTRACT);
    int number = 0;
    for (MovePackage each :
        List.of(MovePackage.channelCore(), MovePackage.stateChannel(), MovePackage.examples())) {
      run(
          publisher,
          "publish" + number++,
          new Call(
              new Address("0x1::code"),
              "publish_package_txn",
              List.of(),
              List.of(
                  Call.Argument.of(new BcsWriter().bytes(each.metadata()).toBytes()),
                  Call.Argument.of(
                      new BcsWriter().list(each.code(), BcsWriter::bytes).toBytes()))));
    }
    publisher.peers.close();
    stop(publisher.outbox);
  }

  private static void stop(Outbox outbox) {
    try {
      outbox.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void run(Node node, String reference, Call call) throws Exception {
    Submission done =
        node.outbox
            .submit(
                new Order(
                    reference,
                    CHAIN,
                    ACCOUNT,
                    call,
                    Optional.empty(),
                    Duration.ofSeconds(10),
                    Instant.now().plusSeconds(30)))
            .get(60, TimeUnit.SECONDS);
    if (done.state() != Submission.State.COMMITTED) {
      throw new AssertionError(reference + ": " + done);
    }
  }

  private void fund(AccountAddress account) throws Exception {
    String body = "{\"address\":\"" + account.toLongString() + "\",\"amount\":" + FUNDS + "}";
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(v1().toString().replace("/v1/", "/")).resolve("fund"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("faucet: " + answer.statusCode() + " " + answer.body());
    }
    String balance = "accounts/" + account.toLongString() + "/balance/" + COIN;
    until("the faucet's coins", () -> get(balance).filter(b -> !b.equals("0")).isPresent());
  }

  /** Asks the chain itself. */
  Optional<String> get(String path) {
    try {
      HttpResponse<String> answer =
          HTTP.send(
              HttpRequest.newBuilder(v1().resolve(path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All transactions of the chain, as it shows them. */
  String events() {
    StringBuilder all = new StringBuilder();
    for (int start = 0; ; start += 100) {
      String page = get("transactions?start=" + start + "&limit=100").orElse("[]");
      if (page.equals("[]")) {
        return all.toString();
      }
      all.append(page);
    }
  }

  static void until(String what, BooleanSupplier condition) throws InterruptedException {
    until(what, 60, condition);
  }

  static void until(String what, int seconds, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      Thread.sleep(20);
    }
  }

  /** Adds a node with a funded account. */
  Node addNode() throws Exception {
    Node node = node("node" + nodes.size());
    Ed25519KeyPair pair = Ed25519KeyPair.generate(new SecureRandom());
    node.keys.put(ACCOUNT, pair);
    var key =
        new dev.sluice.chain.api.PublicKey(
            dev.sluice.chain.api.SignatureScheme.ED25519, Bytes.of(pair.publicKey()));
    node.address =
        AccountAddress.parse(chain.account(key, Duration.ofSeconds(10)).get().address().text());
    fund(node.address);
    node.start();
    nodes.add(node);
    return node;
  }

  /** The chat room as it begins. */
  static Bytes room(String topic, AccountAddress host) {
    return new BcsWriter().string(topic).address(host).u64(0).length(0).toBytes();
  }

  void create(ConfigRecord config) throws Exception {
    Node first = nodes.get(0);
    first.member =
        first
            .channels
            .create(
                new CreateChannel(
                    CHAIN,
                    ACCOUNT,
                    CHAT,
                    COIN,
                    List.of(new BcsWriter().string("test").toBytes()),
                    ROOM,
                    room("test", first.address),
                    config,
                    DEPOSIT,
                    first.client))
            .get(60, TimeUnit.SECONDS);
  }

  void join(Node node) throws Exception {
    node.member =
        node.channels
            .join(
                new JoinChannel(
                    CHAIN,
                    nodes.get(0).member.channel(),
                    ACCOUNT,
                    DEPOSIT,
                    node.client,
                    Optional.empty()))
            .get(60, TimeUnit.SECONDS);
  }

  Domain domain(Node node) {
    return node.channels.status(node.member).domain();
  }

  static EntryCall say(String text) {
    return new EntryCall(
        new ModuleId(CONTRACT, "chat"),
        "say",
        List.of(),
        List.of(new BcsWriter().string(text).toBytes()));
  }

  ChannelContract contract() {
    return chain;
  }

  @Override
  public void close() throws IOException {
    for (Node node : nodes) {
      node.channels.close();
      node.peers.close();
      stop(node.outbox);
    }
    AptosPlugin.stop(chain);
    ledger.close();
  }
}
