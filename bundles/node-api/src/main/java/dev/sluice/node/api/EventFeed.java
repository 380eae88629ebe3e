/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The node's recent events in order, for followers that poll or wait. Bounded: it holds the last
 * {@value #CAPACITY}; a follower that falls behind sees a jump in the ids. Thread-safe.
 */
@ProviderType
public interface EventFeed {
  /** Events kept. */
  int CAPACITY = 4_096;

  /** Appends an event. Never blocks. */
  NodeEvent publish(String topic, Map<String, String> fields);

  /** Id of the newest event; 0 if there was none. */
  long last();

  /**
   * The kept events with an id above {@code id}, oldest first; waits up to {@code wait} for the
   * first one and returns an empty list if none came.
   *
   * @throws InterruptedException if the thread was interrupted while it waited
   */
  List<NodeEvent> after(long id, Duration wait) throws InterruptedException;
}
