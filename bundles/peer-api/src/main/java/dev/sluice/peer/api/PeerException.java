/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

/** Something between nodes did not work. */
public final class PeerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final PeerError error;

  /**
   * A refusal.
   *
   * @param error what kind
   * @param message what, which, and what to do
   */
  public PeerException(PeerError error, String message) {
    super(message);
    this.error = error;
  }

  /**
   * A refusal with its cause.
   *
   * @param error what kind
   * @param message what, which, and what to do
   * @param cause what was caught
   */
  public PeerException(PeerError error, String message, Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  /** What kind. */
  public PeerError error() {
    return error;
  }
}
