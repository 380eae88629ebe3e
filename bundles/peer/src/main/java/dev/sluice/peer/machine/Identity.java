/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

import dev.sluice.codec.Bytes;
import dev.sluice.peer.api.PeerKey;

/**
 * What this node says of itself in its Open.
 *
 * @param key its key
 * @param boot 16 random bytes, new at each start
 * @param network name of the network
 * @param software what it runs
 * @param minVersion lowest version of the protocol it speaks
 * @param version highest
 */
public record Identity(
    PeerKey key, Bytes boot, String network, String software, int minVersion, int version) {
  /** The version of the protocol written here. */
  public static final int VERSION = 1;
}
