/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.RuleSwitch;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.testkit.channel.contract.ChannelState;
import dev.sluice.testkit.channel.contract.ContractModel;
import dev.sluice.testkit.channel.contract.ContractSwitch;
import dev.sluice.testkit.channel.sim.Violation.Invariant;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One channel from its creation through its faults to calm: the members order what clients submit,
 * the faults of the plan happen, then everything is repaired and progress is measured.
 */
public final class History {
  private static final long DEPOSIT = 1_000_000;
  private static final long RICHES = 1_000_000_000;
  private static final long STAKE = 1_000;
  private static final long CALM = 60_000;
  private static final int DAMAGED_RECORDS = 40;
  private static final long PATIENCE = 240_000;

  final World world;
  final Network network;
  final SimChain chain;
  final Observer observer;
  private final SimLedger.Memory executed = new SimLedger.Memory();
  final ConfigRecord config;
  final Signatures signatures;
  final Genesis genesis;
  final long channel = 1;
  final boolean slowWorkers;
  private final boolean slowDisks;
  final int parity;
  private final Plan plan;
  private final Set<RuleSwitch> off;
  private final List<SimNode> nodes = new ArrayList<>();
  private final List<SimNode> copies = new ArrayList<>();
  private final List<SignedTransaction> probes = new ArrayList<>();
  private boolean created;
  private boolean calm;
  private boolean doubleFaulted;
  private boolean liarsTurned;
  private boolean splitPossible;
  private boolean probing;
  private long chainTroubleAt;
  private Optional<Fault> ambush = Optional.empty();

  private History(Plan plan, Set<RuleSwitch> off, boolean tracing) {
    this.plan = plan;
    this.off = off;
    world = new World(plan.seed(), tracing);
    network = new Network(world);
    observer = new Observer(this);
    signatures = plan.realSignatures() ? Signatures.real() : Signatures.standIn();
    parity = world.random.nextInt(16);
    slowDisks = !plan.clean() && world.chance(0.1);
    slowWorkers = !plan.clean() && world.chance(0.3);
    Hash coin = HashFunction.T.hash(new byte[] {1});
    config = config(coin);
    ContractModel model =
        new ContractModel(
            7,
            AccountAddress.of(0xc0),
            (key, message, signature) -> signatures.verify(key, message, signature, true),
            contractSwitches(off));
    genesis = model.nextGenesis(config, SimLedger.genesisRoot());
    chain = new SimChain(world, model, observer, plan.clean() ? 1 : (int) world.between(1, 4));
    for (int i = 0; i < 32; i++) {
      model.mint(AccountAddress.of(0x100 + i), coin, BigInteger.valueOf(RICHES));
    }
  }

  static ConfigRecord config(Hash coin) {
    ConfigRecord d = ConfigRecord.defaults();
    return new ConfigRecord(
        1,
        coin,
        STAKE,
        STAKE / 2,
        10,
        false,
        Optional.empty(),
        2,
        List.of(),
        16,
        2,
        Bytes.EMPTY,
        0,
        1,
        d.maxBatchTxs(),
        d.maxBatchBytes(),
        d.maxTxBytes(),
        d.maxGas(),
        d.maxDrift(),
        d.maxLag(),
        d.demandBatches(),
        d.maxDemands(),
        d.live(),
        d.expel(),
        60_000,
        d.priority(),
        40_000,
        d.applyTime(),
        d.proposalTime(),
        List.of(),
        0,
        List.of());
  }

  private static Set<ContractSwitch> contractSwitches(Set<RuleSwitch> off) {
    Set<ContractSwitch> switches = EnumSet.noneOf(ContractSwitch.class);
    for (ContractSwitch s : ContractSwitch.values()) {
      if (off.stream().anyMatch(r -> r.name().equals(s.name()))) {
        switches.add(s);
      }
    }
    return switches;
  }

  /** Runs the history of a plan by all rules. */
  public static Outcome run(Plan plan, boolean tracing) {
    return run(plan, Set.of(), tracing);
  }

  /**
   * Runs the history of a plan.
   *
   * @param off rules that the contract and all members leave out
   */
  public static Outcome run(Plan plan, Set<RuleSwitch> off, boolean tracing) {
    History history = new History(plan, off, tracing);
    Optional<Violation> violation = Optional.empty();
    try {
      history.play();
    } catch (Violation v) {
      violation = Optional.of(v);
    }
    return new Outcome(
        plan,
        violation,
        history.world.counters(),
        history.world.trace,
        history.world.fingerprint());
  }

  List<SimNode> nodes() {
    List<SimNode> all = new ArrayList<>(nodes);
    all.addAll(copies);
    return all;
  }

  SimLedger newLedger() {
    return new SimLedger(config.coin(), !off.contains(RuleSwitch.CLOSED_WORLD), executed);
  }

  boolean isCreated() {
    return created;
  }

  boolean judgesCrashes() {
    return off.isEmpty();
  }

  long forceTime() {
    return plan.clean() ? 1 : world.between(1, slowDisks ? 150 : 8);
  }

  Optional<SimNode> byAddress(AccountAddress address) {
    return nodes.stream().filter(n -> n.address.equals(address)).findFirst();
  }

  private ChannelState state() {
    return chain.model.channel(channel);
  }

  boolean isExiting() {
    return state().phase() == ChannelState.Phase.EXITING;
  }

  boolean isPresentMember(SimNode node) {
    return created
        && state().members().stream().anyMatch(m -> m.memberKey().equals(node.memberKey.key()));
  }

  /** Whether some set had more liars than it tolerates. */
  boolean tooManyLiars() {
    return doubleFaulted || exceeds();
  }

  private boolean exceeds() {
    if (!created) {
      return false;
    }
    int liars = 0;
    List<MemberRecord> members = state().members();
    for (MemberRecord member : members) {
      liars += byAddress(member.address()).filter(n -> !n.isHonest()).isPresent() ? 1 : 0;
    }
    int n = members.size();
    doubleFaulted |= liars > Quorum.liars(n);
    splitPossible |= liars > 2 * Quorum.certificate(n) - n - 1;
    return doubleFaulted;
  }

  /** Whether some set had so many liars that two certificates in one slot are possible. */
  boolean isSplitPossible() {
    exceeds();
    return splitPossible;
  }

  /** Honest members that suffice, by their votes, to punish one. */
  int accusersNeeded() {
    return Math.max(1, Quorum.majority(Math.max(1, state().members().size() - 1)));
  }

  boolean hadChainTroubleInWindow() {
    return world.now() - chainTroubleAt < config.challenge() + 10_000;
  }

  Input.ChainTime chainTime() {
    ChannelState c = state();
    return new Input.ChainTime(c.seq(), world.now(), c.setVersion(), c.heartbeats());
  }

  void join(SimNode node) {
    if (!created) {
      created = true;
      JoinArguments creator =
          node.joinArguments(
              new dev.sluice.consensus.api.object.Domain(
                  genesis.domain().chainId(), genesis.domain().contract(), 0),
              DEPOSIT);
      chain.model.create(world.now(), config, SimLedger.genesisRoot(), creator);
      chain.model.events().forEach(observer::onChain);
      observer.audit(chain.model);
      node.pumpChain();
      return;
    }
    byte[] arguments = node.joinArguments(genesis.domain(), DEPOSIT).encode();
    chain.submit(
        "n" + node.number + " Join",
        (m, now) -> m.join(node.address, now, channel, arguments),
        outcome -> {
          boolean retry = !(outcome instanceof CallOutcome.Done) && !isPresentMember(node) && !calm;
          if (retry && world.chance(0.8)) {
            world.later(3_000, () -> join(node));
          }
        });
  }

  private SimNode add(int number) {
    Conduct conduct = plan.conduct(number);
    SimNode node = new SimNode(this, number, conduct, off, new SimDisk());
    nodes.add(node);
    network.add(node);
    node.start();
    node.command(new Command.KeyBorn());
    return node;
  }

  /** The liars begin once the set is complete. */
  private void turnLiars() {
    if (created && state().members().size() >= plan.members()) {
      liarsTurned = true;
      nodes.forEach(node -> node.turn(rules(node.conduct)));
    }
  }

  private Set<RuleSwitch> rules(Conduct conduct) {
    Set<RuleSwitch> broken = EnumSet.noneOf(RuleSwitch.class);
    broken.addAll(off);
    if (conduct == Conduct.TWIN) {
      broken.addAll(EnumSet.of(RuleSwitch.RESTART_LEAD, RuleSwitch.AMNESIA));
    }
    if (conduct != Conduct.LAWLESS) {
      return broken;
    }
    for (RuleSwitch rule : RuleSwitch.values()) {
      if (world.chance(0.3)) {
        broken.add(rule);
      }
    }
    return broken;
  }

  private void play() {
    world.trace(() -> "plan " + plan);
    if (plan.realSignatures()) {
      world.count(Counter.REAL_SIGNATURES);
    }
    for (int i = 0; i < plan.members(); i++) {
      int number = i;
      world.later(i == 0 ? 0 : i * world.between(600, 900), () -> add(number));
    }
    for (Fault fault : plan.faults()) {
      world.later(fault.at(), () -> happen(fault));
    }
    world.later(2_000, this::submit);
    world.later(1_000, this::watch);
    world.run(World.START + plan.turmoil(), this::isClosed);
    repair();
    long calmFrom = world.now();
    world.later(15_000, this::probe);
    world.run(calmFrom + CALM, this::isClosed);
    world.run(calmFrom + PATIENCE, () -> isClosed() || (!probes.isEmpty() && isAllDone()));
    judge();
  }

  private void watch() {
    tooManyLiars();
    if (!liarsTurned && world.now() > World.START + 9_000) {
      turnLiars();
    }
    world.later(1_000, this::watch);
  }

  private boolean isClosed() {
    return created && state().phase() == ChannelState.Phase.CLOSED;
  }

  /** Clients at work. */
  private void submit() {
    if (probing) {
      nodes.stream().filter(n -> n.conduct == Conduct.CENSOR).forEach(this::goOn);
      return;
    }
    world.later(calm ? world.between(2_000, 4_000) : world.between(80, 560), this::submit);
    List<SimNode> running = nodes.stream().filter(SimNode::isUp).toList();
    if (running.isEmpty() || nodes.size() < 2) {
      return;
    }
    SimNode from = running.get(world.random.nextInt(running.size()));
    SimNode to = nodes.get(world.random.nextInt(nodes.size()));
    boolean mint = world.random.nextInt(50) == 0;
    long amount = world.between(1, 100);
    Bytes call = mint ? SimLedger.mint(to.address, amount) : SimLedger.transfer(to.address, amount);
    SignedTransaction transaction = from.transaction(call);
    from.step(new Input.Submit(transaction));
    if (world.random.nextInt(10) == 0) {
      from.step(new Input.Submit(transaction));
    }
  }

  /** A censor's own client keeps the channel busy while the others wait. */
  private void goOn(SimNode censor) {
    if (!censor.isHonest()) {
      censor.step(new Input.Submit(censor.transaction(SimLedger.transfer(censor.address, 1))));
      world.later(500, () -> goOn(censor));
    }
  }

  private void happen(Fault fault) {
    world.trace(() -> "fault " + fault);
    SimNode node = fault.node() < nodes.size() ? nodes.get(fault.node()) : null;
    switch (fault.kind()) {
      case PARTITION -> {
        network.partition(fault.amount());
        world.later(fault.duration(), network::heal);
      }
      case LOSSY -> {
        network.setLoss(fault.amount() / 100.0, fault.amount() / 200.0);
        world.later(fault.duration(), () -> network.setLoss(0, 0));
      }
      case OUTAGE -> {
        world.count(Counter.OUTAGES);
        chainTroubleAt = world.now() + fault.duration();
        chain.setDown(true);
        world.later(fault.duration(), () -> chain.setDown(false));
      }
      case REORGANISE -> chain.reorganise();
      case POWER_CUT -> powerCut(fault);
      case AMBUSH -> ambush = Optional.of(fault);
      case JOIN -> add(nodes.size());
      case CLOSE -> nodes.stream().filter(SimNode::isUp).forEach(SimNode::close);
      default -> {
        if (node != null) {
          happen(fault, node);
        }
      }
    }
  }

  private void happen(Fault fault, SimNode node) {
    switch (fault.kind()) {
      case CRASH, DAMAGE -> {
        if (node.isUp()) {
          node.crash();
          if (fault.kind() == Fault.Kind.DAMAGE) {
            world.count(Counter.AMNESIA);
            node.disk.damage((int) fault.amount());
          }
          world.later(fault.duration(), () -> restart(node));
        }
      }
      case SLOW -> {
        network.setSlow(node.number, fault.amount());
        world.later(fault.duration(), () -> network.setSlow(node.number, 0));
      }
      case CHAIN_LAG -> {
        chainTroubleAt = world.now() + fault.duration();
        node.setChainLag(fault.amount());
        world.later(fault.duration(), () -> node.setChainLag(0));
      }
      case SWAP -> {
        world.count(Counter.SWAPS);
        chainTroubleAt = world.now() + fault.duration();
        node.setChainUp(false);
        world.later(fault.duration(), () -> node.setChainUp(true));
      }
      case SKEW -> node.setSkew(fault.amount());
      case LEAVE -> node.leave();
      case EXIT -> node.command(new Command.OpenExit());
      case CHECKPOINT -> node.command(new Command.Checkpoint());
      case FORK -> fork(node, fault.amount());
      default -> throw new IllegalStateException("not of one node: " + fault);
    }
  }

  private void powerCut(Fault fault) {
    world.count(Counter.POWER_CUTS);
    for (SimNode node : nodes) {
      if (node.isUp()) {
        node.crash();
        if (fault.kind() == Fault.Kind.POWER_CUT && (fault.amount() >>> node.number & 1) == 1) {
          world.count(Counter.AMNESIA);
          node.disk.damage(DAMAGED_RECORDS);
        }
        world.later(fault.duration() + node.number * 10L, () -> restart(node));
      }
    }
  }

  /** A node begins to lead: somebody may have waited for that. */
  void leads() {
    ambush.ifPresent(fault -> world.later(fault.amount(), () -> powerCut(fault)));
    ambush = Optional.empty();
  }

  private void fork(SimNode node, long face) {
    if (node.isHonest()) {
      return;
    }
    Optional<SimNode> copy = copies.stream().filter(c -> c.number == node.number).findFirst();
    if (copy.isEmpty()) {
      SimNode twin = new SimNode(this, node.number, node.conduct, off, new SimDisk(node.disk));
      copies.add(twin);
      network.add(twin);
      twin.turn(rules(node.conduct));
      twin.start();
      copy = Optional.of(twin);
    }
    long some = world.random.nextLong();
    long both = world.random.nextLong() & some;
    node.show(face | both | 1L << node.number);
    copy.get().show(~face | both | 1L << node.number);
  }

  private void restart(SimNode node) {
    if (!node.isUp()) {
      world.count(Counter.RESTARTS);
      world.trace(() -> "restart n" + node.number);
      node.start();
    }
  }

  /** All faults end. */
  private void repair() {
    world.trace(() -> "calm");
    calm = true;
    network.heal();
    chain.setDown(false);
    for (SimNode node : nodes) {
      node.setChainLag(0);
      node.setChainUp(true);
      node.setSkew(0);
      restart(node);
    }
  }

  /** Each honest member submits a transaction that must get in. */
  private void probe() {
    probing = true;
    for (SimNode node : nodes) {
      if (node.isHonest() && isPresentMember(node) && node.isUp() && !node.amnesiac) {
        SignedTransaction probe = node.transaction(SimLedger.transfer(node.address, 1));
        probes.add(probe);
        submit(node, probe);
      }
    }
  }

  private void submit(SimNode node, SignedTransaction probe) {
    if (!observer.isConfirmed(probe) && isPresentMember(node)) {
      node.step(new Input.Submit(probe));
      world.later(4_000, () -> submit(node, probe));
    }
  }

  private boolean isAllDone() {
    return probes.stream()
        .allMatch(
            p ->
                observer.isConfirmed(p)
                    || !byAddress(p.transaction().sender())
                        .filter(this::isPresentMember)
                        .isPresent());
  }

  private void judge() {
    if (!created) {
      return;
    }
    if (tooManyLiars()) {
      world.count(Counter.TOO_MANY_LIARS);
      judgeEvidence();
      return;
    }
    ChannelState c = state();
    if (c.phase() != ChannelState.Phase.OPEN) {
      return;
    }
    int able = 0;
    for (SimNode node : nodes) {
      able += node.isHonest() && !node.amnesiac && isPresentMember(node) ? 1 : 0;
    }
    if (able >= c.quorum(c.setVersion()) && !probes.isEmpty()) {
      world.count(Counter.PROGRESS_MEASURED);
      if (!isAllDone()) {
        boolean lied = c.leader().flatMap(this::byAddress).filter(n -> !n.isHonest()).isPresent();
        throw new Violation(
            lied ? Invariant.F_SANCTION : Invariant.E_PROGRESS,
            (lied ? "a liar still leads" : "not confirmed in time") + "; " + describe());
      }
      observer.judgeLies();
    }
  }

  /** With more than f liars, what broke must have left evidence. */
  private void judgeEvidence() {
    if (observer.beyondF().isEmpty()) {
      return;
    }
    boolean named =
        nodes.stream().anyMatch(n -> !n.isHonest() && observer.wasSanctioned(n.address));
    if (!named) {
      throw new Violation(
          Invariant.G_EVIDENCE, "no liar is named after " + observer.beyondF().get().getMessage());
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder();
    text.append("epoch ").append(state().epoch()).append(" set ").append(state().setVersion());
    for (SimNode node : nodes()) {
      text.append("; n").append(node.number).append(' ').append(node.conduct);
      if (node.isUp()) {
        text.append(' ').append(node.view());
      }
    }
    return text.toString();
  }
}
