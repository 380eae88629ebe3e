/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.JournalBatches;
import dev.sluice.consensus.Member;
import dev.sluice.consensus.RuleSwitch;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.TimerName;
import dev.sluice.testkit.channel.contract.ChannelEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A member's process: the state machine, its disk, clock, executor, and its view of the chain. */
final class SimNode {
  final int number;
  final Conduct conduct;
  final AccountAddress address;
  final SimSigner memberKey;
  final SimSigner txKey;
  final Key peerKey;
  final SimDisk disk;
  private final History history;
  private final World world;
  private Set<RuleSwitch> off;
  private final Misbehaviour misbehaviour;
  private final Loot loot;
  private final Map<TimerName, Long> timers = new EnumMap<>(TimerName.class);
  private final ArrayDeque<Input> answers = new ArrayDeque<>();
  private final Map<Hash, List<SnapshotPage>> pages = new HashMap<>();
  private Optional<SnapshotManifestMessage> kept = Optional.empty();
  private Optional<Member> member = Optional.empty();
  private SimLedger ledger;
  private boolean up;
  private int life;
  private int chainCursor;
  private long chainLag;
  private long chainClear;
  private boolean chainUp = true;
  private long face = -1;
  private long skew;
  private long sequence;
  private boolean joinAsked;
  private boolean lying;
  boolean amnesiac;

  SimNode(History history, int number, Conduct conduct, Set<RuleSwitch> off, SimDisk disk) {
    this.history = history;
    this.number = number;
    this.conduct = conduct;
    this.off = off;
    this.disk = disk;
    world = history.world;
    address = AccountAddress.of(0x100 + number);
    memberKey = history.signatures.signer("member " + number);
    txKey = history.signatures.signer("tx " + number);
    peerKey = history.signatures.signer("peer " + number).key();
    misbehaviour = new Misbehaviour(world, conduct, memberKey, history.genesis.hash());
    loot = new Loot(world);
    ledger = history.newLedger();
  }

  /** Whether it has kept to the rules so far. */
  boolean isHonest() {
    return !lying;
  }

  /** From now on the node is what its conduct says. */
  void turn(Set<RuleSwitch> rules) {
    if (conduct == Conduct.HONEST || lying) {
      return;
    }
    lying = true;
    off = rules;
    misbehaviour.begin();
    world.count(Counter.LIARS);
    world.trace(() -> "n" + number + " turns " + conduct);
    if (conduct == Conduct.POSTER) {
      post();
    } else if (conduct == Conduct.FORGER) {
      ledger.lie();
    } else if (conduct == Conduct.DAWDLER) {
      history.network.setDawdling(number, world.between(500, 8_000));
    } else if (conduct == Conduct.LAWLESS && up) {
      crash();
      start();
    }
  }

  boolean isUp() {
    return up;
  }

  MemberView view() {
    return member.orElseThrow().view();
  }

  void setSkew(long skew) {
    this.skew = skew;
  }

  void setChainLag(long lag) {
    chainLag = lag;
  }

  /** The chain plugin goes, or comes back and tells everything again. */
  void setChainUp(boolean chainUp) {
    if (chainUp && !this.chainUp) {
      chainCursor = 0;
    }
    this.chainUp = chainUp;
    if (chainUp) {
      pumpChain();
    }
  }

  /** Which nodes hear this copy of a twin: those with their bit set. */
  void show(long face) {
    this.face = face;
  }

  boolean reaches(SimNode other) {
    return (face >>> other.number & 1) == 1;
  }

  void start() {
    life++;
    up = true;
    joinAsked = false;
    timers.clear();
    chainCursor = 0;
    chainClear = world.now();
    ledger = history.newLedger();
    Optional<Input.RestoredSnapshot> restored =
        kept.map(
            m ->
                new Input.RestoredSnapshot(
                    m, ledger.restore(m.log().root(), pages.get(m.manifest().stateRoot()))));
    if (conduct == Conduct.FORGER && lying) {
      ledger.lie();
    }
    byte[] boot = new byte[BootId.LENGTH];
    boot[0] = (byte) life;
    boot[1] = (byte) number;
    member =
        Optional.of(
            new Member(
                new MemberSettings(
                    history.genesis, history.config, address, peerKey, BootId.of(boot), memberKey),
                off));
    step(new Input.Recovered(disk.records(), restored, true, disk.isDamaged()));
    pumpChain();
    for (SimNode other : history.nodes()) {
      if (other.number != number && other.isUp()) {
        step(new Input.Connected(other.peerKey));
        other.step(new Input.Connected(peerKey));
      }
    }
    int inLife = life;
    tick(inLife);
  }

  /** Chain time, about once a second. */
  private void tick(int inLife) {
    world.later(
        world.between(700, 1000),
        () -> {
          if (life == inLife && up) {
            pumpChain();
            tick(inLife);
          }
        });
  }

  /** Hands over the events that are final, then the time, after this node's lag. */
  void pumpChain() {
    if (!up || !chainUp || history.chain.isDown() || !history.isCreated()) {
      return;
    }
    List<ChannelEvent> events = history.chain.model.events();
    List<Input> inputs = new ArrayList<>();
    for (; chainCursor < events.size(); chainCursor++) {
      inputs.add(SimChain.input(events.get(chainCursor)));
    }
    inputs.add(history.chainTime());
    chainClear = Math.max(chainClear, world.now() + chainLag);
    if (chainClear == world.now()) {
      inputs.forEach(this::step);
      return;
    }
    int inLife = life;
    world.later(
        chainClear - world.now(),
        () -> {
          if (life == inLife && up) {
            inputs.forEach(this::step);
          }
        });
  }

  void crash() {
    up = false;
    life++;
    world.count(Counter.CRASHES);
    world.count(Counter.RECORDS_LOST, disk.crash(world.random));
  }

  /** A liar's own idea of what the contract should hear. */
  private void post() {
    if (up && chainUp) {
      loot.pick(ledger)
          .ifPresent(call -> history.chain.call(address, call, history.channel, outcome -> {}));
    }
    world.later(world.between(500, 4_000), this::post);
  }

  void receive(Key peer, PeerFrame frame) {
    if (conduct == Conduct.POSTER) {
      loot.see(frame.message());
    }
    if (misbehaviour.hears(frame)) {
      step(new Input.Message(peer, frame, Network.size()));
    }
  }

  void command(Command command) {
    step(new Input.Commanded(command));
  }

  /** One input, and the answers to what it asks for. */
  void step(Input input) {
    if (!up) {
      return;
    }
    answers.add(input);
    if (answers.size() > 1) {
      return;
    }
    while (!answers.isEmpty()) {
      Input next = answers.peek();
      List<Output> outputs;
      try {
        outputs = member.orElseThrow().step(next, world.now() + skew);
      } catch (RuntimeException e) {
        answers.clear();
        if (isHonest() && history.judgesCrashes()) {
          world.trace(() -> "n" + number + " " + next + " threw " + e + " " + frames(e));
          throw new Violation(Violation.Invariant.X_CRASH, "n" + number + " " + e + frames(e));
        }
        up = false;
        return;
      }
      outputs.forEach(this::handle);
      answers.poll();
    }
  }

  private static String frames(RuntimeException e) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(6, e.getStackTrace().length); i++) {
      text.append(" at ").append(e.getStackTrace()[i]);
    }
    return text.toString();
  }

  private void later(long delay, Input input) {
    int inLife = life;
    world.later(
        delay,
        () -> {
          if (life == inLife) {
            step(input);
          }
        });
  }

  /** Answers at once, or after a moment where workers are slow. */
  private void answer(Input input) {
    if (history.slowWorkers && world.random.nextInt(4) == 0) {
      later(world.between(1, 5), input);
    } else {
      answers.add(input);
    }
  }

  private void handle(Output output) {
    if (output instanceof Output.Send send) {
      if (isHonest()) {
        history.observer.onSaid(this, send.frame().message());
      }
      for (Key key : send.peers()) {
        boolean odd = (key.hashCode() >>> history.parity & 1) == 1;
        for (PeerFrame frame : misbehaviour.says(send.frame(), odd)) {
          if (!isHonest()) {
            history.observer.learn(frame.message());
          }
          history.network.send(this, key, frame);
        }
      }
    } else if (output instanceof Output.Persist persist) {
      disk.write(persist.records());
      force(persist.token());
    } else if (output instanceof Output.Append append) {
      disk.write(append.records());
    } else if (output instanceof Output.Verify verify) {
      answer(
          new Input.Verified(
              verify.token(),
              verify.checks().stream()
                  .map(
                      c ->
                          history.signatures.verify(
                              c.key(), c.message(), c.signature(), c.strict()))
                  .toList()));
    } else if (output instanceof Output.Execute execute) {
      answer(
          new Input.Executed(
              execute.token(),
              ledger.execute(execute.parent(), execute.environment(), execute.transactions())));
    } else if (output instanceof Output.Finalise finalise) {
      ledger.finalise(finalise.stateRoot());
    } else if (output instanceof Output.SetTimer timer) {
      setTimer(timer);
    } else if (output instanceof Output.CancelTimer cancel) {
      timers.remove(cancel.name());
    } else if (output instanceof Output.CallChain call) {
      callChain(call);
    } else if (output instanceof Output.Publish publish) {
      publish(publish.publication());
    } else {
      storage(output);
    }
  }

  private void setTimer(Output.SetTimer timer) {
    timers.put(timer.name(), timer.generation());
    int inLife = life;
    world.later(
        timer.delay(),
        () -> {
          if (life == inLife && timers.remove(timer.name(), timer.generation())) {
            step(new Input.TimerFired(timer.name(), timer.generation()));
          }
        });
  }

  private void force(long token) {
    int end = disk.end();
    int inLife = life;
    world.later(
        history.forceTime(),
        () -> {
          if (life == inLife) {
            disk.force(end);
            step(new Input.Persisted(token));
          }
        });
  }

  private void callChain(Output.CallChain call) {
    if (!chainUp || history.chain.isDown()) {
      later(500, new Input.CallResult(call.token(), new CallOutcome.Unavailable()));
      return;
    }
    int inLife = life;
    history.chain.call(
        address,
        call.call(),
        history.channel,
        outcome -> {
          if (life == inLife) {
            step(new Input.CallResult(call.token(), outcome));
          }
        });
  }

  private void storage(Output output) {
    if (output instanceof Output.TakeSnapshot take) {
      List<SnapshotPage> taken = ledger.snapshot(take.stateRoot());
      pages.put(take.stateRoot(), new ArrayList<>(taken));
      long total = taken.stream().mapToLong(p -> p.data().length()).sum();
      answer(
          new Input.SnapshotTaken(
              take.token(), taken.stream().map(SnapshotPage::hash).toList(), total));
    } else if (output instanceof Output.KeepSnapshot keep) {
      kept = Optional.of(keep.manifest());
    } else if (output instanceof Output.ReadPage read) {
      List<SnapshotPage> found = pages.getOrDefault(read.stateRoot(), List.of());
      answer(
          new Input.PageRead(
              read.token(), found.stream().filter(p -> p.number() == read.number()).findFirst()));
    } else if (output instanceof Output.StorePage store) {
      pages.computeIfAbsent(store.stateRoot(), k -> new ArrayList<>()).add(store.page());
    } else if (output instanceof Output.Restore restore) {
      List<SnapshotPage> stored =
          pages.getOrDefault(restore.manifest().manifest().stateRoot(), List.of());
      answer(
          new Input.Restored(
              restore.token(),
              stored.isEmpty()
                  ? Optional.empty()
                  : Optional.of(ledger.restore(restore.manifest().log().root(), stored))));
    } else if (output instanceof Output.ReadBatches read) {
      List<JournalRecord> records = disk.records();
      answer(
          new Input.BatchesRead(
              read.token(),
              JournalBatches.confirmed(records, read.fromBatch(), read.max(), read.maxBytes())));
    }
  }

  private void publish(Publication publication) {
    if (publication instanceof Publication.KeyReady && !joinAsked) {
      joinAsked = true;
      history.join(this);
    } else if (publication instanceof Publication.Alarm alarm) {
      world.trace(() -> "n" + number + " alarm " + alarm.kind() + " " + alarm.detail());
    } else if (publication instanceof Publication.StateChanged changed) {
      world.trace(() -> "n" + number + " is " + changed.state());
      if (changed.state() == MemberState.LEADING) {
        history.leads();
      }
    }
    if (isHonest()) {
      history.observer.onPublished(this, publication);
    }
  }

  JoinArguments joinArguments(dev.sluice.consensus.api.object.Domain domain, long deposit) {
    byte[] statement =
        new KeyPossession(domain, address, txKey.key(), memberKey.key(), peerKey).encode();
    return new JoinArguments(
        address,
        txKey.key(),
        memberKey.key(),
        peerKey,
        Bytes.EMPTY,
        txKey.sign(statement),
        memberKey.sign(statement),
        deposit,
        Optional.empty());
  }

  /** A transaction of this node's client. */
  SignedTransaction transaction(Bytes call) {
    sequence++;
    ClientTransaction transaction =
        new ClientTransaction(
            history.genesis.domain(), address, sequence, 1_000_000_000, 1000, call);
    return new SignedTransaction(transaction, txKey.sign(transaction.encode()));
  }

  void close() {
    sequence++;
    CloseRequest request =
        new CloseRequest(history.genesis.domain(), address, sequence, 1_000_000_000);
    command(new Command.Close(new SignedClose(request, txKey.sign(request.encode()))));
  }

  void leave() {
    sequence++;
    LeaveRequest request =
        new LeaveRequest(history.genesis.domain(), address, sequence, 1_000_000_000);
    command(new Command.Leave(new SignedLeave(request, txKey.sign(request.encode()))));
  }
}
