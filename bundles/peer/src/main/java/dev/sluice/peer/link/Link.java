/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.link;

import dev.sluice.peer.api.Endpoint;
import dev.sluice.peer.api.PeerKey;
import dev.sluice.peer.api.PeerSession;
import java.util.Optional;

/** A connection whose other end has proved its key. Used on the node's thread only. */
public interface Link {
  /** The other end's key. */
  PeerKey key();

  /** How it came about. */
  PeerSession.Path path();

  /** Whether this node dialled. */
  boolean dialled();

  /** The other end's address, if there is one. */
  Optional<Endpoint> remote();

  /** Sends a frame; false if the connection cannot take it, which ends the session. */
  boolean send(byte[] frame);

  /** Ends the connection after what was sent; {@link LinkEvents#closed} is not called for it. */
  void close();
}
