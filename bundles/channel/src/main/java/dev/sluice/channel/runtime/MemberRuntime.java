/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.channel.sandbox.MoveExecutor;
import dev.sluice.channel.sandbox.Receipt;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.ConsensusMember;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.TimerName;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs one member of one channel: an event loop on a thread of its own steps the state machine; a
 * second thread executes, a third writes the journal; workers shared by the node verify signatures.
 * All answers come back through the loop's inbox. See ADR 0013.
 *
 * <p>Thread-safe.
 */
public final class MemberRuntime {
  /** Peer messages that wait; those beyond are lost, as the protocol allows. */
  public static final int MAX_MESSAGES = 1_024;

  /** Bytes of them. */
  public static final long MAX_MESSAGE_BYTES = 32L << 20;

  /** Transactions of local clients that wait; those beyond are refused. */
  public static final int MAX_SUBMITS = 2_048;

  private static final int MOST_AT_ONCE = 256;

  /** Receipts of batches that are executed and not confirmed. */
  private static final int MAX_RECEIPTS = 2 * Bounds.MAX_UNCONFIRMED;

  /**
   * What a runtime is made of.
   *
   * @param name for its threads
   * @param channel number of the channel
   * @param member the state machine, nothing given to it yet
   * @param executor at genesis
   * @param journal of the member's key
   * @param timers shared by the node
   */
  public record Parts(
      String name,
      long channel,
      ConsensusMember member,
      MoveExecutor executor,
      VoteJournal journal,
      SnapshotFiles snapshots,
      MemberLinks links,
      ContractCaller contract,
      SignatureWorkers signatures,
      ScheduledExecutorService timers,
      InstantSource clock,
      MemberListener listener) {}

  private final Parts parts;
  private final MemberCounters counters = new MemberCounters();
  private final LinkedBlockingQueue<Input> inbox = new LinkedBlockingQueue<>();
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicLong messageBytes = new AtomicLong();
  private final AtomicInteger submits = new AtomicInteger();
  private final Map<TimerName, ScheduledFuture<?>> running = new EnumMap<>(TimerName.class);
  private final Map<Hash, MemberListener.Work> works =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Hash, MemberListener.Work> eldest) {
          return size() > MAX_RECEIPTS;
        }
      };
  private final JournalThread journal;
  private final SerialThread execution;
  private final Thread loop;
  private volatile boolean stopping;
  private volatile MemberView view;

  /** A runtime that has not begun. */
  public MemberRuntime(Parts parts) {
    this.parts = parts;
    view = parts.member().view();
    journal =
        new JournalThread(
            parts.name() + "-journal", parts.journal(), this::answer, this::fail, counters);
    execution = new SerialThread(parts.name() + "-execute", this::fail);
    loop = new Thread(this::run, parts.name());
    loop.setDaemon(true);
  }

  /** Begins: restores the kept snapshot, reads the journal, then acts. */
  public void start() {
    execution.start();
    loop.start();
    execution.run(
        () -> {
          Optional<SnapshotManifestMessage> kept = parts.snapshots().kept();
          Optional<Input.RestoredSnapshot> snapshot =
              kept.map(m -> new Input.RestoredSnapshot(m, restore(m).orElseThrow()));
          snapshot.ifPresent(
              s ->
                  parts
                      .listener()
                      .resumed(
                          s.manifest().manifest().height(),
                          parts.executor().value(s.outcome().stateRoot())));
          journal.start(snapshot);
        });
  }

  /** Work done so far. */
  public MemberCounters counters() {
    return counters;
  }

  /** How the member stands, as of its last step. */
  public MemberView view() {
    return view;
  }

  /** Inputs that wait. */
  public int backlog() {
    return inbox.size();
  }

  // Inputs

  /** A frame of a peer, encoded. Decoded on the caller's thread. */
  public void receive(Key peer, byte[] frame) {
    boolean many = messages.incrementAndGet() > MAX_MESSAGES;
    if (messageBytes.addAndGet(frame.length) > MAX_MESSAGE_BYTES || many) {
      counters.dropped.increment();
      forget(frame.length);
      return;
    }
    Input input;
    try {
      PeerFrame decoded = PeerFrame.decode(frame);
      if (decoded.channel() != parts.channel()) {
        forget(frame.length);
        return;
      }
      input = new Input.Message(peer, decoded, frame.length);
    } catch (CodecException e) {
      boolean large = e.reason() == CodecException.Reason.OUT_OF_RANGE;
      // It keeps its place among those that wait: a flood of bad frames is bounded, too.
      messageBytes.addAndGet(-frame.length);
      input = new Input.BadFrame(peer, large ? RefusalCode.TOO_LARGE : RefusalCode.MALFORMED);
    }
    inbox.add(input);
  }

  private void forget(int bytes) {
    messages.decrementAndGet();
    messageBytes.addAndGet(-bytes);
  }

  /** A session with a peer stands. */
  public void connected(Key peer) {
    inbox.add(new Input.Connected(peer));
  }

  /**
   * Takes a transaction of a local client. What becomes of it is published.
   *
   * @return false if too many wait: nothing happened
   */
  public boolean submit(SignedTransaction transaction) {
    if (submits.incrementAndGet() > MAX_SUBMITS) {
      submits.decrementAndGet();
      return false;
    }
    inbox.add(new Input.Submit(transaction));
    return true;
  }

  /** Gives a command. */
  public void command(Command command) {
    inbox.add(new Input.Commanded(command));
  }

  /** An event of the contract, or the chain's time. */
  public void chain(Input input) {
    inbox.add(input);
  }

  private void answer(Input input) {
    inbox.add(input);
  }

  // The loop

  private void run() {
    List<Input> taken = new ArrayList<>();
    try {
      while (!stopping) {
        taken.add(inbox.take());
        inbox.drainTo(taken, MOST_AT_ONCE);
        for (Input input : taken) {
          if (stopping) {
            return;
          }
          step(input);
        }
        taken.clear();
        view = parts.member().view();
      }
    } catch (InterruptedException e) {
      stopping = true;
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void step(Input input) {
    if (input instanceof Input.Message message) {
      forget(message.size());
    } else if (input instanceof Input.BadFrame) {
      messages.decrementAndGet();
    } else if (input instanceof Input.Submit) {
      submits.decrementAndGet();
    }
    for (Output output : parts.member().step(input, parts.clock().millis())) {
      handle(output);
    }
  }

  private void handle(Output output) {
    if (output instanceof Output.Send send) {
      parts.links().send(send.peers(), send.frame());
    } else if (output instanceof Output.Persist persist) {
      journal.persist(persist);
    } else if (output instanceof Output.Append append) {
      journal.append(append.records());
    } else if (output instanceof Output.Verify verify) {
      verify(verify);
    } else if (output instanceof Output.Execute execute) {
      execution.run(() -> execute(execute));
    } else if (output instanceof Output.Finalise finalise) {
      execution.run(() -> parts.executor().finalise(finalise.stateRoot()));
    } else if (output instanceof Output.SetTimer timer) {
      setTimer(timer);
    } else if (output instanceof Output.CancelTimer timer) {
      cancelTimer(timer.name());
    } else if (output instanceof Output.CallChain call) {
      parts
          .contract()
          .call(call.call(), outcome -> answer(new Input.CallResult(call.token(), outcome)));
    } else if (output instanceof Output.Publish publish) {
      publish(publish.publication());
    } else if (output instanceof Output.Disconnect disconnect) {
      parts.links().disconnect(disconnect.peer(), disconnect.duration());
    } else if (output instanceof Output.RecoverMore) {
      journal.recoverMore();
    } else if (output instanceof Output.ReadBatches read) {
      journal.read(read);
    } else {
      execution.run(() -> snapshot(output));
    }
  }

  private void verify(Output.Verify verify) {
    counters.verified.add(verify.checks().size());
    counters.verifiedClients.add(verify.checks().stream().filter(c -> !c.strict()).count());
    parts
        .signatures()
        .verify(verify.checks(), valid -> answer(new Input.Verified(verify.token(), valid)));
  }

  private void setTimer(Output.SetTimer timer) {
    cancelTimer(timer.name());
    try {
      running.put(
          timer.name(),
          parts
              .timers()
              .schedule(
                  () -> inbox.add(new Input.TimerFired(timer.name(), timer.generation())),
                  timer.delay(),
                  TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      stopping = true;
    }
  }

  private void cancelTimer(TimerName name) {
    ScheduledFuture<?> future = running.remove(name);
    if (future != null) {
      future.cancel(false);
    }
  }

  private void publish(Publication publication) {
    Optional<MemberListener.Work> work = Optional.empty();
    if (publication instanceof Publication.Accepted accepted && !accepted.body().isEmpty()) {
      work = lookUp(accepted.outcome().stateRoot());
    } else if (publication instanceof Publication.Confirmed confirmed
        && !confirmed.body().isEmpty()) {
      work = lookUp(confirmed.outcome().stateRoot());
    } else if (publication instanceof Publication.Restored restored) {
      work = lookUp(restored.outcome().stateRoot());
    }
    parts.listener().published(publication, work);
  }

  private Optional<MemberListener.Work> lookUp(Hash root) {
    synchronized (works) {
      return Optional.ofNullable(works.get(root));
    }
  }

  private void note(Hash root, List<Receipt> receipts) {
    MemberListener.Work work = new MemberListener.Work(receipts, parts.executor().value(root));
    synchronized (works) {
      works.put(root, work);
    }
  }

  // The execution thread

  private void execute(Output.Execute execute) {
    ExecutionOutcome outcome =
        parts.executor().execute(execute.parent(), execute.environment(), execute.transactions());
    counters.executed.add(execute.transactions().size());
    note(outcome.stateRoot(), parts.executor().lastReceipts());
    answer(new Input.Executed(execute.token(), outcome));
  }

  private void snapshot(Output output) {
    SnapshotFiles files = parts.snapshots();
    if (output instanceof Output.TakeSnapshot take) {
      List<SnapshotPage> pages = parts.executor().snapshot(take.stateRoot());
      pages.forEach(page -> files.put(take.stateRoot(), page));
      answer(
          new Input.SnapshotTaken(
              take.token(),
              pages.stream().map(SnapshotPage::hash).toList(),
              pages.stream().mapToLong(p -> p.data().length()).sum()));
    } else if (output instanceof Output.ReleaseSnapshot release) {
      parts.executor().release(release.stateRoot());
      files.drop(release.stateRoot());
    } else if (output instanceof Output.KeepSnapshot keep) {
      files.keep(keep.manifest());
      journal.prune(keep.manifest().manifest().batch());
    } else if (output instanceof Output.ReadPage read) {
      answer(new Input.PageRead(read.token(), files.page(read.stateRoot(), read.number())));
    } else if (output instanceof Output.StorePage store) {
      files.put(store.stateRoot(), store.page());
    } else if (output instanceof Output.Restore restore) {
      answer(new Input.Restored(restore.token(), restore(restore.manifest())));
    }
  }

  private Optional<ExecutionOutcome> restore(SnapshotManifestMessage message) {
    List<SnapshotPage> pages = parts.snapshots().pages(message.manifest().stateRoot());
    try {
      if (pages.isEmpty()) {
        return Optional.empty();
      }
      ExecutionOutcome outcome = parts.executor().restore(message.log().root(), pages);
      note(outcome.stateRoot(), List.of());
      return Optional.of(outcome);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // The end

  private void fail(RuntimeException cause) {
    if (!stopping) {
      stopping = true;
      parts.listener().failed(cause);
    }
  }

  /** Stops in order: what was queued for the journal is forced. */
  public void stop() {
    end(false);
  }

  /** Ends as a crash does: nothing more is written. */
  public void kill() {
    end(true);
  }

  private void end(boolean abandon) {
    stopping = true;
    // Wakes the loop, which looks at the flag before it steps. No interrupt: the loop may be in the
    // middle of a send, and sockets take interrupts badly.
    inbox.add(new Input.Commanded(new Command.Stop()));
    try {
      if (loop.getState() != Thread.State.NEW) {
        loop.join();
      }
      running.values().forEach(future -> future.cancel(false));
      execution.end();
      journal.end(abandon);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
