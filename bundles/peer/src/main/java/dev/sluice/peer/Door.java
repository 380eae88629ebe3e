/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerKey;
import java.util.Optional;
import java.util.Set;

/** Which keys may have a session. Thread-safe: connections ask from their own threads. */
final class Door {
  private final Bans bans;
  private volatile Set<PeerKey> wanted = Set.of();
  private volatile boolean open;

  Door(Bans bans) {
    this.bans = bans;
  }

  /** Sets who may enter beside those of public topics. */
  void set(Set<PeerKey> keys, boolean anyone) {
    wanted = keys;
    open = anyone;
  }

  /** Why a key may not enter, if so. */
  Optional<PeerError> refuses(PeerKey key) {
    if (bans.holds(key)) {
      return Optional.of(PeerError.BANNED);
    }
    return open || wanted.contains(key) ? Optional.empty() : Optional.of(PeerError.NOT_ALLOWED);
  }
}
