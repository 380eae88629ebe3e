/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/** Members over a network that loses nothing (unless told to) and a chain that answers at once. */
final class Cluster {
  private static final long NETWORK_MS = 1;
  private static final long CHAIN_MS = 20;

  private record Event(long time, long order, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** One member with what is outside it. */
  final class Node {
    final int number;
    final AccountAddress address;
    final StandIn memberKey;
    final StandIn txKey;
    final Key peerKey;
    final List<JournalRecord> journal = new ArrayList<>();
    final List<Publication> published = new ArrayList<>();
    final List<Publication.Confirmed> confirmed = new ArrayList<>();
    final Map<TimerName, Long> timers = new EnumMap<>(TimerName.class);
    final List<Output> outputs = new ArrayList<>();
    LedgerExecutor executor = new LedgerExecutor(LedgerExecutor.genesisRoot());
    Optional<SnapshotManifestMessage> keptSnapshot = Optional.empty();
    final Map<Hash, List<SnapshotPage>> pages = new HashMap<>();
    Member member;
    boolean up;
    int life;
    int forced;
    long sequence;
    private final Set<RuleSwitch> off;

    Node(int number, Set<RuleSwitch> off) {
      this.number = number;
      this.off = off;
      address = StandIn.address(number);
      memberKey = StandIn.memberKey(number);
      txKey = StandIn.txKey(number);
      peerKey = StandIn.peerKey(number);
    }

    MemberRecord record() {
      return new MemberRecord(
          address, txKey.key(), memberKey.key(), peerKey, Bytes.EMPTY, chain.events.size());
    }

    MemberView view() {
      return member.view();
    }

    void start() {
      life++;
      up = true;
      timers.clear();
      member =
          new Member(
              new MemberSettings(
                  chain.genesis,
                  chain.config,
                  address,
                  peerKey,
                  BootId.of(Arrays.copyOf(new byte[] {(byte) life}, BootId.LENGTH)),
                  memberKey),
              off);
      executor = new LedgerExecutor(LedgerExecutor.genesisRoot());
      Optional<Input.RestoredSnapshot> restored =
          keptSnapshot.map(
              m ->
                  new Input.RestoredSnapshot(
                      m, executor.restore(m.log().root(), pages.get(m.manifest().stateRoot()))));
      if (lies) {
        executor.lie();
      }
      step(new Input.Recovered(journal, restored, true, false));
      for (Input.ChainEvent event : List.copyOf(chain.events)) {
        step(event);
      }
    }

    boolean lies;

    void stop() {
      up = false;
    }

    /** Stops at once; what was not forced to disk is gone. */
    void crash() {
      up = false;
      life++;
      journal.subList(forced, journal.size()).clear();
    }

    void step(Input input) {
      if (!up) {
        return;
      }
      for (Output output : member.step(input, now)) {
        handle(output);
      }
    }

    private void later(long delay, Input input) {
      int inLife = life;
      at(
          now + delay,
          () -> {
            if (life == inLife) {
              step(input);
            }
          });
    }

    private void handle(Output output) {
      outputs.add(output);
      if (output instanceof Output.Send send) {
        byte[] bytes = send.frame().encode();
        for (Key key : send.peers()) {
          deliver(this, key, send.frame(), bytes);
        }
      } else if (output instanceof Output.Persist persist) {
        persist.records().forEach(this::write);
        int size = journal.size();
        int inLife = life;
        at(
            now + diskMs,
            () -> {
              if (life == inLife && up) {
                forced = Math.max(forced, size);
                step(new Input.Persisted(persist.token()));
              }
            });
      } else if (output instanceof Output.Append append) {
        append.records().forEach(this::write);
      } else if (output instanceof Output.Verify verify) {
        later(
            0,
            new Input.Verified(
                verify.token(), verify.checks().stream().map(StandIn::verify).toList()));
      } else if (output instanceof Output.Execute execute) {
        later(
            0,
            new Input.Executed(
                execute.token(),
                executor.execute(execute.parent(), execute.environment(), execute.transactions())));
      } else if (output instanceof Output.Finalise finalise) {
        executor.finalise(finalise.stateRoot());
      } else if (output instanceof Output.SetTimer timer) {
        timers.put(timer.name(), timer.generation());
        later(timer.delay(), new Input.TimerFired(timer.name(), timer.generation()));
      } else if (output instanceof Output.CancelTimer cancel) {
        timers.remove(cancel.name());
      } else if (output instanceof Output.CallChain call) {
        at(
            now + CHAIN_MS,
            () -> {
              var outcome = chain.call(now, address, call.call());
              calls.merge(call.call().getClass().getSimpleName(), 1, Integer::sum);
              distribute();
              step(new Input.CallResult(call.token(), outcome));
            });
      } else if (output instanceof Output.Publish publish) {
        publish(publish.publication());
      } else {
        storage(output);
      }
    }

    private void publish(Publication publication) {
      published.add(publication);
      if (publication instanceof Publication.Confirmed c) {
        confirmed.add(c);
      }
    }

    private void write(JournalRecord record) {
      byte[] bytes = record.encode();
      JournalRecord back = BcsReader.read(bytes, JournalRecord::read);
      if (!back.equals(record)) {
        throw new AssertionError("a record that does not come back: " + record);
      }
      journal.add(record);
    }

    private void storage(Output output) {
      if (output instanceof Output.TakeSnapshot take) {
        List<SnapshotPage> taken = executor.snapshot(take.stateRoot());
        pages.put(take.stateRoot(), taken);
        later(
            0,
            new Input.SnapshotTaken(
                take.token(), taken.stream().map(SnapshotPage::hash).toList(), 0));
      } else if (output instanceof Output.KeepSnapshot keep) {
        keptSnapshot = Optional.of(keep.manifest());
      } else if (output instanceof Output.ReadPage read) {
        List<SnapshotPage> found = pages.getOrDefault(read.stateRoot(), List.of());
        later(
            0,
            new Input.PageRead(
                read.token(), found.stream().filter(p -> p.number() == read.number()).findFirst()));
      } else if (output instanceof Output.StorePage store) {
        pages.computeIfAbsent(store.stateRoot(), k -> new ArrayList<>()).add(store.page());
      } else if (output instanceof Output.Restore restore) {
        List<SnapshotPage> stored =
            pages.getOrDefault(restore.manifest().manifest().stateRoot(), List.of());
        later(
            0,
            new Input.Restored(
                restore.token(),
                Optional.of(executor.restore(restore.manifest().log().root(), stored))));
      } else if (output instanceof Output.ReadBatches read) {
        List<CatchUpBatch> batches =
            JournalBatches.confirmed(journal, read.fromBatch(), read.max(), read.maxBytes());
        later(0, new Input.BatchesRead(read.token(), batches));
      }
    }

    /** The next transfer of this node's client. */
    SignedTransaction transfer(Node to, long amount) {
      sequence++;
      ClientTransaction transaction =
          new ClientTransaction(
              chain.domain(),
              address,
              sequence,
              1_000_000,
              1000,
              LedgerExecutor.transfer(to.address, amount));
      return new SignedTransaction(transaction, txKey.sign(transaction.encode()));
    }

    void submit(SignedTransaction transaction) {
      step(new Input.Submit(transaction));
    }

    void command(Command command) {
      step(new Input.Commanded(command));
    }

    long balance(Node of) {
      return executor.balance(view().confirmedState(), of.address);
    }

    <T extends Publication> List<T> published(Class<T> type) {
      return published.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All transactions of the confirmed log, in order. */
    List<Transaction> log() {
      List<Transaction> log = new ArrayList<>();
      confirmed.forEach(c -> log.addAll(c.body().transactions()));
      return log;
    }
  }

  final TestChain chain;
  final List<Node> nodes = new ArrayList<>();
  final Map<String, Integer> calls = new LinkedHashMap<>();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<BiPredicate<Node, Node>> cuts = new ArrayList<>();
  private final Set<RuleSwitch> off;
  long now = 1_700_000_000_000L;
  private long order;
  private int distributed;
  boolean chainUp = true;
  long diskMs;

  /** Milliseconds a frame takes; tests make it vary. */
  java.util.function.LongSupplier networkMs = () -> NETWORK_MS;

  Cluster(ConfigRecord config, Set<RuleSwitch> off) {
    this.off = off;
    chain = new TestChain(config);
    at(now + 500, this::chainTime);
  }

  Cluster(ConfigRecord config) {
    this(config, Set.of());
  }

  /** A channel of n members that has confirmed its first set changes. */
  static Cluster of(int n) {
    return of(n, ConfigRecord.defaults().withChallenge(60_000));
  }

  static Cluster of(int n, ConfigRecord config) {
    Cluster cluster = new Cluster(config);
    for (int i = 0; i < n; i++) {
      cluster.join();
    }
    cluster.settle();
    return cluster;
  }

  /** Runs until every running member has confirmed all joins. */
  void settle() {
    int n = nodes.size();
    runUntil(
        () ->
            nodes.stream()
                .filter(node -> node.up)
                .allMatch(node -> n < chain.config.minSigners() || node.log().size() >= n),
        60_000);
  }

  private void at(long time, Runnable action) {
    events.add(new Event(time, order++, action));
  }

  void later(long delay, Runnable action) {
    at(now + delay, action);
  }

  /** A new member: makes its key, joins, starts. */
  Node join() {
    Node node = new Node(nodes.size(), off);
    nodes.add(node);
    node.start();
    node.command(new Command.KeyBorn());
    if (node.number == 0) {
      chain.create(now, node.record(), 1000);
    } else {
      chain.join(now, node.record(), 1000);
    }
    distribute();
    run(30);
    return node;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  /** Whoever the contract says leads. */
  Node leader() {
    return nodes.stream()
        .filter(n -> chain.leader().filter(n.address::equals).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private void chainTime() {
    if (chainUp) {
      for (Node node : nodes) {
        node.step(chain.time(now));
      }
    }
    at(now + 500, this::chainTime);
  }

  void distribute() {
    while (chainUp && distributed < chain.events.size()) {
      Input.ChainEvent event = chain.events.get(distributed++);
      for (Node node : List.copyOf(nodes)) {
        node.step(event);
      }
    }
  }

  /** No frames pass where the predicate holds, until it is taken away again. */
  void cut(BiPredicate<Node, Node> between) {
    cuts.add(between);
  }

  void heal() {
    cuts.clear();
  }

  /** Drops or changes frames on their way; tests set it. */
  Interceptor interceptor = (from, to, frame) -> Optional.of(frame);

  interface Interceptor {
    Optional<PeerFrame> pass(Node from, Node to, PeerFrame frame);
  }

  private void deliver(Node from, Key key, PeerFrame frame, byte[] bytes) {
    Optional<Node> to = nodes.stream().filter(n -> n.peerKey.equals(key)).findFirst();
    if (to.isEmpty() || cuts.stream().anyMatch(c -> c.test(from, to.get()))) {
      return;
    }
    Optional<PeerFrame> passed = interceptor.pass(from, to.get(), frame);
    passed.ifPresent(
        p -> {
          PeerFrame decoded = PeerFrame.decode(p.equals(frame) ? bytes : p.encode());
          to.get()
              .later(networkMs.getAsLong(), new Input.Message(from.peerKey, decoded, bytes.length));
        });
  }

  void run(long millis) {
    long end = now + millis;
    while (!events.isEmpty() && events.peek().time() <= end) {
      Event event = events.remove();
      now = Math.max(now, event.time());
      event.action().run();
    }
    now = end;
  }

  /** Runs until something holds, at most so many milliseconds. */
  void runUntil(BooleanSupplier condition, long most) {
    long end = now + most;
    while (!condition.getAsBoolean()) {
      if (now >= end) {
        throw new AssertionError("not within " + most + " ms; " + describe());
      }
      run(10);
    }
  }

  String describe() {
    StringBuilder text = new StringBuilder("chain " + chain.journal + "\n");
    for (Node node : nodes) {
      text.append(node.number).append(node.up ? " up " : " down ").append(node.view());
      text.append('\n');
    }
    return text.toString();
  }

  /** Whether all running members have confirmed the same log; the shorter ones are beginnings. */
  void requireAgreement() {
    Map<Long, Hash> byBatch = new HashMap<>();
    for (Node node : nodes) {
      for (Publication.Confirmed c : node.confirmed) {
        Hash known = byBatch.putIfAbsent(c.header().batch(), c.headerHash());
        if (known != null && !known.equals(c.headerHash())) {
          throw new AssertionError("two batches " + c.header().batch() + "; " + describe());
        }
      }
    }
  }

  static Hash hash(Transaction transaction) {
    return HashFunction.T.hash(transaction);
  }
}
