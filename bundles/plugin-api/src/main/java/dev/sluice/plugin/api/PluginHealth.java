/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

/**
 * Whether a plugin works.
 *
 * @param state how it stands
 * @param why what is seen; empty when it is up
 * @param next what to do about it; empty when it is up
 */
public record PluginHealth(State state, String why, String next) {
  /** How a plugin stands. */
  public enum State {
    /** At least one instance is in service, and no component failed. */
    UP,
    /** Runs, but lacks configuration or something it refers to. */
    WAITING,
    /** A component failed to start. */
    FAILED,
    /** Its bundle is not started. */
    STOPPED,
    /** Its bundle lacks something it needs. */
    UNRESOLVED
  }
}
