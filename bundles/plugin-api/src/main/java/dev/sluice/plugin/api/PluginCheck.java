/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.util.List;
import java.util.Optional;

/**
 * What an operation would do.
 *
 * @param action which operation
 * @param plugin name and type the jar gives itself; empty if it is no plugin
 * @param version the version in the jar, or the one to be removed
 * @param installed the version there is now; empty if none
 * @param refreshed bundles that would be stopped and started, or stopped for good, by symbolic name
 * @param users bundles that use the plugin now and would wait for it, by symbolic name
 * @param refusal why it would be refused; empty if it would be carried out
 */
public record PluginCheck(
    Action action,
    Optional<Identity> plugin,
    String version,
    Optional<String> installed,
    List<String> refreshed,
    List<String> users,
    Optional<Refusal> refusal) {
  public PluginCheck {
    refreshed = List.copyOf(refreshed);
    users = List.copyOf(users);
  }

  /** Which operation. */
  public enum Action {
    /** The plugin is not there yet. */
    INSTALL,
    /** The plugin is there. */
    UPDATE,
    /** The plugin would go. */
    REMOVE
  }

  /**
   * What a plugin calls itself.
   *
   * @param name its name
   * @param type its type
   */
  public record Identity(PluginName name, String type) {}

  /**
   * Why not.
   *
   * @param code stable kind
   * @param reasons for people, one line each
   */
  public record Refusal(PluginException.Code code, List<String> reasons) {
    public Refusal {
      reasons = List.copyOf(reasons);
    }
  }
}
