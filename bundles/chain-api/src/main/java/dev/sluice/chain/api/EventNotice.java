/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

/** One item of an event stream. */
public sealed interface EventNotice {
  /**
   * An event was seen. It is final once {@link Head#isFinal} says so of its height.
   *
   * @param event what was seen
   */
  record Observed(ChainEvent event) implements EventNotice {}

  /**
   * The chain went back: every event delivered before with a height above {@code to} is void. What
   * stands there now follows.
   *
   * @param to newest height that still holds
   */
  record RolledBack(Height to) implements EventNotice {}
}
