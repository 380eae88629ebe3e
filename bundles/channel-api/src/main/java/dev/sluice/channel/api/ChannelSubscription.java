/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A stream of updates without gap or repeat. Bounded: a subscriber that lags by {@link #MAX_QUEUED}
 * updates gets {@link ChannelUpdate.Ended} and may subscribe again from where it stands.
 * Thread-safe.
 */
@ProviderType
public interface ChannelSubscription extends AutoCloseable {
  /** Updates that wait to be taken. */
  int MAX_QUEUED = 1_024;

  /**
   * The next update.
   *
   * @param wait longest time to wait for one
   * @throws InterruptedException if the waiting thread is interrupted
   */
  Optional<ChannelUpdate> next(Duration wait) throws InterruptedException;

  /** Ends the stream. No effect the second time. */
  @Override
  void close();
}
