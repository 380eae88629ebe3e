/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

/** Bounds of the HTTP face. */
final class Limits {
  /** Longest JSON body in bytes. */
  static final int BODY_BYTES = 1 << 20;

  /**
   * JSON bodies that are read at one time. A thread waits for each, so that senders of slow bodies
   * must not get them all.
   */
  static final int BODIES = 32;

  /** Deepest nesting of a JSON body. */
  static final int JSON_DEPTH = 32;

  /** Followers of the event stream at one time. */
  static final int FOLLOWERS = 32;

  /** A comment line is sent to followers after this many seconds of silence. */
  static final int HEARTBEAT_SECONDS = 15;

  /** Open sessions; the oldest one ends when one more opens. */
  static final int SESSIONS = 1_000;

  /** A session ends after this many minutes without a request. */
  static final int SESSION_MINUTES = 30;

  /** Failed logins from one address within {@link #LOGIN_WINDOW_SECONDS} before it is refused. */
  static final int FAILED_LOGINS = 10;

  /** Window for {@link #FAILED_LOGINS}. */
  static final int LOGIN_WINDOW_SECONDS = 60;

  /** Addresses whose failed logins are remembered. */
  static final int ADDRESSES = 10_000;

  private Limits() {}
}
