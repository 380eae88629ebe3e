/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

/** What can go wrong between nodes. The numbers are stable, and go over the wire. */
public enum PeerError {
  /** A frame that does not decode. */
  MALFORMED(160_001),
  /** A frame above the bound. */
  TOO_LARGE(160_002),
  /** No version of the protocol in common. */
  VERSION(160_003),
  /** The other node belongs to another network. */
  NETWORK(160_004),
  /** The key that is claimed is not the connection's. */
  KEY_MISMATCH(160_005),
  /** The topic is not open to this key. */
  NOT_ALLOWED(160_006),
  /** Nothing came for too long. */
  SILENT(160_007),
  /** A queue is full. */
  OVERLOADED(160_008),
  /** The key is on the ban list. */
  BANNED(160_009),
  /** The node dialled itself. */
  SELF(160_010),
  /** A second session of the same pair. */
  DUPLICATE(160_011),
  /** No answer in time. */
  TIMEOUT(160_012),
  /** The session is no longer needed. */
  UNWANTED(160_013),
  /** There is no session with that node, or it is not on the topic. */
  NOT_CONNECTED(160_014),
  /** The topic or the node is closed. */
  CLOSED(160_015),
  /** An argument that makes no sense. */
  INVALID(160_016),
  /** Nobody answers at the endpoint, or it holds another key. */
  UNREACHABLE(160_017),
  /** The connection ended without a word. */
  CUT(160_018),
  /** The other side does not carry out the request. */
  REFUSED(160_019),
  /** A number of things that is bounded has reached its bound. */
  FULL(160_020);

  private final int number;

  PeerError(int number) {
    this.number = number;
  }

  /** Stable number. */
  public int number() {
    return number;
  }
}
