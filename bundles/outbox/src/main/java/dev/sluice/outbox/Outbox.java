/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.outbox;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainName;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.outbox.Action.AskAccount;
import dev.sluice.outbox.Action.AskStatus;
import dev.sluice.outbox.Action.Finish;
import dev.sluice.outbox.Action.Prepare;
import dev.sluice.outbox.Action.Send;
import dev.sluice.outbox.Action.Store;
import dev.sluice.outbox.Entry.Phase;
import dev.sluice.outbox.OutboxRecord.Done;
import dev.sluice.outbox.OutboxRecord.Signed;
import dev.sluice.outbox.OutboxRecord.Taken;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.OutboxException;
import dev.sluice.outbox.api.OutboxException.Code;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.outbox.api.Submission;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.api.Journals;
import dev.sluice.storage.api.StorageException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@link OutboxService}: all lanes on one thread, which also writes the journal. Calls of plugins
 * are asynchronous; their answers come back to that thread.
 */
@Component(configurationPid = "sluice.outbox")
@Designate(ocd = OutboxConfig.class)
public final class Outbox implements OutboxService {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final long STOP_SECONDS = 10;
  private static final long TICK_MS = 50;

  private record LaneName(ChainName chain, KeyName key) {}

  private final PluginService plugins;
  private final KeyService keys;
  private final Clock clock;
  private final RandomGenerator random;
  private final Duration callTimeout;
  private final PluginRef<Journals> journals;
  private final OutboxJournal journal;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "sluice-outbox"));

  private final Map<LaneName, Lane> lanes = new HashMap<>();
  private final Map<ChainName, ChainCalls> chains = new HashMap<>();
  private final Map<Long, List<CompletableFuture<Submission>>> waiting = new HashMap<>();
  private final List<OutboxRecord> unwritten = new ArrayList<>();
  private Optional<OutboxBook> loaded = Optional.empty();

  /** Reads what was left by the last run, as soon as the store is there. */
  @Activate
  public Outbox(@Reference PluginService plugins, @Reference KeyService keys, OutboxConfig config) {
    this(
        plugins,
        keys,
        Clock.systemUTC(),
        new SecureRandom(),
        config.store(),
        Duration.ofMillis(config.call_ms()));
  }

  /**
   * The same without a container.
   *
   * @param random makes the transactions of two nodes with one key differ
   * @param store name of the storage instance that keeps the journal
   * @param callTimeout longest call of a chain or store
   */
  public Outbox(
      PluginService plugins,
      KeyService keys,
      Clock clock,
      RandomGenerator random,
      String store,
      Duration callTimeout) {
    this.plugins = plugins;
    this.keys = keys;
    this.clock = clock;
    this.random = random;
    this.callTimeout = callTimeout;
    this.journals = plugins.ref(Journals.class, store);
    this.journal = new OutboxJournal(journals, callTimeout);
    var unused = thread.scheduleWithFixedDelay(this::work, 0, TICK_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletableFuture<Submission> submit(Order order) {
    var future = new CompletableFuture<Submission>();
    onThread(future, () -> take(order, future));
    return future;
  }

  @Override
  public Optional<Submission> submission(String reference) {
    return ask(() -> book().find(reference).map(Entry::submission));
  }

  @Override
  public List<Submission> submissions() {
    return ask(() -> book().entries().stream().map(Entry::submission).toList());
  }

  private <T> T ask(Supplier<T> question) {
    var future = new CompletableFuture<T>();
    onThread(future, () -> future.complete(question.get()));
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OutboxException refused ? refused : e;
    }
  }

  private void onThread(CompletableFuture<?> future, Runnable task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              future.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(new OutboxException(Code.CLOSED, "the outbox stops", e));
    }
  }

  /** Finishes the writing that has begun; open orders go on at the next start. */
  @Deactivate
  public void stop() throws InterruptedException {
    var over = new CompletableFuture<Void>();
    onThread(over, () -> over.complete(null));
    thread.shutdown();
    if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      thread.shutdownNow();
    }
    var closed = new OutboxException(Code.CLOSED, "the outbox stops; the order goes on later");
    waiting.values().forEach(all -> all.forEach(f -> f.completeExceptionally(closed)));
    chains.values().forEach(ChainCalls::close);
    journal.close();
    journals.close();
  }

  // What follows runs on the outbox's thread.

  private OutboxBook book() {
    if (loaded.isEmpty()) {
      try {
        var book = OutboxBook.of(journal.readAll());
        book.entries().stream()
            .filter(entry -> entry.phase != Phase.DONE)
            .forEach(entry -> lane(entry).restore(entry));
        loaded = Optional.of(book);
        LOG.info("outbox opened, {} orders open", book.open());
      } catch (StorageException | PluginException e) {
        throw storage("the outbox's journal cannot be read", e);
      }
    }
    return loaded.get();
  }

  private static OutboxException storage(String what, RuntimeException e) {
    return new OutboxException(Code.STORAGE, what + ": " + e.getMessage(), e);
  }

  private Lane lane(Entry entry) {
    return lanes.computeIfAbsent(
        new LaneName(entry.order.chain(), entry.order.key()), name -> new Lane());
  }

  private void take(Order order, CompletableFuture<Submission> future) {
    OutboxBook book = book();
    Optional<Entry> known = book.find(order.reference());
    if (known.isPresent()) {
      if (!known.get().order.equals(order)) {
        throw new OutboxException(
            Code.OTHER_ORDER, "reference " + order.reference() + " belongs to another order");
      }
      attach(known.get(), future);
      return;
    }
    if (book.open() >= MAX_OPEN) {
      throw new OutboxException(Code.FULL, MAX_OPEN + " orders are open; try again later");
    }
    var entry = new Entry(book.nextId(), order);
    try {
      journal.append(List.of(new Taken(entry.id, order)));
    } catch (StorageException | PluginException e) {
      throw storage("the order cannot be stored", e);
    }
    book.add(entry);
    lane(entry).add(entry);
    attach(entry, future);
    work();
  }

  private void attach(Entry entry, CompletableFuture<Submission> future) {
    if (entry.phase == Phase.DONE) {
      future.complete(entry.submission());
    } else {
      waiting.computeIfAbsent(entry.id, id -> new ArrayList<>()).add(future);
    }
  }

  /** Does what is due in all lanes. */
  private void work() {
    try {
      book();
      boolean stored = true;
      while (stored) {
        stored = false;
        for (Lane lane : List.copyOf(lanes.values())) {
          List<Action> actions = lane.due(clock.instant());
          actions.forEach(action -> perform(lane, action));
          stored |= store(lane, actions);
        }
      }
      write();
      lanes.values().removeIf(Lane::isEmpty);
    } catch (OutboxException e) {
      LOG.debug("the outbox waits for its store", e);
    } catch (RuntimeException e) {
      // The last seam: a fault in one round must not end the rounds.
      LOG.error("a round of the outbox failed", e);
    }
  }

  /** Makes attempts durable; true if there were any. */
  private boolean store(Lane lane, List<Action> actions) {
    List<Store> stores =
        actions.stream().filter(Store.class::isInstance).map(Store.class::cast).toList();
    if (stores.isEmpty()) {
      return false;
    }
    try {
      journal.append(
          stores.stream()
              .<OutboxRecord>map(s -> new Signed(s.entry().id, s.signed(), s.entry().attempts + 1))
              .toList());
      stores.forEach(s -> lane.stored(s.entry(), clock.instant()));
    } catch (StorageException | PluginException e) {
      var refusal = new ChainException(ChainException.Code.UNAVAILABLE, "store: " + e.getMessage());
      stores.forEach(s -> lane.storeFailed(s.entry(), clock.instant(), refusal));
    }
    return true;
  }

  private void perform(Lane lane, Action action) {
    if (action instanceof AskAccount) {
      Order any = lane.entries().iterator().next().order;
      answer(
          calls(any).account(any),
          lane::account,
          error -> lane.accountFailed(clock.instant(), error));
    } else if (action instanceof Prepare prepare) {
      Entry entry = prepare.entry();
      answer(
          calls(entry.order).sign(entry.order, prepare.sequence()),
          signed -> lane.prepared(entry, signed),
          error -> lane.prepareFailed(entry, clock.instant(), error));
    } else if (action instanceof Send send) {
      Entry entry = send.entry();
      answer(
          calls(entry.order).send(send.signed()),
          done -> lane.sent(entry, clock.instant()),
          error -> lane.sendFailed(entry, clock.instant(), error));
    } else if (action instanceof AskStatus ask) {
      Entry entry = ask.entry();
      answer(
          calls(entry.order).status(ask.signed()),
          status -> lane.status(entry, clock.instant(), status),
          error -> lane.statusFailed(entry, clock.instant(), error));
    } else if (action instanceof Finish finish) {
      finished(finish.entry());
    }
  }

  private ChainCalls calls(Order order) {
    return chains.computeIfAbsent(
        order.chain(),
        name -> new ChainCalls(plugins.ref(Chain.class, name.value()), keys, callTimeout, random));
  }

  private <T> void answer(
      CompletableFuture<T> call, Consumer<T> good, Consumer<ChainException> bad) {
    var unused =
        call.whenComplete(
            (value, error) -> {
              try {
                thread.execute(
                    () -> {
                      if (error == null) {
                        good.accept(value);
                      } else {
                        bad.accept(ChainCalls.refusal(error));
                      }
                      work();
                    });
              } catch (RejectedExecutionException e) {
                LOG.debug("an answer came after the stop", e);
              }
            });
  }

  private void finished(Entry entry) {
    unwritten.add(new Done(entry.id, entry.last, entry.error));
    book().finished();
    Submission submission = entry.submission();
    List<CompletableFuture<Submission>> all = waiting.remove(entry.id);
    if (all != null) {
      all.forEach(future -> future.complete(submission));
    }
  }

  /** Writes what may be lost without harm: a restart asks the chain again. */
  private void write() {
    try {
      if (!unwritten.isEmpty()) {
        journal.append(List.copyOf(unwritten));
        unwritten.clear();
      }
      if (journal.size() > OutboxJournal.SURPLUS + 3L * book().entries().size()) {
        journal.rewrite(book().records());
      }
    } catch (StorageException | PluginException e) {
      throw storage("the outbox cannot write", e);
    }
  }
}
