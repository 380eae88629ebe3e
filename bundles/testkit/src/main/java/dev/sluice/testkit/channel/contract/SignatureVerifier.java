/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;

/** How the chain checks a signature (the strict rule of section 2.5), or what stands in for it. */
@FunctionalInterface
public interface SignatureVerifier {
  /** Whether {@code signature} is the one of {@code key} over {@code message}. */
  boolean isValid(Key key, byte[] message, Signature signature);
}
