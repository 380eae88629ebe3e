/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.aptos.codec.AccountAuthenticator;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.aptos.codec.TransactionAuthenticator;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.TestAccount;
import dev.sluice.devchain.ledger.LedgerException.Code;
import dev.sluice.testkit.StubClock;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final TestAccount ALICE = TestAccount.named("alice");
  private static final TestAccount BOB = TestAccount.named("bob");
  private static final long FUNDS = 100_000_000;

  @TempDir Path directory;
  private final StubClock clock = StubClock.at(Instant.ofEpochSecond(1_800_000_000));
  private Ledger ledger;

  @BeforeEach
  void start() throws IOException {
    ledger = open(settings(10_000, 5_000, 100, 10), Optional.empty());
    fund(ALICE);
  }

  private static LedgerSettings settings(int history, int state, int mempool, int perSender) {
    return new LedgerSettings(4, history, state, 1 << 26, mempool, perSender, 50, 1 << 20);
  }

  private Ledger open(LedgerSettings settings, Optional<Path> where) throws IOException {
    return new Ledger(settings, where, clock, Faucet.publicKey());
  }

  private void fund(TestAccount account) {
    new Faucet(ledger).fund(account.address(), FUNDS);
    makeBlocks();
  }

  private void makeBlocks() {
    while (ledger.makeBlock(false)) {
      clock.advance(Duration.ofMillis(1));
    }
  }

  private long balance(TestAccount account) {
    return AccountInfo.balance(ledger.state(ledger.head().version()), account.address());
  }

  private LedgerTransaction run(Bytes transaction) {
    Bytes hash = ledger.submit(transaction).hash();
    makeBlocks();
    return ledger.transaction(hash).orElseThrow();
  }

  private void refuses(Bytes transaction, Rejection rejection) {
    assertThatThrownBy(() -> ledger.submit(transaction))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.rejection()).contains(rejection));
  }

  @Test
  void transfersAndChargesGas() {
    LedgerTransaction done = run(ALICE.transfer(BOB.address(), 500, 0));
    assertThat(done.output().success()).isTrue();
    assertThat(done.output().gasUsed()).isBetween(1L, 2000L);
    assertThat(balance(BOB)).isEqualTo(500);
    assertThat(balance(ALICE)).isEqualTo(FUNDS - 500 - 100 * done.output().gasUsed());
    assertThat(ledger.transaction(done.version())).isEqualTo(done);
    assertThat(ledger.block(done.height()).lastVersion()).isEqualTo(done.version());
    assertThat(ledger.versionsOf(ALICE.address())).containsExactly(done.version());
  }

  @Test
  void commitsAnAbortThatPaysItsGasAndNothingElse() {
    LedgerTransaction done = run(ALICE.transfer(BOB.address(), 10 * FUNDS, 0));
    assertThat(done.output().success()).isFalse();
    assertThat(done.output().vmStatus())
        .startsWith("Move abort in 0x1::coin: EINSUFFICIENT_BALANCE(0x10006)");
    assertThat(done.output().events()).isEmpty();
    assertThat(balance(ALICE)).isEqualTo(FUNDS - 100 * done.output().gasUsed());
    assertThat(AccountInfo.read(ledger.newestState(), BOB.address())).isEmpty();
  }

  /** All that is left cannot pay both the transfer and its gas: the transfer is undone. */
  @Test
  void undoesAPayloadThatSpendsTheFee() {
    LedgerTransaction done = run(ALICE.transfer(BOB.address(), FUNDS, 0));
    assertThat(done.output().success()).isFalse();
    assertThat(balance(ALICE)).isEqualTo(FUNDS - 100 * done.output().gasUsed());
    assertThat(balance(BOB)).isZero();
  }

  @Test
  void refusesInTheRealOrder() {
    run(ALICE.transfer(BOB.address(), 1, 0));
    TestAccount.Terms bad =
        TestAccount.terms(0).withChainId(9).withExpiration(1).withGas(1_000_000, 100_000);
    // Everything is wrong: the signature is told first, then what is left.
    refuses(forged(ALICE.raw(BOB.address(), 1, bad)), Rejection.INVALID_SIGNATURE);
    refuses(ALICE.sign(ALICE.raw(BOB.address(), 1, bad)), Rejection.BAD_CHAIN_ID);
    bad = bad.withChainId(4);
    refuses(BOB.sign(ALICE.raw(BOB.address(), 1, bad)), Rejection.INVALID_AUTH_KEY);
    refuses(ALICE.sign(ALICE.raw(BOB.address(), 1, bad)), Rejection.SEQUENCE_NUMBER_TOO_OLD);
    bad = TestAccount.terms(1).withExpiration(1).withGas(1_000_000, 100_000);
    refuses(ALICE.sign(ALICE.raw(BOB.address(), 1, bad)), Rejection.TRANSACTION_EXPIRED);
    bad = bad.withExpiration(4_000_000_000L);
    refuses(
        ALICE.sign(ALICE.raw(BOB.address(), 1, bad)),
        Rejection.INSUFFICIENT_BALANCE_FOR_TRANSACTION_FEE);
    TestAccount nobody = TestAccount.named("nobody");
    refuses(nobody.transfer(BOB.address(), 1, 0), Rejection.SENDING_ACCOUNT_DOES_NOT_EXIST);
    assertThat(ledger.waiting()).isZero();
  }

  private static Bytes forged(RawTransaction raw) {
    byte[] bytes = ALICE.sign(raw).toArray();
    bytes[bytes.length - 20] ^= 1;
    return Bytes.of(bytes);
  }

  @Test
  void refusesGasOutOfBounds() {
    var terms = TestAccount.terms(0);
    refuses(
        ALICE.sign(ALICE.raw(BOB.address(), 1, terms.withGas(2_000_001, 100))),
        Rejection.MAX_GAS_UNITS_EXCEEDS_MAX_GAS_UNITS_BOUND);
    refuses(
        ALICE.sign(ALICE.raw(BOB.address(), 1, terms.withGas(1, 100))),
        Rejection.MAX_GAS_UNITS_BELOW_MIN_TRANSACTION_GAS_UNITS);
    refuses(
        ALICE.sign(ALICE.raw(BOB.address(), 1, terms.withGas(2000, 99))),
        Rejection.GAS_UNIT_PRICE_BELOW_MIN_BOUND);
    refuses(
        ALICE.sign(ALICE.raw(BOB.address(), 1, terms.withGas(2000, -1))),
        Rejection.GAS_UNIT_PRICE_ABOVE_MAX_BOUND);
  }

  @Test
  void expiresAtTheSecond() {
    long now = clock.instant().getEpochSecond();
    var terms = TestAccount.terms(0);
    refuses(
        ALICE.sign(ALICE.raw(BOB.address(), 1, terms.withExpiration(now))),
        Rejection.TRANSACTION_EXPIRED);
    LedgerTransaction done =
        run(ALICE.sign(ALICE.raw(BOB.address(), 1, terms.withExpiration(now + 1))));
    assertThat(done.output().success()).isTrue();
  }

  @Test
  void parksWhatIsTooNewAndRunsItInOrder() {
    Bytes second = ledger.submit(ALICE.transfer(BOB.address(), 2, 2)).hash();
    Bytes first = ledger.submit(ALICE.transfer(BOB.address(), 1, 1)).hash();
    assertThat(ledger.makeBlock(false)).isFalse();
    assertThat(ledger.pending(first)).isPresent();
    run(ALICE.transfer(BOB.address(), 5, 0));
    assertThat(ledger.transaction(first).orElseThrow().version())
        .isLessThan(ledger.transaction(second).orElseThrow().version());
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void dropsParkedOnesThatExpire() {
    long now = clock.instant().getEpochSecond();
    Bytes parked =
        ledger
            .submit(
                ALICE.sign(
                    ALICE.raw(BOB.address(), 1, TestAccount.terms(5).withExpiration(now + 10))))
            .hash();
    List<String> told = new ArrayList<>();
    ledger.await(parked, () -> told.add("done"));
    clock.advance(Duration.ofSeconds(9));
    ledger.makeBlock(true);
    assertThat(ledger.pending(parked)).isPresent();
    clock.advance(Duration.ofSeconds(1));
    ledger.makeBlock(true);
    assertThat(ledger.pending(parked)).isEmpty();
    assertThat(told).containsExactly("done");
  }

  @Test
  void boundsWhatWaits() {
    for (int i = 1; i <= 10; i++) {
      ledger.submit(ALICE.transfer(BOB.address(), 1, i));
    }
    assertThatThrownBy(() -> ledger.submit(ALICE.transfer(BOB.address(), 1, 11)))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.MEMPOOL_IS_FULL));
  }

  @Test
  void takesTheSameTransactionOnceAndAnotherOnlyForMore() {
    Bytes transaction = ALICE.transfer(BOB.address(), 1, 0);
    assertThat(ledger.submit(transaction)).isEqualTo(ledger.submit(transaction));
    assertThatThrownBy(() -> ledger.submit(ALICE.transfer(BOB.address(), 2, 0)))
        .isInstanceOfSatisfying(
            LedgerException.class,
            e -> assertThat(e.code()).isEqualTo(Code.INVALID_TRANSACTION_UPDATE));
    var dearer = TestAccount.terms(0).withGas(2000, 101);
    LedgerTransaction done = run(ALICE.sign(ALICE.raw(BOB.address(), 3, dearer)));
    assertThat(done.output().success()).isTrue();
    assertThat(balance(BOB)).isEqualTo(3);
    refuses(transaction, Rejection.SEQUENCE_NUMBER_TOO_OLD);
  }

  @Test
  void readsAndForgetsHistory() throws IOException {
    ledger = open(settings(1000, 20, 100, 10), Optional.empty());
    fund(ALICE);
    long before = ledger.head().version();
    run(ALICE.transfer(BOB.address(), 7, 0));
    assertThat(AccountInfo.balance(ledger.state(before), BOB.address())).isZero();
    assertThat(AccountInfo.balance(ledger.newestState(), BOB.address())).isEqualTo(7);
    for (int i = 0; i < 1010; i++) {
      ledger.makeBlock(true);
    }
    assertThatThrownBy(() -> ledger.state(before))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.VERSION_PRUNED));
    assertThatThrownBy(() -> ledger.transaction(before))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.VERSION_PRUNED));
    assertThatThrownBy(() -> ledger.state(ledger.head().version() + 1))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.VERSION_NOT_FOUND));
    assertThatThrownBy(() -> ledger.block(0))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.BLOCK_PRUNED));
    assertThat(ledger.head().version() - ledger.oldestVersion()).isLessThan(1000);
    assertThat(balance(BOB)).isEqualTo(7);
  }

  @Test
  void goesOnAfterARestartFromTheLogAndFromASnapshot() throws IOException {
    LedgerSettings settings = settings(10_000, 5_000, 100, 10);
    ledger = open(settings, Optional.of(directory));
    fund(ALICE);
    LedgerTransaction first = run(ALICE.transfer(BOB.address(), 1, 0));
    for (int round = 1; round <= 2; round++) {
      Head head = ledger.head();
      ledger.close();
      ledger = open(settings, Optional.of(directory));
      assertThat(ledger.head().version()).isEqualTo(head.version());
      assertThat(ledger.head().accumulator()).isEqualTo(head.accumulator());
      assertThat(ledger.transaction(first.hash())).contains(first);
      assertThat(balance(BOB)).isEqualTo(round);
      refuses(ALICE.transfer(BOB.address(), 1, 0), Rejection.SEQUENCE_NUMBER_TOO_OLD);
      run(ALICE.transfer(BOB.address(), 1, round));
      assertThat(balance(BOB)).isEqualTo(round + 1);
      ledger.snapshot();
      makeBlocks();
    }
    assertThat(Files.exists(directory.resolve("state.snapshot"))).isTrue();
    ledger.close();
    assertThatThrownBy(
            () ->
                open(
                    new LedgerSettings(5, 10_000, 5_000, 1 << 26, 100, 10, 50, 1 << 20),
                    Optional.of(directory)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds a chain with id 4");
  }

  /** Cut anywhere, the log ends before the broken block and the chain goes on from there. */
  @Test
  void survivesALogThatIsCutAnywhere() throws IOException {
    LedgerSettings settings = settings(10_000, 5_000, 100, 10);
    ledger = open(settings, Optional.of(directory));
    fund(ALICE);
    long whole = ledger.head().version();
    Path log = directory.resolve("log/0000000000000000.log");
    long end = Files.size(log);
    run(ALICE.transfer(BOB.address(), 1, 0));
    long last = ledger.head().version();
    ledger.close();
    byte[] bytes = Files.readAllBytes(log);
    for (long cut = end; cut < bytes.length; cut += 97) {
      Files.write(log, Arrays.copyOf(bytes, (int) cut));
      ledger = open(settings, Optional.of(directory));
      assertThat(ledger.head().version()).isEqualTo(whole);
      assertThat(balance(ALICE)).isEqualTo(FUNDS);
      ledger.close();
      assertThat(Files.size(log)).isEqualTo(end);
    }
    Files.write(log, bytes);
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
      file.seek(bytes.length - 30);
      file.write(0x55);
    }
    ledger = open(settings, Optional.of(directory));
    assertThat(ledger.head().version()).isEqualTo(whole);
    assertThat(run(ALICE.transfer(BOB.address(), 1, 0)).version()).isEqualTo(last);
  }

  @Test
  void simulatesWithoutEffect() {
    Head head = ledger.head();
    var raw = ALICE.raw(BOB.address(), 9, TestAccount.terms(0));
    var unsigned =
        new SignedTransaction(
            raw,
            TransactionAuthenticator.of(
                new AccountAuthenticator.Ed25519(
                    Bytes.of(ALICE.key().publicKey()), Bytes.of(new byte[64]))));
    assertThat(ledger.simulate(unsigned).output().success()).isTrue();
    assertThat(ledger.head()).isEqualTo(head);
    assertThat(AccountInfo.read(ledger.newestState(), BOB.address())).isEmpty();
    var signed = SignedTransaction.of(ALICE.sign(raw));
    assertThatThrownBy(() -> ledger.simulate(signed))
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID_INPUT));
  }

  @Test
  void neverRunsTimeBackwards() {
    long before = ledger.head().timestampMicros();
    clock.advance(Duration.ofSeconds(-1000));
    ledger.makeBlock(true);
    assertThat(ledger.head().timestampMicros()).isEqualTo(before + 1);
    AccountAddress nobody = AccountAddress.of(77);
    assertThat(AccountInfo.read(ledger.newestState(), nobody)).isEmpty();
  }

  @Test
  void refusesWhenTheStateIsFull() throws IOException {
    ledger =
        open(new LedgerSettings(4, 10_000, 100, 1 << 20, 100, 100, 50, 1 << 20), Optional.empty());
    Faucet faucet = new Faucet(ledger);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 5000; i++) {
                faucet.fund(AccountAddress.of(1000 + i), 0);
                if (i % 20 == 0) {
                  makeBlocks();
                }
              }
            })
        .isInstanceOfSatisfying(
            LedgerException.class, e -> assertThat(e.code()).isEqualTo(Code.MEMPOOL_IS_FULL));
    assertThat(ledger.stateBytes()).isLessThan((1 << 20) + 100_000);
  }
}
