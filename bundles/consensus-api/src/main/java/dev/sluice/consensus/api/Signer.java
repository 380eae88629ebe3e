/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Signs with a member key. Deterministic: the same bytes give the same signature. Answers within
 * tens of microseconds, because the member's state machine waits for it.
 */
@ConsumerType
public interface Signer {
  /** The member key. */
  Key key();

  /** The signature over {@code message}. */
  Signature sign(byte[] message);

  /** Whether a key may be registered (section 2.5). */
  boolean isFit(Key key);
}
