/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

/** Who asked to close the channel. */
public enum CloseCause {
  /** Members, by signed requests. */
  REQUESTS,
  /** Code that runs in the channel. */
  CODE
}
