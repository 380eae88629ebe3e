/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.runtime;

import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.object.Key;
import java.util.List;

/** A member's way to its peers. Thread-safe, does not block; frames may be lost. */
public interface MemberLinks {
  /** Sends one frame to several peers. */
  void send(List<Key> peers, PeerFrame frame);

  /** Shuts a peer out for a time, milliseconds. */
  void disconnect(Key peer, long duration);
}
