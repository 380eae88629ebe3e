/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.benchmarks.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.Member;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.message.CertificateNotice;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.ClaimSeed;
import dev.sluice.consensus.api.object.ClientTransaction;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Members of one channel in one thread, handing inputs and outputs to each other in memory: how
 * many transactions a second the core orders and confirms at all of them, and how much memory it
 * holds.
 *
 * <p>The rate is per second of CPU of the one thread, so that other load on the machine does not
 * count; the making of the transactions is left out. Arguments: members (4), seconds (10), seconds
 * of warm-up (5).
 */
public final class CoreThroughput {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int CALL_BYTES = 96;
  private static final int CHUNK = 2048;
  private static final long START = 1_700_000_000_000L;

  private record Item(int node, Input input) {}

  private final int n;
  private final Domain domain = new Domain(1, AccountAddress.of(0xc0), 1);
  private final List<Member> members = new ArrayList<>();
  private final List<MixSigner> txKeys = new ArrayList<>();
  private final List<Key> peerKeys = new ArrayList<>();
  private final ArrayDeque<Item> queue = new ArrayDeque<>();
  private final long[] confirmed;
  private final long[] sequence;
  private long batches;
  private long steps;
  private long height;
  private long now = START;

  private CoreThroughput(int n) {
    this.n = n;
    confirmed = new long[n];
    sequence = new long[n];
  }

  /** Runs the measurement and prints it. */
  public static void main(String[] args) {
    int n = args.length > 0 ? Integer.parseInt(args[0]) : 4;
    int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 10;
    int warmUp = args.length > 2 ? Integer.parseInt(args[2]) : 5;
    CoreThroughput run = new CoreThroughput(n);
    run.open();
    run.measure(warmUp, "warm-up");
    int runs = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    for (int i = 0; i < runs; i++) {
      run.measure(seconds, "run " + (i + 1));
    }
  }

  private static AccountAddress address(int node) {
    return AccountAddress.of(0x100 + node);
  }

  private void open() {
    ConfigRecord config = ConfigRecord.defaults();
    Hash root = Hash.of(new byte[Hash.LENGTH]);
    Genesis genesis =
        new Genesis(domain, config.hash(), root, PayoutList.EMPTY.root(), 1, List.of());
    List<MemberRecord> records = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      MixSigner memberKey = new MixSigner(i + 1);
      txKeys.add(new MixSigner(i + 65));
      peerKeys.add(new MixSigner(i + 129).key());
      records.add(
          new MemberRecord(
              address(i), txKeys.get(i).key(), memberKey.key(), peerKeys.get(i), Bytes.EMPTY, 0));
      members.add(
          new Member(
              new MemberSettings(
                  genesis,
                  config,
                  address(i),
                  peerKeys.get(i),
                  BootId.of(new byte[BootId.LENGTH]),
                  memberKey)));
      put(i, new Input.Recovered(List.of(), Optional.empty(), true, false));
      put(i, new Input.Commanded(new Command.KeyBorn()));
    }
    drain();
    Hash claim = Hash.ZERO;
    for (int i = 0; i < n; i++) {
      long version = i + 1L;
      ContractEvent change =
          i == 0
              ? new ContractEvent.Created(records.get(0), 100, config.hash(), genesis.hash())
              : new ContractEvent.MemberJoined(records.get(i), version, 100);
      claim =
          new ClaimSeed(domain, claim, version, version, root, address(0), START, EpochCause.JOIN)
              .claimId();
      ContractEvent epoch =
          new ContractEvent.EpochOpened(
              version, claim, version, Optional.of(address(0)), 1, EpochCause.JOIN, START);
      for (int node = 0; node < n; node++) {
        put(node, new Input.ChainEvent(version, START, change));
        put(node, new Input.ChainEvent(version, START, epoch));
      }
      drain();
    }
    now += 1_000;
    timers();
  }

  private void put(int node, Input input) {
    queue.add(new Item(node, input));
  }

  private final ArrayDeque<Item> timersSet = new ArrayDeque<>();

  /** Lets all timers run out that were set; in this run nothing is ever late. */
  private void timers() {
    queue.addAll(timersSet);
    timersSet.clear();
    drain();
  }

  private void drain() {
    while (!queue.isEmpty()) {
      Item item = queue.remove();
      steps++;
      for (Output output : members.get(item.node()).step(item.input(), now)) {
        handle(item.node(), output);
      }
    }
  }

  private void handle(int node, Output output) {
    if (output instanceof Output.Send send) {
      for (Key key : send.peers()) {
        put(peerKeys.indexOf(key), new Input.Message(peerKeys.get(node), copy(send.frame()), 0));
      }
    } else if (output instanceof Output.Persist persist) {
      put(node, new Input.Persisted(persist.token()));
    } else if (output instanceof Output.Verify verify) {
      List<Boolean> valid = new ArrayList<>(verify.checks().size());
      verify.checks().forEach(check -> valid.add(MixSigner.verify(check)));
      put(node, new Input.Verified(verify.token(), valid));
    } else if (output instanceof Output.Execute execute) {
      put(
          node,
          new Input.Executed(
              execute.token(),
              NoExecutor.execute(execute.environment(), execute.transactions().size())));
    } else if (output instanceof Output.SetTimer timer) {
      if (timersSet.size() < 64) {
        timersSet.add(new Item(node, new Input.TimerFired(timer.name(), timer.generation())));
      }
    } else if (output instanceof Output.Publish publish) {
      if (publish.publication() instanceof Publication.Confirmed c) {
        confirmed[node] += c.body().transactions().size();
        if (node == 0) {
          batches++;
          height = c.header().lastHeight();
        }
      } else if (publish.publication() instanceof Publication.Refused r) {
        throw new IllegalStateException("refused: " + r.code());
      }
    }
  }

  /** Headers and certificates keep their hash: each member has to work it out for itself. */
  private static PeerFrame copy(PeerFrame frame) {
    if (frame.message() instanceof Proposal p) {
      return new PeerFrame(
          frame.channel(),
          frame.epoch(),
          new Proposal(copy(p.header()), p.signature(), copy(p.carried()), p.proof(), p.body()));
    }
    if (frame.message() instanceof CertificateNotice notice) {
      return new PeerFrame(
          frame.channel(), frame.epoch(), new CertificateNotice(copy(notice.certificate())));
    }
    return frame;
  }

  private static Certificate copy(Certificate c) {
    return new Certificate(c.statement(), c.signers(), c.signatures());
  }

  private static BatchHeader copy(BatchHeader h) {
    return h.with(h.time(), h.finality());
  }

  private List<SignedTransaction> chunk() {
    List<SignedTransaction> chunk = new ArrayList<>(CHUNK);
    for (int i = 0; i < CHUNK; i++) {
      int sender = i / 256 % n;
      sequence[sender]++;
      ClientTransaction transaction =
          new ClientTransaction(
              domain,
              address(sender),
              sequence[sender],
              Long.MAX_VALUE,
              1000,
              Bytes.of(new byte[CALL_BYTES]));
      chunk.add(new SignedTransaction(transaction, txKeys.get(sender).sign(transaction.encode())));
    }
    return chunk;
  }

  private void measure(int seconds, String label) {
    long spent = 0;
    long wall = 0;
    long before = confirmed[n - 1];
    long batchesBefore = batches;
    long stepsBefore = steps;
    while (spent < seconds * 1_000_000_000L) {
      List<SignedTransaction> chunk = chunk();
      now += 10;
      long start = THREADS.getCurrentThreadCpuTime();
      long wallStart = System.nanoTime();
      for (SignedTransaction transaction : chunk) {
        put(0, new Input.Submit(transaction));
      }
      drain();
      spent += THREADS.getCurrentThreadCpuTime() - start;
      wall += System.nanoTime() - wallStart;
    }
    long done = confirmed[n - 1] - before;
    for (int i = 0; i < n; i++) {
      if (confirmed[i] != confirmed[n - 1]) {
        throw new IllegalStateException("member " + i + " is behind");
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    System.out.printf(
        "%s: n = %d, %d transactions in %.1f s of CPU = %,d tx/s (%,d by the clock),"
            + " %d batches of %.0f, %.0f steps each, %.2f us a step; height %d, heap %d MB%n",
        label,
        n,
        done,
        spent / 1e9,
        Math.round(done / (spent / 1e9)),
        Math.round(done / (wall / 1e9)),
        batches - batchesBefore,
        done / (double) (batches - batchesBefore),
        (steps - stepsBefore) / (double) (batches - batchesBefore),
        spent / 1e3 / (steps - stepsBefore),
        height,
        used);
  }
}
