/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel;

import dev.sluice.channel.chain.OutboxCaller;
import dev.sluice.channel.journal.VoteJournal;
import dev.sluice.consensus.api.MemberFactory;
import dev.sluice.key.api.KeyService;
import dev.sluice.outbox.api.OutboxService;
import dev.sluice.peer.api.Peers;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.storage.io.Disk;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What the channels of a node are made with.
 *
 * @param disk one directory for each member
 * @param members makes a state machine
 */
public record NodeParts(
    PluginService plugins,
    OutboxService outbox,
    KeyService keys,
    Peers peers,
    Disk disk,
    MemberFactory members,
    InstantSource clock,
    SecureRandom random,
    Settings settings) {
  /**
   * Times and sizes.
   *
   * @param look between two looks at the chain
   * @param call longest call of a chain
   * @param workers threads that verify signatures
   */
  public record Settings(
      Duration look,
      Duration call,
      int workers,
      OutboxCaller.Settings outbox,
      VoteJournal.Settings journal) {
    /** A look each half second, calls of 20 s, a worker for each core. */
    public static Settings defaults() {
      return new Settings(
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          Runtime.getRuntime().availableProcessors(),
          OutboxCaller.Settings.DEFAULT,
          VoteJournal.Settings.DEFAULT);
    }
  }
}
