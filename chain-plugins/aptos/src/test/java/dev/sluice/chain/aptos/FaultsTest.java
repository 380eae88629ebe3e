/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.aptos.FaultProxy.Fault;
import dev.sluice.codec.AccountAddress;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import dev.sluice.outbox.api.Submission;
import dev.sluice.outbox.api.Submission.State;
import dev.sluice.testkit.chain.TestKey;
import dev.sluice.testkit.storage.InMemoryJournals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outbox, plugin and ledger with a bad network between them: nothing lost, nothing twice. */
class FaultsTest {
  private static final Duration CALL = Duration.ofSeconds(1);

  @TempDir Path directory;

  private final Ed25519KeyPair alice = Ed25519KeyPair.generate(new SecureRandom());
  private final TestKey bob = new TestKey();
  private final AccountAddress receiver = Reads.address(bob.key());
  private final InMemoryJournals journals = new InMemoryJournals();
  private DevChain ledger;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws Exception {
    ledger = Chains.start(Optional.empty(), 0);
    proxy = new FaultProxy(ledger.uri());
    Chains.fund(ledger.uri(), sender());
  }

  @AfterEach
  void end() throws IOException {
    proxy.close();
    ledger.close();
  }

  private AccountAddress sender() {
    return dev.sluice.aptos.codec.AuthenticationKeys.address(
        dev.sluice.aptos.codec.AuthenticationKeys.ed25519(
            dev.sluice.codec.Bytes.of(alice.publicKey())));
  }

  private List<CompletableFuture<Submission>> submit(TestNode node, String prefix, int count) {
    return submit(node, prefix, count, 1);
  }

  private List<CompletableFuture<Submission>> submit(
      TestNode node, String prefix, int count, long amount) {
    var orders = new ArrayList<CompletableFuture<Submission>>();
    for (int i = 0; i < count; i++) {
      orders.add(node.submit(prefix + i, Chains.transfer(receiver, amount)));
    }
    return orders;
  }

  private static void requireCommitted(List<CompletableFuture<Submission>> orders)
      throws Exception {
    for (CompletableFuture<Submission> order : orders) {
      Submission done = order.get(90, TimeUnit.SECONDS);
      assertThat(done.state()).as(done.toString()).isEqualTo(State.COMMITTED);
    }
  }

  private void requireReceived(URI uri, long count) throws Exception {
    var chain = new AptosChain(Chains.settings(uri));
    try {
      assertThat(chain.account(bob.key(), Duration.ofSeconds(20)).get().balance().longValue())
          .isEqualTo(count);
    } finally {
      chain.stop();
    }
  }

  /** The first requests of a kind get a fault. */
  private void firstOnes(String kind, Fault fault, int times) {
    var left = new AtomicInteger(times);
    proxy.plan =
        request -> request.startsWith(kind) && left.getAndDecrement() > 0 ? fault : Fault.NONE;
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_BEFORE", "CUT_AFTER", "UNAVAILABLE", "SLOW", "GARBAGE", "HALF", "HUGE"})
  void aSubmitThatGoesWrongIsDoneOnce(Fault fault) throws Exception {
    var left = new AtomicInteger(6);
    proxy.plan =
        request ->
            request.equals("POST /v1/transactions") && left.getAndDecrement() > 0
                ? fault
                : Fault.NONE;
    try (var node = new TestNode(proxy.uri(), alice, journals, CALL)) {
      requireCommitted(submit(node, "o", 3));
    }
    requireReceived(ledger.uri(), 3);
    assertThat(left.get()).isLessThan(6);
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND", "CUT_AFTER", "UNAVAILABLE", "SLOW", "GARBAGE", "HALF", "HUGE"})
  void aLookUpThatGoesWrongIsRepeated(Fault fault) throws Exception {
    firstOnes("GET /v1/transactions/by_hash", fault, 5);
    try (var node = new TestNode(proxy.uri(), alice, journals, CALL)) {
      requireCommitted(submit(node, "o", 3));
    }
    requireReceived(ledger.uri(), 3);
  }

  @Test
  void badAnswersAndSlowOnesHaveTheirNames() throws Exception {
    var chain = new AptosChain(Chains.settings(proxy.uri()));
    try {
      assertThat(infoWith(chain, Fault.GARBAGE)).isEqualTo(ChainException.Code.BAD_ANSWER);
      assertThat(infoWith(chain, Fault.HUGE)).isEqualTo(ChainException.Code.BAD_ANSWER);
      assertThat(infoWith(chain, Fault.SLOW)).isEqualTo(ChainException.Code.TIMEOUT);
      assertThat(infoWith(chain, Fault.UNAVAILABLE)).isEqualTo(ChainException.Code.OVERLOADED);
      assertThat(infoWith(chain, Fault.CUT_AFTER)).isEqualTo(ChainException.Code.UNAVAILABLE);
      assertThat(infoWith(chain, Fault.HALF)).isEqualTo(ChainException.Code.UNAVAILABLE);
    } finally {
      chain.stop();
    }
  }

  private ChainException.Code infoWith(AptosChain chain, Fault fault) {
    proxy.plan = request -> fault;
    Throwable failure = catchThrowable(() -> chain.info(Duration.ofMillis(1_500)).get());
    assertThat(failure).isInstanceOf(ExecutionException.class);
    return ((ChainException) failure.getCause()).code();
  }

  @Test
  void anyMixOfFaultsLosesAndDoublesNothing() throws Exception {
    var random = new Random(20);
    Fault[] faults = Fault.values();
    proxy.plan =
        request -> {
          synchronized (random) {
            Fault fault =
                random.nextInt(3) > 0 ? Fault.NONE : faults[random.nextInt(faults.length)];
            // An account that is not found is a refusal, not a fault.
            boolean isLie = fault == Fault.NOT_FOUND && !request.contains("by_hash");
            return isLie ? Fault.NONE : fault;
          }
        };
    try (var node = new TestNode(proxy.uri(), alice, journals, CALL)) {
      requireCommitted(submit(node, "o", 12));
    }
    requireReceived(ledger.uri(), 12);
  }

  @Test
  void aNodeThatStopsInBetweenGoesOn() throws Exception {
    firstOnes("POST /v1/transactions", Fault.CUT_AFTER, 1_000);
    List<CompletableFuture<Submission>> given;
    try (var node = new TestNode(proxy.uri(), alice, journals, CALL)) {
      given = submit(node, "o", 5);
      Thread.sleep(1_500);
    }
    assertThat(given).allSatisfy(order -> assertThat(order).isDone());
    proxy.plan = request -> Fault.NONE;
    try (var node = new TestNode(proxy.uri(), alice, journals, CALL)) {
      requireCommitted(submit(node, "o", 5));
    }
    requireReceived(ledger.uri(), 5);
  }

  @Test
  void twoNodesWithOneKeyShareTheNumbers() throws Exception {
    var others = new InMemoryJournals();
    try (var one = new TestNode(ledger.uri(), alice, journals, CALL);
        var two = new TestNode(ledger.uri(), alice, others, CALL)) {
      var orders = submit(one, "a", 8);
      orders.addAll(submit(two, "b", 8, 100));
      requireCommitted(orders);
    }
    requireReceived(ledger.uri(), 808);
  }

  /** Equal bytes would be one transaction, and both orders would be told that it is theirs. */
  @Test
  void twoNodesWithOneKeyGiveTheSameCallAndItIsDoneTwice() throws Exception {
    Set<TxHash> hashes = new HashSet<>();
    var others = new InMemoryJournals();
    try (var one = new TestNode(ledger.uri(), alice, journals, CALL);
        var two = new TestNode(ledger.uri(), alice, others, CALL)) {
      for (int i = 0; i < 6; i++) {
        Call same = Chains.transfer(receiver, 10);
        var first = one.submit("same" + i, same);
        var second = two.submit("same" + i, same);
        requireCommitted(List.of(first, second));
        hashes.add(first.get().hash().orElseThrow());
        hashes.add(second.get().hash().orElseThrow());
      }
    }
    assertThat(hashes).hasSize(12);
    requireReceived(ledger.uri(), 120);
  }

  @Test
  void aCursorThatIsTooOldSaysSo() throws Exception {
    LedgerSettings d = LedgerSettings.DEFAULT;
    var small =
        new LedgerSettings(
            d.chainId(),
            1_000,
            10,
            d.maxStateBytes(),
            d.mempoolTransactions(),
            d.mempoolPerSender(),
            d.blockTransactions(),
            d.snapshotBytes());
    try (var pruning =
        new DevChain(
            small,
            Optional.empty(),
            InstantSource.system(),
            new DevChain.Pace(0, 1),
            RestSettings.DEFAULT)) {
      while (pruning.ledger().oldestVersion() < 10) {
        Thread.sleep(20);
      }
      var chain = new AptosChain(Chains.settings(pruning.uri()));
      try {
        var filter = new EventFilter(new Address("0x1::coin"), List.of());
        Throwable failure =
            catchThrowable(
                () -> chain.events(filter, Cursor.at(new Height(5)), 10, Duration.ZERO).get());
        assertThat(failure).hasCauseInstanceOf(ChainException.class);
        assertThat(((ChainException) failure.getCause()).code())
            .isEqualTo(ChainException.Code.PRUNED);
        assertThat(chain.events(filter, Cursor.LATEST, 10, Duration.ZERO).get().notices())
            .isEmpty();
      } finally {
        chain.stop();
      }
    }
  }

  @Test
  void aLedgerThatIsKilledAndComesBackLosesNothing() throws Exception {
    int port = freePort();
    URI uri = URI.create("http://127.0.0.1:" + port + "/v1");
    Process process = launch(port);
    try (var node = startedNode(uri)) {
      List<CompletableFuture<Submission>> orders = submit(node, "o", 60);
      for (int kill = 0; kill < 2; kill++) {
        orders.get(10 + 20 * kill).get(90, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        process = launch(port);
      }
      requireCommitted(orders);
      requireReceived(uri, 60);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private TestNode startedNode(URI uri) throws Exception {
    for (int i = 0; ; i++) {
      try {
        Chains.fund(uri, sender());
        return new TestNode(uri, alice, journals, CALL);
      } catch (IOException e) {
        if (i > 300) {
          throw e;
        }
        Thread.sleep(100);
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process launch(int port) throws IOException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            path,
            "dev.sluice.devchain.Main",
            Integer.toString(port),
            Files.createDirectories(directory.resolve("chain")).toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("output.txt").toFile())
        .start();
  }
}
