/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.devchain.ledger.LedgerException.Code;
import dev.sluice.devchain.state.StateAt;
import dev.sluice.move.session.LoadedModules;
import dev.sluice.move.session.Session;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A chain of one node. Transactions are taken by {@link #submit} and executed by {@link
 * #makeBlock}, which whoever drives the ledger calls as often as it likes. Thread-safe; blocks are
 * made one at a time. What can be read is on disk.
 */
public final class Ledger implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final long MICROS = 1_000_000;

  private final LedgerSettings settings;
  private final InstantSource clock;
  private final LedgerStore store;
  private final BlockMaker maker;
  private final Mempool mempool;
  private final Waiters waiters = new Waiters();
  private final SignatureChecker signatures = new SignatureChecker();
  private final Admission admission;
  private final ReentrantLock making = new ReentrantLock();
  private volatile Head head;
  private volatile Optional<String> broken = Optional.empty();
  private long sweptAtSeconds;

  /**
   * Opens a chain, or makes a new one.
   *
   * @param directory where it is kept; empty for one that lives as long as the process
   * @param faucetKey Ed25519 public key of the faucet of a new chain
   * @throws IOException if it cannot be read or written, or is another chain
   */
  public Ledger(
      LedgerSettings settings, Optional<Path> directory, InstantSource clock, Bytes faucetKey)
      throws IOException {
    this.settings = settings;
    this.clock = clock;
    this.store = new LedgerStore(settings, directory);
    this.mempool = new Mempool(settings.mempoolTransactions(), settings.mempoolPerSender());
    this.admission = new Admission(settings, signatures);
    try {
      this.maker = new BlockMaker(settings, store, faucetKey);
    } catch (IOException e) {
      store.close();
      throw e;
    }
    this.head = maker.head();
  }

  /** What it is. */
  public LedgerSettings settings() {
    return settings;
  }

  /** The newest state. */
  public Head head() {
    return head;
  }

  /** What it knows of its signature checks. */
  public SignatureChecker signatures() {
    return signatures;
  }

  /** Transactions that wait. */
  public int waiting() {
    return mempool.size();
  }

  /** Bytes that the newest state takes. */
  public long stateBytes() {
    return store.state().bytes();
  }

  // Transactions in

  /**
   * Takes a transaction to be executed when its turn comes. Taking it again does nothing.
   *
   * @throws LedgerException why it is refused
   */
  public PendingTransaction submit(Bytes bytes) {
    SignedTransaction signed;
    try {
      signed = SignedTransaction.of(bytes);
    } catch (CodecException e) {
      throw new LedgerException(
          Code.INVALID_INPUT,
          "Failed to deserialize input into SignedTransaction: " + e.getMessage());
    }
    return submit(signed, bytes);
  }

  private PendingTransaction submit(SignedTransaction signed, Bytes bytes) {
    requireWorking();
    Bytes hash = SignedTransaction.hash(bytes);
    Optional<PendingTransaction> known = mempool.find(hash);
    if (known.isPresent()) {
      return known.get();
    }
    Head now = head;
    StateAt state = store.state().at(now.version());
    admission.check(signed, bytes.length(), state, chainSeconds(now));
    if (store.state().bytes() >= settings.maxStateBytes()) {
      throw new LedgerException(
          Code.MEMPOOL_IS_FULL,
          "The state has reached its limit of " + settings.maxStateBytes() + " bytes");
    }
    PendingTransaction pending = new PendingTransaction(hash, bytes, signed, micros());
    mempool.add(pending);
    return pending;
  }

  private void requireWorking() {
    broken.ifPresent(
        reason -> {
          throw new LedgerException(Code.INTERNAL_ERROR, reason);
        });
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  /** The time that the next block would have at least, in seconds since 1970. */
  public long nextTimestampSeconds() {
    return chainSeconds(head);
  }

  private long chainSeconds(Head now) {
    return Math.max(now.timestampMicros(), micros()) / MICROS;
  }

  // Blocks

  /**
   * Executes transactions whose turn has come in a new block.
   *
   * @param evenIfEmpty whether to make a block when there are none, so that time goes on
   * @return whether a block was made
   */
  public boolean makeBlock(boolean evenIfEmpty) {
    making.lock();
    try {
      requireWorking();
      long timestamp = Math.max(micros(), head.timestampMicros() + 1);
      sweep(timestamp);
      StateAt newest = store.newest();
      List<PendingTransaction> taken =
          mempool.take(
              settings.blockTransactions(),
              sender ->
                  AccountInfo.read(newest, sender).map(AccountInfo::sequenceNumber).orElse(0L));
      if (taken.isEmpty() && !evenIfEmpty) {
        return false;
      }
      head = maker.make(taken, timestamp).head();
      taken.forEach(mempool::forget);
      taken.forEach(transaction -> waiters.complete(transaction.hash()));
      return true;
    } catch (IOException e) {
      throw stopped("the journal cannot be written", e);
    } catch (IllegalStateException e) {
      throw stopped("a block cannot be made", e);
    } finally {
      making.unlock();
    }
  }

  private LedgerException stopped(String what, Exception cause) {
    LOG.error("The development chain stops: {}", what, cause);
    broken = Optional.of("The chain has stopped: " + what + ": " + cause.getMessage());
    return new LedgerException(Code.INTERNAL_ERROR, broken.get());
  }

  /** Once a second drops what has expired or waited too long. */
  private void sweep(long timestampMicros) {
    long seconds = timestampMicros / MICROS;
    if (seconds == sweptAtSeconds) {
      return;
    }
    sweptAtSeconds = seconds;
    long oldest = timestampMicros - LedgerSettings.MEMPOOL_SECONDS * MICROS;
    mempool
        .drop(
            transaction ->
                Long.compareUnsigned(transaction.signed().raw().expirationSeconds(), seconds) <= 0
                    || transaction.sinceMicros() < oldest)
        .forEach(transaction -> waiters.complete(transaction.hash()));
  }

  /** Whether some transaction's turn may have come. */
  public boolean hasWork() {
    return mempool.hasReady();
  }

  /** Writes a snapshot of the state if one is due. May take long; blocks go on meanwhile. */
  public void snapshotIfDue() {
    if (store.isSnapshotDue()) {
      snapshot();
    }
  }

  /** Writes a snapshot of the state, from which the next start goes on. */
  public void snapshot() {
    Head at;
    long position;
    making.lock();
    try {
      at = head;
      position = store.endPosition();
    } finally {
      making.unlock();
    }
    try {
      store.snapshot(at, position);
    } catch (IOException e) {
      LOG.warn("No snapshot at version {}; the log is kept", at.version(), e);
    }
  }

  // Reads

  /** A transaction that waits. */
  public Optional<PendingTransaction> pending(Bytes hash) {
    return mempool.find(hash);
  }

  /** A transaction by its hash. */
  public Optional<LedgerTransaction> transaction(Bytes hash) {
    OptionalLong version = store.index().version(hash);
    return version.isPresent() && version.getAsLong() <= head.version()
        ? store.read(version.getAsLong())
        : Optional.empty();
  }

  /**
   * A transaction by its version.
   *
   * @throws LedgerException VERSION_NOT_FOUND, VERSION_PRUNED
   */
  public LedgerTransaction transaction(long version) {
    requireVersion(version);
    return store.read(version).orElseThrow(() -> pruned(version));
  }

  private void requireVersion(long version) {
    if (version < 0 || version > head.version()) {
      throw new LedgerException(
          Code.VERSION_NOT_FOUND,
          "Ledger version(" + Long.toUnsignedString(version) + ") not found");
    }
  }

  private static LedgerException pruned(long version) {
    return new LedgerException(
        Code.VERSION_PRUNED, "Ledger version(" + version + ") has been pruned");
  }

  /**
   * Calls back once the transaction is in the ledger or was dropped, maybe at once. The callback
   * must be quick: blocks wait for it.
   */
  public void await(Bytes hash, Runnable whenDone) {
    waiters.add(hash, whenDone);
    if (mempool.find(hash).isEmpty()) {
      waiters.complete(hash);
    }
  }

  /** Ends a wait. */
  public void stopWaiting(Bytes hash, Runnable whenDone) {
    waiters.remove(hash, whenDone);
  }

  /** Versions of the transactions that an account sent and that are kept, in order. */
  public List<Long> versionsOf(AccountAddress sender) {
    return store.index().versionsOf(sender);
  }

  /**
   * A block by its number.
   *
   * @throws LedgerException BLOCK_NOT_FOUND, BLOCK_PRUNED
   */
  public Block block(long height) {
    if (height < 0 || height > head.height()) {
      throw new LedgerException(
          Code.BLOCK_NOT_FOUND, "Block not found by Block height(" + height + ")");
    }
    return store
        .index()
        .block(height)
        .orElseThrow(
            () -> new LedgerException(Code.BLOCK_PRUNED, "Block(" + height + ") has been pruned"));
  }

  /** Version of the oldest transaction that is kept. */
  public long oldestVersion() {
    return store.index().oldestVersion();
  }

  /** Number of the oldest block that is kept. */
  public long oldestHeight() {
    return store.index().oldestHeight();
  }

  /**
   * The state as of a version.
   *
   * @throws LedgerException VERSION_NOT_FOUND, VERSION_PRUNED
   */
  public StateAt state(long version) {
    requireVersion(version);
    StateAt state = store.state().at(version);
    if (!state.isReadable()) {
      throw pruned(version);
    }
    return state;
  }

  /** The state as of the newest version that is on disk. */
  public StateAt newestState() {
    return store.state().at(head.version());
  }

  /** The code as of a version that can be read. */
  public LoadedModules modules(long version) {
    Head now = head;
    return version == now.version() ? now.modules() : maker.vm().load(state(version));
  }

  /** A session on the state of a version, which changes nothing. */
  public Session open(long version) {
    return maker.vm().open(modules(version), state(version));
  }

  /**
   * Executes a transaction on the newest state without effect.
   *
   * @throws LedgerException INVALID_INPUT if a signature holds
   */
  public LedgerTransaction simulate(SignedTransaction transaction) {
    if (!admission.isUnsigned(transaction)) {
      throw new LedgerException(
          Code.INVALID_INPUT, "Simulated transactions must not have a valid signature");
    }
    Head now = head;
    Bytes body = transaction.toBcs();
    Bytes hash = SignedTransaction.hash(body);
    long timestamp = Math.max(micros(), now.timestampMicros());
    TransactionRunner.Result result = simulate(transaction, hash, timestamp, now);
    Output output =
        result
            .output()
            .orElseGet(
                () ->
                    new Output(
                        false,
                        result.rejection().map(Rejection::name).orElse(""),
                        0,
                        List.of(),
                        List.of()));
    return new LedgerTransaction(
        LedgerTransaction.Kind.USER,
        now.version(),
        now.height(),
        timestamp,
        hash,
        body,
        output,
        now.accumulator());
  }

  private TransactionRunner.Result simulate(
      SignedTransaction transaction, Bytes hash, long timestamp, Head now) {
    try {
      Admission.checkGas(transaction.raw());
    } catch (LedgerException e) {
      return new TransactionRunner.Result(Optional.empty(), e.rejection());
    }
    if (TransactionRunner.payload(transaction.raw().payload()).isEmpty()) {
      return new TransactionRunner.Result(
          Optional.empty(), Optional.of(Rejection.FEATURE_UNDER_GATING));
    }
    StateAt state = state(now.version());
    Session session = maker.vm().open(now.modules(), state);
    return new TransactionRunner(session, state, settings.chainId())
        .run(transaction, hash, timestamp);
  }

  /** Ends the ledger; what was taken and not executed is lost, as on any node. */
  @Override
  public void close() throws IOException {
    making.lock();
    try {
      broken = Optional.of("The chain has been closed");
      store.close();
    } finally {
      making.unlock();
    }
  }
}
