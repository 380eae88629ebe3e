/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.Member;
import dev.sluice.consensus.RuleSwitch;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.message.Heartbeat;
import dev.sluice.consensus.api.message.Hello;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.TimerName;
import dev.sluice.testkit.channel.contract.ChannelState;
import dev.sluice.testkit.channel.contract.ContractModel;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A channel of which somebody else decides what happens next: which link delivers its oldest frame,
 * who hears of the next epoch, when it opens. Links keep their order, persisting, verifying and
 * executing are done at once. The last member is a liar: as leader it doubles its headers.
 */
final class ExploredChannel {
  private static final long CHANNEL = 1;
  private static final long EPOCH_MS = 20_000;

  /** Batches with work that an epoch's leader makes after its first one. */
  private static final int FOLLOWING = 2;

  private record Link(int from, int to) implements Comparable<Link> {
    @Override
    public int compareTo(Link other) {
      return from != other.from ? from - other.from : to - other.to;
    }
  }

  private record Parcel(long order, List<Input> inputs, long content) {}

  private final int n;
  private final int epochs;
  private final Set<RuleSwitch> off;
  private final Signatures keys = Signatures.standIn();
  private final ConfigRecord config = History.config(HashFunction.T.hash(new byte[] {1}));
  private final ContractModel model;
  private final Genesis genesis;
  private final List<Member> members = new ArrayList<>();
  private final List<SimLedger> ledgers = new ArrayList<>();
  private final SimLedger.Memory executed = new SimLedger.Memory();
  private final Map<Key, Integer> byPeer = new HashMap<>();
  private final TreeMap<Link, ArrayDeque<Parcel>> links = new TreeMap<>();
  private final Offences offences = new Offences();
  private final Map<Long, Hash> confirmed = new HashMap<>();
  private final long[] sequences;
  private long now = World.START;
  private long order;
  private final Optional<Misbehaviour> forgetful;
  private final int[] heard;
  private final int[] follow;
  private final int liar;
  private int opened;

  /** A channel whose last member doubles its headers and leads first. */
  ExploredChannel(int n, int epochs, Set<RuleSwitch> off) {
    this(n, n, epochs, n - 1, false, off);
    openEpoch();
  }

  /**
   * A channel in which nothing happens by itself.
   *
   * @param initial members at the beginning; the others may join
   * @param forgetful a member that says in its statuses that it has no lock; -1 for none
   */
  static ExploredChannel scripted(int n, int initial, int forgetful, Set<RuleSwitch> off) {
    return new ExploredChannel(n, initial, 0, forgetful, true, off);
  }

  private ExploredChannel(
      int n, int initial, int epochs, int liar, boolean scripted, Set<RuleSwitch> off) {
    this.n = n;
    this.epochs = epochs;
    this.off = off;
    this.liar = liar;
    heard = new int[n];
    follow = new int[epochs + 1];
    sequences = new long[n];
    model =
        new ContractModel(
            7, AccountAddress.of(0xc0), (k, m, s) -> keys.verify(k, m, s, true), Set.of());
    genesis = model.nextGenesis(config, SimLedger.genesisRoot());
    forgetful =
        scripted && liar >= 0
            ? Optional.of(
                new Misbehaviour(new World(1, false), Conduct.FORGETFUL, key(liar), genesis.hash()))
            : Optional.empty();
    forgetful.ifPresent(Misbehaviour::begin);
    for (int i = 0; i < n; i++) {
      model.mint(address(i), config.coin(), BigInteger.valueOf(1_000_000));
      start(i);
    }
    model.create(now, config, SimLedger.genesisRoot(), join(0, true));
    for (int i = 1; i < initial; i++) {
      join(i);
    }
    for (int i = 0; i < n; i++) {
      int to = i;
      news(i).forEach(input -> step(to, input));
    }
    links.clear();
  }

  /** A member joins on the chain; nobody hears of it yet. */
  void join(int i) {
    model.join(address(i), now, CHANNEL, join(i, false).encode());
  }

  private static AccountAddress address(int i) {
    return AccountAddress.of(0x100 + i);
  }

  private SimSigner key(int i) {
    return keys.signer("member " + i);
  }

  private Key peer(int i) {
    return keys.signer("peer " + i).key();
  }

  private boolean isLiar(int i) {
    return i == liar;
  }

  private void start(int i) {
    byPeer.put(peer(i), i);
    ledgers.add(new SimLedger(config.coin(), true, executed));
    byte[] boot = new byte[BootId.LENGTH];
    members.add(
        new Member(
            new MemberSettings(genesis, config, address(i), peer(i), BootId.of(boot), key(i)),
            off));
    List<JournalRecord> nothing = List.of();
    step(i, new Input.Recovered(nothing, Optional.empty(), true, false));
    step(i, new Input.Commanded(new Command.KeyBorn()));
  }

  private JoinArguments join(int i, boolean creator) {
    Domain own = genesis.domain();
    Domain domain = creator ? new Domain(own.chainId(), own.contract(), 0) : own;
    SimSigner tx = keys.signer("tx " + i);
    byte[] statement =
        new KeyPossession(domain, address(i), tx.key(), key(i).key(), peer(i)).encode();
    return new JoinArguments(
        address(i),
        tx.key(),
        key(i).key(),
        peer(i),
        Bytes.EMPTY,
        tx.sign(statement),
        key(i).sign(statement),
        1_000,
        Optional.empty());
  }

  /** What the chain has to tell a member, and its time. */
  private List<Input> news(int to) {
    List<Input> inputs = new ArrayList<>();
    for (; heard[to] < model.events().size(); heard[to]++) {
      inputs.add(SimChain.input(model.events().get(heard[to])));
    }
    ChannelState c = model.channel(CHANNEL);
    inputs.add(new Input.ChainTime(c.seq(), now, c.setVersion(), c.heartbeats()));
    return inputs;
  }

  /** The contract opens an epoch; each member hears of it when its chain link delivers. */
  private void openEpoch() {
    claim((n - 1 + opened) % n);
    for (int i = 0; i < n; i++) {
      List<Input> inputs = news(i);
      sequences[i]++;
      inputs.add(new Input.Submit(transaction(i)));
      send(new Link(-1, i), inputs, opened);
    }
  }

  /** Time passes. */
  void elapse(long milliseconds) {
    now += milliseconds;
  }

  /**
   * The contract opens an epoch of a leader, the one before being silent; nobody hears of it yet.
   */
  void claim(int leader) {
    elapse(EPOCH_MS);
    claimNow(leader);
  }

  /** The same, if the leader before has been silent for long enough already. */
  void claimNow(int leader) {
    opened++;
    model.keepAlive(address(leader), now, CHANNEL, new byte[0]);
    model.claimLeader(address(leader), now, CHANNEL, model.channel(CHANNEL).epoch());
  }

  /** Members hear all the news of the chain. */
  void tell(int... who) {
    for (int i : who) {
      news(i).forEach(input -> step(i, input));
    }
  }

  /** Delivers what is under way between some members, and what follows from it between them. */
  void deliver(int... among) {
    Set<Integer> some = new TreeSet<>();
    for (int i : among) {
      some.add(i);
    }
    Optional<Link> next;
    do {
      next =
          links.keySet().stream()
              .filter(l -> some.contains(l.from()) && some.contains(l.to()))
              .min(Comparator.comparingLong(l -> head(l).order()));
      next.ifPresent(this::deliver);
    } while (next.isPresent());
  }

  /** Delivers what is under way on one link now, not what follows from it. */
  void pass(int from, int to) {
    Link link = new Link(from, to);
    for (int left = links.getOrDefault(link, new ArrayDeque<>()).size(); left > 0; left--) {
      deliver(link);
    }
  }

  /** Loses whatever is under way. */
  void lose() {
    links.clear();
  }

  private SignedTransaction transaction(int i) {
    ClientTransaction transaction =
        new ClientTransaction(
            genesis.domain(),
            address(i),
            sequences[i],
            1_000_000,
            1_000,
            SimLedger.transfer(address((i + 1) % n), 1));
    return new SignedTransaction(transaction, keys.signer("tx " + i).sign(transaction.encode()));
  }

  private void send(Link link, List<Input> inputs, long content) {
    links.computeIfAbsent(link, l -> new ArrayDeque<>()).add(new Parcel(order++, inputs, content));
  }

  /** How many things can happen next; 0 at the end. */
  int choices() {
    return links.size() + (opened < epochs ? 1 : 0);
  }

  /** The {@code choice}-th of them: links by the age of their oldest frame, then a new epoch. */
  void take(int choice) {
    List<Link> oldest = new ArrayList<>(links.keySet());
    oldest.sort((a, b) -> Long.compare(head(a).order(), head(b).order()));
    if (choice == oldest.size()) {
      openEpoch();
      return;
    }
    deliver(oldest.get(choice));
  }

  private void deliver(Link link) {
    Parcel parcel = links.get(link).remove();
    if (links.get(link).isEmpty()) {
      links.remove(link);
    }
    parcel.inputs().forEach(input -> step(link.to(), input));
  }

  private Parcel head(Link link) {
    return links.get(link).element();
  }

  private void step(int i, Input input) {
    ArrayDeque<Input> inputs = new ArrayDeque<>(List.of(input));
    while (!inputs.isEmpty()) {
      for (Output output : members.get(i).step(inputs.remove(), now)) {
        handle(i, output, inputs);
      }
    }
  }

  private void handle(int i, Output output, ArrayDeque<Input> answers) {
    if (output instanceof Output.Send send) {
      say(i, send.peers(), send.frame());
    } else if (output instanceof Output.Persist persist) {
      answers.add(new Input.Persisted(persist.token()));
    } else if (output instanceof Output.Verify verify) {
      answers.add(
          new Input.Verified(
              verify.token(),
              verify.checks().stream()
                  .map(c -> keys.verify(c.key(), c.message(), c.signature(), c.strict()))
                  .toList()));
    } else if (output instanceof Output.Execute execute) {
      answers.add(
          new Input.Executed(
              execute.token(),
              ledgers
                  .get(i)
                  .execute(execute.parent(), execute.environment(), execute.transactions())));
    } else if (output instanceof Output.SetTimer timer && timer.name() == TimerName.OPENING) {
      send(new Link(i, i), List.of(new Input.TimerFired(timer.name(), timer.generation())), 1);
    } else if (output instanceof Output.Publish publish
        && publish.publication() instanceof Publication.Confirmed c) {
      confirmed(i, c, answers);
    }
  }

  private void confirmed(int i, Publication.Confirmed c, ArrayDeque<Input> answers) {
    if (!isLiar(i)) {
      Hash known = confirmed.putIfAbsent(c.header().batch(), c.headerHash());
      if (known != null && !known.equals(c.headerHash())) {
        throw new Violation(
            Violation.Invariant.A_AGREEMENT, "batch " + c.header().batch() + " confirmed twice");
      }
    }
    MemberView view = members.get(i).view();
    boolean leads = view.index().isPresent() && view.leader().equals(view.index());
    boolean worked = leads && c.header().epoch() == view.promised() && !c.body().isEmpty();
    if (worked && opened < follow.length && follow[opened] < FOLLOWING) {
      follow[opened]++;
      sequences[i]++;
      answers.add(new Input.Submit(transaction(i)));
    }
  }

  private void say(int i, List<Key> peers, PeerFrame frame) {
    if (frame.message() instanceof Heartbeat || frame.message() instanceof Hello) {
      return;
    }
    if (!isLiar(i)) {
      offences
          .said(address(i), frame.message())
          .ifPresent(
              offence -> {
                throw new Violation(
                    Violation.Invariant.C_HONEST_UNHARMED, "honest n" + i + " signed " + offence);
              });
    }
    for (Key key : peers) {
      int to = byPeer.get(key);
      List<PeerFrame> frames = isLiar(i) ? lies(i, frame, to) : List.of(frame);
      for (PeerFrame f : frames) {
        offences.learn(f.message());
        send(
            new Link(i, to),
            List.of(new Input.Message(peer(i), f, Network.size())),
            java.util.Arrays.hashCode(f.encode()));
      }
    }
  }

  private List<PeerFrame> lies(int i, PeerFrame frame, int to) {
    return forgetful
        .map(m -> m.says(frame, false))
        .orElseGet(() -> Misbehaviour.doubled(frame, key(i), to % 2 == 1));
  }

  /** Equal for states from which the same things can happen. */
  long fingerprint() {
    long hash = opened;
    for (Member member : members) {
      MemberView v = member.view();
      long view =
          v.state().name().hashCode()
              + 31 * v.promised()
              + 961 * v.lockEpoch()
              + 7 * v.lockBatch()
              + 131 * v.signedEpoch()
              + 17 * v.signedBatch()
              + 1_009 * v.confirmedBatch()
              + v.confirmedHash().hashCode()
              + 65_537L * v.unconfirmed()
              + 257L * v.pending()
              + 8_191 * v.chainSeq();
      hash = (Long.rotateLeft(hash, 7) ^ view) * 0x9E3779B97F4A7C15L;
    }
    for (Map.Entry<Link, ArrayDeque<Parcel>> link : links.entrySet()) {
      hash = hash * 31 + link.getKey().from() * 64L + link.getKey().to();
      for (Parcel parcel : link.getValue()) {
        hash = (Long.rotateLeft(hash, 9) ^ parcel.content()) * 0xBF58476D1CE4E5B9L;
      }
    }
    return hash;
  }

  /** Batches confirmed by honest members. */
  int confirmedBatches() {
    return confirmed.size();
  }
}
