/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node.api;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in the node and that a person or script outside may follow.
 *
 * @param id position in the feed: 1, 2, 3 ... since the node started
 * @param time when
 * @param topic what kind, dotted, lower case: {@code plugin.updated}
 * @param fields details as text; no secrets
 */
public record NodeEvent(long id, Instant time, String topic, Map<String, String> fields) {
  public NodeEvent {
    fields = Map.copyOf(fields);
  }
}
