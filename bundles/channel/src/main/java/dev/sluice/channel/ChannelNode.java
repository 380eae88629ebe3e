/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.ChannelStatus;
import dev.sluice.channel.api.ChannelSubscription;
import dev.sluice.channel.api.CreateChannel;
import dev.sluice.channel.api.JoinChannel;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.api.PendingCall;
import dev.sluice.channel.runtime.SignatureWorkers;
import dev.sluice.channel.sandbox.EntryCall;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.Hex;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.step.Command;
import dev.sluice.move.session.CallResult;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** The members that this node runs, each in a directory named by its member key. */
public final class ChannelNode implements ChannelService, AutoCloseable {
  private static final int BOOT_BYTES = 8;
  private static final long MAX_VIEW_GAS = 100_000_000;

  private final NodeParts parts;
  private final ScheduledExecutorService timers;
  private final ExecutorService workers;
  private final HostedMembers hosted;
  private final ChannelSetup setup;

  /** A node without members; {@link #resume} begins with those it had. */
  public ChannelNode(NodeParts parts) {
    this.parts = parts;
    timers = Executors.newScheduledThreadPool(1, threads("sluice-channel-timers"));
    workers =
        Executors.newFixedThreadPool(parts.settings().workers(), threads("sluice-channel-verify"));
    byte[] boot = new byte[BOOT_BYTES];
    parts.random().nextBytes(boot);
    ChainAccess chains = new ChainAccess(parts, timers, Hex.encode(boot));
    hosted = new HostedMembers(parts, chains, new SignatureWorkers(workers), timers);
    setup = new ChannelSetup(parts, chains, hosted, threads("sluice-channel-setup"));
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public CompletableFuture<MemberRef> create(CreateChannel request) {
    return setup.create(request);
  }

  @Override
  public CompletableFuture<MemberRef> join(JoinChannel request) {
    return setup.join(request);
  }

  @Override
  public List<MemberRef> resume() {
    List<MemberRef> begun;
    try {
      begun = hosted.resume();
    } catch (IOException e) {
      throw new ChannelException(Code.BROKEN, parts.disk().path() + ": " + e.getMessage(), e);
    }
    var failures = hosted.failures();
    if (!failures.isEmpty()) {
      throw new ChannelException(
          Code.BROKEN, "members in " + parts.disk().path() + ": " + failures);
    }
    return begun;
  }

  /** Tries the members again that {@link #resume} could not begin. */
  void resumeFailed() {
    var unused = hosted.resumeFailed();
  }

  /** Directories of members that could not be begun, and why. */
  SortedMap<String, String> failures() {
    return hosted.failures();
  }

  @Override
  public List<MemberRef> members() {
    return hosted.members();
  }

  @Override
  public ChannelStatus status(MemberRef ref) {
    return hosted.member(ref).status();
  }

  @Override
  public PendingCall submit(MemberRef ref, SignedTransaction transaction) {
    HostedMember member = hosted.member(ref);
    PendingCall call = member.feed().await(transaction);
    if (!member.runtime().submit(transaction)) {
      member.feed().giveUp(transaction);
    }
    return call;
  }

  @Override
  public List<Bytes> view(MemberRef ref, Bytes call) {
    EntryCall decoded;
    try {
      decoded = EntryCall.decode(call);
    } catch (CodecException e) {
      throw new ChannelException(Code.MALFORMED, "the call does not decode", e);
    }
    CallResult result = hosted.member(ref).executor().view(decoded, MAX_VIEW_GAS);
    if (result.failure().isPresent()) {
      throw new ChannelException(Code.VIEW_FAILED, result.failure().get().getMessage());
    }
    return result.values().stream().map(CallResult.Value::bcs).toList();
  }

  @Override
  public Bytes state(MemberRef ref) {
    return hosted.member(ref).feed().state();
  }

  @Override
  public ChannelSubscription subscribe(MemberRef ref, long fromHeight) {
    return hosted.member(ref).feed().subscribe(fromHeight);
  }

  @Override
  public void leave(MemberRef ref, SignedLeave request) {
    command(ref, new Command.Leave(request));
  }

  @Override
  public void close(MemberRef ref, SignedClose request) {
    command(ref, new Command.Close(request));
  }

  @Override
  public void command(MemberRef ref, Command command) {
    hosted.member(ref).runtime().command(command);
  }

  @Override
  public void stop(MemberRef ref) {
    hosted.stop(ref);
  }

  /** Ends a member as a crash of the process does. For tests. */
  void kill(MemberRef ref) {
    hosted.kill(ref);
  }

  /** Stops all members. */
  @Override
  public void close() {
    setup.close();
    hosted.close();
    workers.shutdownNow();
    timers.shutdownNow();
  }
}
