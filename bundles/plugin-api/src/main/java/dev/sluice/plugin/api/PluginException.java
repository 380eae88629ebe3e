/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

/** A plugin cannot be used, or an operation on it is refused. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Code code;

  /**
   * A refusal.
   *
   * @param code what kind
   * @param message what, which, and what to do
   */
  public PluginException(Code code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * A refusal with its cause.
   *
   * @param code what kind
   * @param message what, which, and what to do
   * @param cause what was caught
   */
  public PluginException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** What kind of refusal. */
  public Code code() {
    return code;
  }

  /** Kinds of refusal. The numbers are stable and used in every front end. */
  public enum Code {
    /** The plugin is absent and did not come in time. Try again later. */
    UNAVAILABLE(130_001),
    /** Too many calls wait or are under way, or too many references are open. */
    OVERLOADED(130_002),
    /** The plugin did not answer in the call's time. */
    TIMEOUT(130_003),
    /** The plugin went while it carried out a call that must not be repeated. */
    UNKNOWN_OUTCOME(130_004),
    /** The reference was closed. */
    CLOSED(130_005),
    /** No plugin of this name is installed. */
    NOT_INSTALLED(130_006),
    /** A plugin of this name is installed already. */
    ALREADY_INSTALLED(130_007),
    /** The file is no jar, or its manifest makes no sense. */
    INVALID_JAR(130_008),
    /** The jar is a bundle, but does not say that it is a plugin. */
    NOT_A_PLUGIN(130_009),
    /** The jar is larger than allowed, or there are too many plugins. */
    TOO_LARGE(130_010),
    /** The jar is another plugin than the one to be updated. */
    OTHER_PLUGIN(130_011),
    /** Something the plugin needs is not there. */
    UNRESOLVED(130_012),
    /** The jar exports packages that belong to others. */
    SHARED_PACKAGE(130_013),
    /** Other bundles are wired to the plugin and would be restarted. */
    WOULD_RESTART_OTHERS(130_014),
    /** The plugin was installed by other means, and is changed there. */
    NOT_MANAGED(130_015),
    /** The new version did not start, or did not take over; the old one is back. */
    NOT_TAKEN_UP(130_016),
    /** No earlier version is kept. */
    NO_PREVIOUS(130_017),
    /** Another operation is under way. */
    BUSY(130_018),
    /** The disk refused. */
    STORAGE(130_019);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** Stable number. */
    public int number() {
      return number;
    }
  }
}
