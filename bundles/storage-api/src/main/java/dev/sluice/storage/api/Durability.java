/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

/** When a write is acknowledged. */
public enum Durability {
  /**
   * Handed to the operating system: survives the end of the process, may be lost with the machine's
   * power until the next forced write to the same store.
   */
  BUFFERED,

  /** On the device, together with everything written to the same store before. */
  FORCED
}
