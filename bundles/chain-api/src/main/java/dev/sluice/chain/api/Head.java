/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.time.Instant;

/**
 * Where a chain stands.
 *
 * @param latest newest height
 * @param finalized newest height that will never be rolled back; equals {@code latest} on a chain
 *     with immediate finality
 * @param oldest oldest height the node can still read
 * @param time the chain's own clock at {@code latest}
 */
public record Head(Height latest, Height finalized, Height oldest, Instant time) {
  public Head {
    if (finalized.compareTo(latest) > 0) {
      throw new IllegalArgumentException("final height " + finalized + " beyond latest " + latest);
    }
  }

  /** Whether everything at {@code height} stays. */
  public boolean isFinal(Height height) {
    return height.compareTo(finalized) <= 0;
  }
}
