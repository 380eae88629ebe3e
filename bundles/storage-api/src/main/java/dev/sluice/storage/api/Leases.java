/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Named, expiring, exclusive rights, for example to be the one node that answers an oracle's
 * requests.
 *
 * <p>A holder may be paused beyond its expiry without noticing. Whoever guards the protected thing
 * therefore remembers the highest {@linkplain Lease#token() token} it saw and refuses lower ones.
 *
 * <p>Thread-safe; calls return at once with the in-process default and may take a network round
 * trip with others, which then fail with {@link StorageError#UNAVAILABLE}. Names and holders have 1
 * to 128 characters, and a lease lasts 1 ms to {@link #MAX_DURATION}; anything else is {@link
 * StorageError#INVALID}.
 */
@ConsumerType
public interface Leases {
  /** Longest time a lease may be asked for. */
  Duration MAX_DURATION = Duration.ofHours(24);

  /**
   * Takes the lease if nobody holds it. Does not wait. Who holds it already, under whatever holder
   * name, gets empty too: renew it instead.
   *
   * @return the lease with a token higher than any given out for this name before, or empty
   */
  Optional<Lease> tryAcquire(String name, String holder, Duration duration);

  /**
   * Extends the lease to {@code duration} from now, keeping its token.
   *
   * @throws StorageException {@link StorageError#LEASE_LOST} if it expired, was released, or
   *     belongs to somebody else now
   */
  Lease renew(Lease lease, Duration duration);

  /** Gives the lease back; no effect when it is lost already. */
  void release(Lease lease);

  /** The lease in force for this name, if there is one. */
  Optional<Lease> current(String name);
}
