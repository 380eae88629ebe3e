/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainName;
import dev.sluice.codec.Bytes;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxException;
import dev.sluice.outbox.api.Submission;
import dev.sluice.outbox.api.Submission.State;
import dev.sluice.storage.api.Journal;
import dev.sluice.storage.api.Journals;
import dev.sluice.testkit.plugin.DirectPlugins;
import dev.sluice.testkit.storage.InMemoryJournals;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The outbox with its journal, its thread, keys and a chain that is there or not. */
class OutboxTest {
  private static final ChainName CHAIN = new ChainName("sim");
  private static final KeyName KEY = new KeyName("alice");
  private static final Instant LATE = Instant.ofEpochSecond(4_000_000_000L);
  private static final Duration CALL = Duration.ofMillis(200);

  private final DirectPlugins plugins = new DirectPlugins();
  private final Exchangeable journals = new Exchangeable();
  private final SimulatedChainPlugin chain = new SimulatedChainPlugin();
  private Outbox outbox = open();

  private Outbox open() {
    plugins.with(Journals.class, journals);
    plugins.with(Chain.class, chain);
    return new Outbox(plugins, new OneKey(), Clock.systemUTC(), new Random(1), "default", CALL);
  }

  @AfterEach
  void close() throws InterruptedException {
    outbox.stop();
  }

  private static Order order(String reference, String function) {
    var call = new Call(new Address("0x1::m"), function, List.of(), List.of());
    return Order.of(reference, CHAIN, KEY, call, LATE);
  }

  private Submission done(Order order) throws Exception {
    return outbox.submit(order).get(20, TimeUnit.SECONDS);
  }

  @Test
  void anOrderIsDoneOnceHoweverOftenItIsGiven() throws Exception {
    Submission first = done(order("a", "work"));
    assertThat(first.state()).isEqualTo(State.COMMITTED);
    assertThat(first.attempts()).isEqualTo(1);
    assertThat(done(order("a", "work")).hash()).isEqualTo(first.hash());
    assertThat(outbox.submission("a")).contains(first);
    assertThat(chain.executions()).isEqualTo(1);
  }

  @Test
  void manyOrdersOfOneKeyAreDoneInTheirOrder() throws Exception {
    var futures =
        IntStream.range(0, 40).mapToObj(i -> outbox.submit(order("n" + i, "work"))).toList();
    for (var future : futures) {
      assertThat(future.get(30, TimeUnit.SECONDS).state()).isEqualTo(State.COMMITTED);
    }
    assertThat(chain.executions()).isEqualTo(40);
    assertThat(outbox.submissions()).extracting(Submission::reference).startsWith("n0", "n1");
  }

  @Test
  void whatTheChainRefusesIsSaidWithItsReason() throws Exception {
    Submission refused = done(order("r", "poor"));
    assertThat(refused.state()).isEqualTo(State.REFUSED);
    assertThat(refused.error().map(ChainException::code)).contains(ChainException.Code.NO_FUNDS);
    Submission failed = done(order("f", "abort"));
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.error().flatMap(ChainException::abort).orElseThrow().code()).isEqualTo(7);
  }

  @Test
  void aMissingKeyIsARefusal() throws Exception {
    var order = Order.of("k", CHAIN, new KeyName("bob"), order("x", "work").call(), LATE);
    Submission refused = done(order);
    assertThat(refused.state()).isEqualTo(State.REFUSED);
    assertThat(refused.error().orElseThrow()).hasMessageContaining("bob");
  }

  @Test
  void ordersOutlastAnAbsentChainAndARestart() throws Exception {
    plugins.remove(Chain.class);
    var waiting = outbox.submit(order("w", "work"));
    assertThat(outbox.submission("w").orElseThrow().state()).isEqualTo(State.WAITING);
    outbox.stop();
    assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            OutboxException.class,
            e -> assertThat(e.code()).isEqualTo(OutboxException.Code.CLOSED));
    outbox = open();
    assertThat(done(order("w", "work")).state()).isEqualTo(State.COMMITTED);
    outbox.stop();
    outbox = open();
    assertThat(done(order("w", "work")).state()).isEqualTo(State.COMMITTED);
    assertThat(chain.executions()).isEqualTo(1);
  }

  @Test
  void aReferenceStandsForOneOrder() throws Exception {
    done(order("same", "work"));
    assertThatThrownBy(() -> done(order("same", "abort")))
        .cause()
        .isInstanceOfSatisfying(
            OutboxException.class,
            e -> assertThat(e.code()).isEqualTo(OutboxException.Code.OTHER_ORDER));
  }

  @Test
  void withoutAStoreNothingIsTaken() throws Exception {
    outbox.stop();
    outbox = open();
    plugins.remove(Journals.class);
    assertThatThrownBy(() -> done(order("s", "work")))
        .cause()
        .isInstanceOfSatisfying(
            OutboxException.class,
            e -> assertThat(e.code()).isEqualTo(OutboxException.Code.STORAGE));
    assertThat(chain.executions()).isZero();
    plugins.with(Journals.class, journals);
    assertThat(done(order("s", "work")).state()).isEqualTo(State.COMMITTED);
  }

  @Test
  void anExchangedStoreIsOpenedAnew() throws Exception {
    done(order("one", "work"));
    journals.closeAll();
    assertThat(done(order("two", "work")).state()).isEqualTo(State.COMMITTED);
  }

  @Test
  void makesNoJournalBeforeTheFirstOrder() throws Exception {
    assertThat(outbox.submissions()).isEmpty();
    assertThat(journals.names()).isEmpty();
    done(order("first", "work"));
    assertThat(journals.names()).containsExactly(OutboxJournal.NAME);
  }

  /** Journals that can be exchanged: what is open is closed, as an updated plugin does. */
  private static final class Exchangeable implements Journals {
    private final InMemoryJournals all = new InMemoryJournals();
    private final List<Journal> opened = new CopyOnWriteArrayList<>();

    void closeAll() {
      opened.forEach(Journal::close);
    }

    @Override
    public Journal open(String name) {
      Journal journal = all.open(name);
      opened.add(journal);
      return journal;
    }

    @Override
    public List<String> names() {
      return all.names();
    }

    @Override
    public void delete(String name) {
      all.delete(name);
    }
  }

  /** One key of which the signature does not matter here. */
  private static final class OneKey implements KeyService {
    private final Signer signer =
        new Signer() {
          @Override
          public KeyName name() {
            return KEY;
          }

          @Override
          public Bytes publicKey() {
            return Bytes.of(new byte[32]);
          }

          @Override
          public Bytes sign(byte[] message) {
            return Bytes.of(new byte[64]);
          }
        };

    @Override
    public boolean unlocked() {
      return true;
    }

    @Override
    public void unlock(char[] passphrase) {}

    @Override
    public void lock() {}

    @Override
    public List<Signer> signers() {
      return List.of(signer);
    }

    @Override
    public Signer signer(KeyName name) {
      if (!name.equals(KEY)) {
        throw new KeyException(KeyException.Code.NOT_FOUND, "no key " + name);
      }
      return signer;
    }

    @Override
    public Signer generate(KeyName name) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(KeyName name) {}
  }
}
