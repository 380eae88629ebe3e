/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;
import org.osgi.annotation.versioning.ConsumerType;

/** Signs with a client's transaction key, which the node does not hold (rule 11). */
@ConsumerType
public interface TxSigner {
  /** The transaction key. */
  Key key();

  /** The signature over {@code message}. */
  Signature sign(byte[] message);
}
