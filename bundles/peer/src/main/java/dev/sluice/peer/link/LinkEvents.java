/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.link;

import dev.sluice.peer.api.PeerError;

/** Hears of connections, on the node's thread. */
public interface LinkEvents {
  /** Frames may be sent: the other side connected, or a dial succeeded. */
  void ready(Link link);

  /** A frame came. */
  void frame(Link link, byte[] frame);

  /** The connection is over, or never came about. */
  void closed(Link link, PeerError why, String detail);
}
