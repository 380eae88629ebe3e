/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.EventPosition;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.Bytes;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Chain} must do. A plugin's test extends it with a running chain; cases about
 * what a chain does not have are skipped.
 */
@SuppressWarnings("FutureReturnValueIgnored")
public abstract class ChainContractTest {
  /** Time-out of each call. */
  protected static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final long STOP_MS = 1_500;
  private static final long SPAWN_MS = 250;

  /** The plugin under test, new for each test. */
  protected abstract Chain chain();

  /** Stops the plugin. */
  protected abstract void stop(Chain chain) throws Exception;

  /** A key whose account can pay, new for each test. */
  protected abstract TestKey fundedKey() throws Exception;

  /**
   * A call that anybody may make and that emits exactly one event that {@link #filter} lets
   * through. Calls of different numbers are different transactions.
   */
  protected abstract Call effect(int number);

  /** See {@link #effect}. */
  protected abstract EventFilter filter();

  /** A call that aborts in a simulated run; empty if the chain has no such run. */
  protected abstract Optional<Call> aborting();

  /** Code that is there; empty if the chain has none to read. */
  protected abstract Optional<StateQuery> present();

  /** The same for what is not there. */
  protected abstract Optional<StateQuery> absent();

  /** The answer, or the refusal as it is. */
  protected <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(TIMEOUT.toMillis() + 2_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("a call outlasts its time-out", e);
    }
  }

  private static Code codeOf(Throwable failure) {
    assertThat(failure).isInstanceOf(ChainException.class);
    return ((ChainException) failure).code();
  }

  /** Signs and sends. */
  protected SignedTransaction submit(Chain chain, TestKey key, Call call) {
    PreparedTransaction prepared =
        get(chain.prepare(TransactionRequest.of(key.key(), call), TIMEOUT));
    SignedTransaction signed = chain.assemble(prepared, key.sign(prepared));
    get(chain.send(signed, TIMEOUT));
    return signed;
  }

  /** Waits for the outcome. */
  protected TransactionStatus outcome(Chain chain, SignedTransaction signed)
      throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      TransactionStatus status = get(chain.status(signed.hash(), signed.validity(), TIMEOUT));
      boolean open =
          status instanceof TransactionStatus.Pending
              || status instanceof TransactionStatus.Unknown;
      if (!open) {
        return status;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("no outcome of " + signed.hash());
  }

  private SignedTransaction commit(Chain chain, TestKey key, int number)
      throws InterruptedException {
    SignedTransaction signed = submit(chain, key, effect(number));
    assertThat(outcome(chain, signed)).isInstanceOf(TransactionStatus.Committed.class);
    return signed;
  }

  private List<EventNotice.Observed> observed(EventPage page) {
    return page.notices().stream().map(notice -> (EventNotice.Observed) notice).toList();
  }

  @Test
  void namesItselfAndItsHead() {
    ChainInfo info = get(chain().info(TIMEOUT));
    assertThat(info.chainId()).isNotBlank();
    assertThat(info.maxTransactionBytes()).isPositive();
    assertThat(info.head().oldest()).isLessThanOrEqualTo(info.head().latest());
  }

  @Test
  void knowsAnAccountThatWasNeverSeen() {
    Chain chain = chain();
    Account account = get(chain.account(new TestKey().key(), TIMEOUT));
    assertThat(account.balance()).isEqualTo(BigInteger.ZERO);
    assertThat(account.nextSequence().orElse(0)).isZero();
    TestKey key = new TestKey();
    assertThat(get(chain.account(key.key(), TIMEOUT)).address())
        .isEqualTo(get(chain.account(key.key(), TIMEOUT)).address());
  }

  @Test
  void carriesOutACallOnceHoweverOftenItIsSent() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    Cursor start = get(chain.events(filter(), Cursor.LATEST, 10, Duration.ZERO)).next();
    SignedTransaction signed = submit(chain, key, effect(1));
    get(chain.send(signed, TIMEOUT));
    assertThat(outcome(chain, signed)).isInstanceOf(TransactionStatus.Committed.class);
    get(chain.send(signed, TIMEOUT));
    commit(chain, key, 2);
    var hashes = new ArrayList<TxHash>();
    Cursor from = start;
    while (hashes.size() < 2) {
      EventPage page = get(chain.events(filter(), from, 10, TIMEOUT));
      observed(page).forEach(o -> hashes.add(o.event().transaction()));
      from = page.next();
    }
    assertThat(hashes.stream().filter(signed.hash()::equals)).hasSize(1);
  }

  @Test
  void movesTheSequenceOnWithEachTransaction() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    Account before = get(chain.account(key.key(), TIMEOUT));
    assumeTrue(before.nextSequence().isPresent());
    commit(chain, key, 1);
    Account after = get(chain.account(key.key(), TIMEOUT));
    assertThat(after.nextSequence().getAsLong()).isEqualTo(before.nextSequence().getAsLong() + 1);
  }

  @Test
  void assemblesTheSameBytesEachTime() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    PreparedTransaction prepared =
        get(chain.prepare(TransactionRequest.of(key.key(), effect(1)), TIMEOUT));
    Signature signature = key.sign(prepared);
    assertThat(chain.assemble(prepared, signature)).isEqualTo(chain.assemble(prepared, signature));
  }

  @Test
  void refusesASignatureOfAnotherKeyOrMessage() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    PreparedTransaction prepared =
        get(chain.prepare(TransactionRequest.of(key.key(), effect(1)), TIMEOUT));
    PreparedTransaction other =
        get(chain.prepare(TransactionRequest.of(key.key(), effect(2)), TIMEOUT));
    for (Signature wrong : List.of(new TestKey().sign(prepared), key.sign(other))) {
      Throwable refusal = catchThrowable(() -> chain.assemble(prepared, wrong));
      assertThat(codeOf(refusal)).isEqualTo(Code.BAD_SIGNATURE);
    }
  }

  @Test
  void doesNotKnowWhatWasNeverSent() {
    var hash = new TxHash(Bytes.of(new byte[32]));
    assertThat(get(chain().status(hash, Validity.UNKNOWN, TIMEOUT)))
        .isInstanceOf(TransactionStatus.Unknown.class);
  }

  @Test
  void saysWhenATransactionCanNoLongerCome() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    PreparedTransaction prepared =
        get(
            chain.prepare(
                TransactionRequest.of(key.key(), effect(1)).withValidFor(Duration.ofMillis(500)),
                TIMEOUT));
    assumeTrue(prepared.validity().expiresAt().isPresent());
    SignedTransaction signed = chain.assemble(prepared, key.sign(prepared));
    assertThat(outcome(chain, signed)).isInstanceOf(TransactionStatus.Expired.class);
    Throwable refusal = catchThrowable(() -> get(chain.send(signed, TIMEOUT)));
    assertThat(codeOf(refusal)).isEqualTo(Code.EXPIRED);
  }

  @Test
  void saysThatANumberIsUsedUp() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    PreparedTransaction late =
        get(chain.prepare(TransactionRequest.of(key.key(), effect(1)), TIMEOUT));
    assumeTrue(late.validity().sequence().isPresent());
    commit(chain, key, 2);
    SignedTransaction signed = chain.assemble(late, key.sign(late));
    Throwable refusal = catchThrowable(() -> get(chain.send(signed, TIMEOUT)));
    assertThat(codeOf(refusal)).isIn(Code.STALE_SEQUENCE, Code.CONFLICT);
    assertThat(outcome(chain, signed)).isInstanceOf(TransactionStatus.Expired.class);
  }

  @Test
  void givesTheSameEventsInPagesOfAnySize() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    Cursor start = get(chain.events(filter(), Cursor.LATEST, 10, Duration.ZERO)).next();
    var sent = new ArrayList<TxHash>();
    for (int i = 0; i < 4; i++) {
      sent.add(commit(chain, key, i).hash());
    }
    for (int limit : List.of(1, 3, 100)) {
      var positions = new ArrayList<EventPosition>();
      var hashes = new ArrayList<TxHash>();
      Cursor from = start;
      while (hashes.size() < sent.size()) {
        EventPage page = get(chain.events(filter(), from, limit, TIMEOUT));
        assertThat(page.notices().size()).isBetween(1, limit);
        observed(page)
            .forEach(
                o -> {
                  positions.add(o.event().position());
                  hashes.add(o.event().transaction());
                });
        from = page.next();
      }
      assertThat(hashes).isEqualTo(sent);
      assertThat(positions).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void readsEventsAgainFromAHeight() throws Exception {
    Chain chain = chain();
    SignedTransaction signed = commit(chain, fundedKey(), 1);
    var committed = (TransactionStatus.Committed) outcome(chain, signed);
    EventPage page = get(chain.events(filter(), Cursor.at(committed.at()), 1, TIMEOUT));
    assertThat(observed(page).get(0).event().transaction()).isEqualTo(signed.hash());
    assertThat(observed(page).get(0).event().position().height()).isEqualTo(committed.at());
  }

  @Test
  void waitsForEventsNoLongerThanAsked() {
    Chain chain = chain();
    Cursor latest = get(chain.events(filter(), Cursor.LATEST, 10, Duration.ZERO)).next();
    long start = System.nanoTime();
    EventPage page = get(chain.events(filter(), latest, 10, Duration.ofMillis(300)));
    assertThat(page.notices()).isEmpty();
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(8));
  }

  @Test
  void wakesWhenAnEventComes() throws Exception {
    Chain chain = chain();
    TestKey key = fundedKey();
    Cursor latest = get(chain.events(filter(), Cursor.LATEST, 10, Duration.ZERO)).next();
    CompletableFuture<EventPage> waiting = chain.events(filter(), latest, 10, TIMEOUT);
    SignedTransaction signed = commit(chain, key, 1);
    assertThat(observed(get(waiting)).get(0).event().transaction()).isEqualTo(signed.hash());
  }

  @Test
  void refusesWhatMakesNoSense() {
    Chain chain = chain();
    List<CompletableFuture<EventPage>> wrong =
        List.of(
            chain.events(filter(), new Cursor("nonsense"), 1, Duration.ZERO),
            chain.events(filter(), new Cursor("height:x"), 1, Duration.ZERO),
            chain.events(filter(), Cursor.EARLIEST, 0, Duration.ZERO),
            chain.events(filter(), Cursor.EARLIEST, EventPage.MAX_NOTICES + 1, Duration.ZERO));
    for (CompletableFuture<EventPage> call : wrong) {
      assertThat(codeOf(catchThrowable(() -> get(call)))).isEqualTo(Code.INVALID_REQUEST);
    }
  }

  @Test
  void tellsWhichCodeAborted() throws Exception {
    assumeTrue(aborting().isPresent());
    var request = TransactionRequest.of(fundedKey().key(), aborting().orElseThrow());
    Chain chain = chain();
    Throwable refusal = catchThrowable(() -> get(chain.prepare(request, TIMEOUT)));
    assertThat(codeOf(refusal)).isEqualTo(Code.ABORTED);
    assertThat(((ChainException) refusal).abort()).isPresent();
  }

  @Test
  void readsWhatIsThereAndSaysWhatIsNot() {
    assumeTrue(present().isPresent());
    Chain chain = chain();
    assertThat(get(chain.read(present().orElseThrow(), Optional.empty(), TIMEOUT))).isPresent();
    assertThat(get(chain.read(absent().orElseThrow(), Optional.empty(), TIMEOUT))).isEmpty();
  }

  @Test
  void endsByItsTimeOut() {
    Chain chain = chain();
    CompletableFuture<ChainInfo> call = chain.info(Duration.ofNanos(1));
    Throwable failure = catchThrowable(() -> get(call));
    if (failure != null) {
      assertThat(codeOf(failure)).isEqualTo(Code.TIMEOUT);
    }
    assertThat(get(chain.info(TIMEOUT)).chainId()).isNotBlank();
  }

  @Test
  void canBeCancelled() {
    Chain chain = chain();
    chain.events(filter(), Cursor.LATEST, 1, TIMEOUT).cancel(true);
    assertThat(get(chain.info(TIMEOUT)).chainId()).isNotBlank();
  }

  @Test
  void returnsBeforeTheWorkIsDone() {
    Chain chain = chain();
    get(chain.info(TIMEOUT));
    long start = System.nanoTime();
    CompletableFuture<EventPage> waiting = chain.events(filter(), Cursor.LATEST, 1, TIMEOUT);
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(SPAWN_MS));
    waiting.cancel(true);
  }

  @Test
  void answersManyAtOnce() {
    Chain chain = chain();
    var calls = new ArrayList<CompletableFuture<ChainInfo>>();
    for (int i = 0; i < 100; i++) {
      calls.add(chain.info(TIMEOUT));
    }
    calls.forEach(call -> assertThat(get(call).chainId()).isNotBlank());
  }

  @Test
  void leavesNothingOpenWhenItStops() throws Exception {
    Chain chain = chain();
    var calls = new ArrayList<CompletableFuture<EventPage>>();
    for (int i = 0; i < 10; i++) {
      calls.add(chain.events(filter(), Cursor.LATEST, 1, TIMEOUT));
    }
    stop(chain);
    calls.add(chain.events(filter(), Cursor.LATEST, 1, TIMEOUT));
    for (CompletableFuture<EventPage> call : calls) {
      assertThatThrownBy(() -> call.get(STOP_MS, TimeUnit.MILLISECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(RejectedExecutionException.class);
    }
  }
}
