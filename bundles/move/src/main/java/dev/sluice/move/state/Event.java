/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.state;

import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;

/** An event that a call emitted. */
public sealed interface Event {
  /** The type of the message. */
  TypeTag type();

  /** The message in BCS. */
  Bytes data();

  /** An event of a module: only its type tells where it belongs. */
  record OfModule(TypeTag type, Bytes data) implements Event {}

  /**
   * An event of a handle.
   *
   * @param guid identity of the handle, as the contract gave it
   * @param sequence number within the handle, as the contract counted it
   */
  record OfHandle(Bytes guid, long sequence, TypeTag type, Bytes data) implements Event {}
}
