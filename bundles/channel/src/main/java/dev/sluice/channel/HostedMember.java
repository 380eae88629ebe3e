/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.chain.api.ChannelState;
import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.chain.ChainWatch;
import dev.sluice.channel.chain.DelayLine;
import dev.sluice.channel.chain.OutboxCaller;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.channel.runtime.MemberRuntime;
import dev.sluice.channel.runtime.SignatureWorkers;
import dev.sluice.channel.runtime.SnapshotFiles;
import dev.sluice.channel.sandbox.MoveExecutor;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.key.api.KeyName;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** One member of one channel with all that it needs to run. */
final class HostedMember implements ChainWatch.Sink {
  /** By how many looks at the chain a leader's view is behind. */
  private static final int LOOKS_BEHIND = 2;

  private final MemberRef ref;
  private final MemberFile file;
  private final MoveExecutor executor;
  private final MemberFeed feed;
  private final TopicLinks links;
  private final ChainWatch watch;
  private final MemberRuntime runtime;
  private final DelayLine<Input> view;
  private volatile Optional<ChannelState> contract = Optional.empty();

  HostedMember(
      NodeParts parts,
      MemberFile file,
      Disk directory,
      VoteJournal journal,
      ChainAccess chains,
      SignatureWorkers signatures,
      ScheduledExecutorService timers)
      throws IOException {
    this.file = file;
    long channel = file.genesis().domain().channel();
    ref = file.ref();
    executor = new MoveExecutor(file.sandbox());
    feed = new MemberFeed(ref.toString(), file.sandbox().state());
    links = new TopicLinks(parts.peers(), "channel/" + file.chain().value() + "/" + channel);
    watch =
        new ChainWatch(
            chains.chain(file.chain()),
            chains.contract(file.chain()),
            channel,
            timers,
            parts.settings().look(),
            this);
    OutboxCaller caller = chains.caller(file.chain(), file.account());
    byte[] boot = new byte[BootId.LENGTH];
    parts.random().nextBytes(boot);
    MemberSettings settings =
        new MemberSettings(
            file.genesis(),
            file.sandbox().config(),
            file.self(),
            Key.of(parts.peers().key().bytes().toArray()),
            BootId.of(boot),
            new KeySigner(parts.keys().signer(file.memberKey())));
    runtime =
        new MemberRuntime(
            new MemberRuntime.Parts(
                "sluice-channel-" + ref,
                channel,
                parts.members().create(settings),
                executor,
                journal,
                new SnapshotFiles(directory.directory("snapshots")),
                links,
                (call, answer) -> caller.call(channel, call, answer),
                signatures,
                timers,
                parts.clock(),
                feed));
    view =
        new DelayLine<>(
            timers,
            LOOKS_BEHIND * parts.settings().look().toMillis(),
            () -> runtime.view().state() == MemberState.LEADING,
            runtime::chain);
  }

  MemberRef ref() {
    return ref;
  }

  MemberFeed feed() {
    return feed;
  }

  MoveExecutor executor() {
    return executor;
  }

  MemberRuntime runtime() {
    return runtime;
  }

  /** Its directory is named by the member key. */
  KeyName memberKey() {
    return file.memberKey();
  }

  void start() {
    // First what may be refused: another member of the channel may have the topic.
    links.open(runtime);
    runtime.start();
    watch.start();
  }

  @Override
  public void input(Input input) {
    view.accept(input);
  }

  @Override
  public void members(List<ChannelState.Member> members) {
    links.allow(members);
  }

  @Override
  public void state(ChannelState state) {
    if (!state.genesisHash().equals(dev.sluice.codec.Bytes.of(file.genesis().hash().toArray()))) {
      feed.failed(
          new ChannelException(
              ChannelException.Code.MISMATCH, "the contract holds another genesis for " + ref));
      runtime.kill();
      return;
    }
    contract = Optional.of(state);
  }

  ChannelStatus status() {
    MemberView stands = runtime.view();
    var counters = runtime.counters();
    return new ChannelStatus(
        ref,
        file.genesis().domain(),
        file.genesis().hash(),
        file.self(),
        stands,
        contract.map(ChannelState::settledHeight).orElse(feed.settledHeight()),
        runtime.backlog(),
        counters.verified.sum(),
        counters.verifiedClients.sum(),
        counters.executed.sum(),
        counters.forces.sum(),
        waiting(stands));
  }

  /** Why the member does not go on. */
  private List<String> waiting(MemberView view) {
    List<String> why = new ArrayList<>();
    feed.ended().ifPresent(why::add);
    watch.trouble().ifPresent(t -> why.add("the chain cannot be followed: " + t));
    MemberState state = view.state();
    switch (state) {
      case OUTSIDE -> why.add("it is no member of the present set, or the chain is not read yet");
      case SYNCING -> why.add("it catches up with its peers");
      case PROMISED -> why.add("epoch " + view.promised() + " has no header of its leader yet");
      case GATHERING -> why.add("it leads and waits for the statuses of a quorum");
      case RESTING -> why.add("it led before its restart and claims the next epoch");
      case AMNESIA_HOLD -> why.add("its journal lost records: it waits by rule 7");
      case CLOSED -> why.add("the channel is closed");
      default -> {}
    }
    if (view.halted()) {
      why.add("an exit is open");
    }
    return why;
  }

  void stop() {
    watch.stop();
    links.close();
    runtime.stop();
    feed.end(ref + " is stopped");
  }

  /** Ends as the process would by a crash. */
  void kill() {
    watch.stop();
    runtime.kill();
    links.close();
    feed.end(ref + " is gone");
  }
}
