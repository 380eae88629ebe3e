/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import java.util.Optional;

/** How the modules of a package may change after publication, from the freest to the strictest. */
public enum UpgradePolicy {
  /** In any way. Modules that import them may no longer link, stored values no longer be read. */
  ARBITRARY,
  /** So that all modules that import them still link and all stored values can still be read. */
  COMPATIBLE,
  /** Not at all. */
  IMMUTABLE;

  /** The first reason why {@code next} cannot replace {@code published}, empty if it can. */
  public Optional<Incompatibility> check(VerifiedModule published, VerifiedModule next) {
    if (this == ARBITRARY) {
      return Optional.empty();
    } else if (this == IMMUTABLE) {
      return Optional.of(
          new Incompatibility(Incompatibility.Kind.IMMUTABLE, published.id().toString()));
    }
    return new Compatibility(published, next).check();
  }

  /** Whether a package with this policy may be given the policy {@code next}. */
  public boolean mayBecome(UpgradePolicy next) {
    return next.compareTo(this) >= 0;
  }
}
