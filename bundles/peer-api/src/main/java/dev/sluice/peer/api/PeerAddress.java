/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import java.util.List;

/**
 * A node and where to find it.
 *
 * @param key its key
 * @param endpoints tried in turn; empty if that node dials, or if the directory knows it
 */
public record PeerAddress(PeerKey key, List<Endpoint> endpoints) {
  /** Most endpoints of one node. */
  public static final int MAX_ENDPOINTS = 4;

  public PeerAddress {
    endpoints = List.copyOf(endpoints);
    if (endpoints.size() > MAX_ENDPOINTS) {
      throw new PeerException(
          PeerError.INVALID, endpoints.size() + " endpoints of one peer: at most 4");
    }
  }
}
