/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

/** What became of a message that was given to {@link Topic#send}. */
public enum Sent {
  /** It waits in the session's queue; whether it arrives shows only in an answer. */
  QUEUED,
  /** The class's queue is full; {@link PeerError#OVERLOADED}. */
  OVERLOADED,
  /** That node is not on the topic now; {@link PeerError#NOT_CONNECTED}. */
  NOT_CONNECTED
}
