/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.Signer;
import dev.sluice.consensus.api.object.Signature;

/** A key of a simulated member. */
interface SimSigner extends Signer {
  /**
   * The same signature in a form that only the client rule takes, or one that neither rule does.
   */
  Signature loosened(Signature signature);
}
