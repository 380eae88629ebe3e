/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.api.ChannelException;
import dev.sluice.channel.api.ChannelException.Code;
import dev.sluice.channel.api.ChannelService;
import dev.sluice.channel.api.MemberRef;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.channel.runtime.SignatureWorkers;
import dev.sluice.key.api.KeyName;
import dev.sluice.storage.io.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The members that run, and those that could not be begun again. Thread-safe. */
final class HostedMembers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HostedMembers.class);
  private static final String JOURNAL = "journal";

  private final NodeParts parts;
  private final ChainAccess chains;
  private final SignatureWorkers signatures;
  private final ScheduledExecutorService timers;
  private final Map<MemberRef, HostedMember> running = new ConcurrentHashMap<>();
  private final Map<String, String> failures = new ConcurrentSkipListMap<>();
  private volatile boolean closed;

  HostedMembers(
      NodeParts parts,
      ChainAccess chains,
      SignatureWorkers signatures,
      ScheduledExecutorService timers) {
    this.parts = parts;
    this.chains = chains;
    this.signatures = signatures;
    this.timers = timers;
  }

  HostedMember member(MemberRef ref) {
    HostedMember member = running.get(ref);
    if (member == null) {
      throw new ChannelException(Code.NO_CHANNEL, "this node runs no member " + ref);
    }
    return member;
  }

  /** Those that run, in no order. */
  List<MemberRef> members() {
    return List.copyOf(running.keySet());
  }

  void requireRoom() {
    if (running.size() >= ChannelService.MAX_MEMBERS) {
      throw new ChannelException(
          Code.FULL, "this node runs " + ChannelService.MAX_MEMBERS + " members");
    }
  }

  /** Refuses a second member of a channel: both would speak under one peer key. */
  void requireFree(MemberRef ref) {
    for (MemberRef other : running.keySet()) {
      if (other.chain().equals(ref.chain()) && other.channel() == ref.channel()) {
        throw new ChannelException(
            Code.RUNNING,
            other.equals(ref)
                ? ref + " runs already"
                : other + " runs under this peer key already; " + ref + " needs another identity");
      }
    }
  }

  /**
   * Runs a member. Its journal is closed if that fails.
   *
   * @throws ChannelException {@link Code#RUNNING}, {@link Code#FULL}, {@link Code#CLOSED}
   */
  synchronized MemberRef run(MemberFile file, Disk directory, VoteJournal journal)
      throws IOException {
    HostedMember member;
    try {
      if (closed) {
        throw new ChannelException(Code.CLOSED, "the node stops");
      }
      requireRoom();
      requireFree(file.ref());
      member = new HostedMember(parts, file, directory, journal, chains, signatures, timers);
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
    try {
      member.start();
    } catch (RuntimeException e) {
      member.stop();
      throw e;
    }
    running.put(member.ref(), member);
    return member.ref();
  }

  /** Begins again all members whose files are there and that do not run. */
  synchronized List<MemberRef> resume() throws IOException {
    failures.clear();
    return resume(parts.disk().directories());
  }

  /** Tries those again that could not be begun. */
  synchronized List<MemberRef> resumeFailed() {
    return resume(List.copyOf(failures.keySet()));
  }

  private List<MemberRef> resume(List<String> directories) {
    List<MemberRef> begun = new ArrayList<>();
    for (String name : directories) {
      if (closed) {
        break;
      }
      try {
        begin(name).ifPresent(begun::add);
        failures.remove(name);
      } catch (IOException | RuntimeException e) {
        String why = String.valueOf(e.getMessage());
        if (!why.equals(failures.put(name, why))) {
          LOG.warn("The member in {}/{} cannot be begun: {}", parts.disk().path(), name, why);
        }
      }
    }
    return begun;
  }

  private Optional<MemberRef> begin(String name) throws IOException {
    Disk directory = parts.disk().directory(name);
    Optional<MemberFile> file = MemberFile.load(directory);
    if (file.isEmpty() || isRunning(file.get().memberKey())) {
      return Optional.empty();
    }
    VoteJournal journal =
        VoteJournal.open(directory.directory(JOURNAL), parts.settings().journal());
    return Optional.of(run(file.get(), directory, journal));
  }

  private boolean isRunning(KeyName memberKey) {
    return running.values().stream().anyMatch(m -> m.memberKey().equals(memberKey));
  }

  /** Directories of members that could not be begun, and why. */
  SortedMap<String, String> failures() {
    return new TreeMap<>(failures);
  }

  void stop(MemberRef ref) {
    member(ref).stop();
    running.remove(ref);
  }

  /** Ends a member as a crash of the process does. */
  void kill(MemberRef ref) {
    member(ref).kill();
    running.remove(ref);
  }

  /** Stops all; none begins any more. */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      running.values().forEach(HostedMember::stop);
      running.clear();
    }
  }
}
