/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.time.Instant;

/**
 * Something that happened to a plugin.
 *
 * @param sequence counts from 1 since the node started, without a gap
 * @param time when
 * @param kind what
 * @param plugin name of the plugin; empty if a refused jar gave none
 * @param instance name of the instance, for {@link Kind#BOUND} and {@link Kind#UNBOUND}
 * @param version of the plugin
 * @param detail for people: reason of a refusal, version before an update, length of a gap
 */
public record PluginEvent(
    long sequence,
    Instant time,
    Kind kind,
    String plugin,
    String instance,
    String version,
    String detail) {
  /** What happened. */
  public enum Kind {
    /** A plugin was installed. */
    INSTALLED,
    /** A plugin was exchanged for another version. */
    UPDATED,
    /** A plugin went back to its version before. */
    ROLLED_BACK,
    /** A plugin was removed. */
    REMOVED,
    /** An instance came into service. */
    BOUND,
    /** An instance went out of service. */
    UNBOUND,
    /** An operation was refused, or taken back. */
    REFUSED
  }
}
