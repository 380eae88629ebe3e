/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.api;

import java.time.Instant;
import java.util.Optional;

/**
 * A node with which there is no session.
 *
 * @param key its key
 * @param until when the ban ends; empty for one without end
 * @param reason why, in words
 */
public record Ban(PeerKey key, Optional<Instant> until, String reason) {
  /** Most bans. */
  public static final int MAX_BANS = 4_096;
}
