/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import dev.sluice.codec.Bytes;
import dev.sluice.move.type.Type;
import dev.sluice.move.value.Container;
import org.jspecify.annotations.Nullable;

/** One entry of global storage: a resource or a table item. Not thread-safe. */
final class Slot {
  /** The value when the session was last committed, in BCS; null if there was none. */
  @Nullable Bytes committed;

  /** The value after the last call that ended well. */
  @Nullable Bytes stored;

  /** The value as the present call left it, while {@link #value} is not decoded. */
  @Nullable Bytes pending;

  /** The decoded value: as of {@link #stored}, or as the present call has made it. */
  @Nullable Container value;

  /** The type of the value, as the last call knew it. */
  Type type;

  /** Whether there is a value now. */
  boolean present;

  /** Whether the present call may have changed the value. */
  boolean written;

  /** The call that used the entry last. */
  long usedBy = -1;

  /** The last call whose memory counts the value. */
  long countedBy = -1;

  Slot(Type type, @Nullable Bytes stored) {
    this.type = type;
    this.committed = stored;
    this.stored = stored;
  }
}
