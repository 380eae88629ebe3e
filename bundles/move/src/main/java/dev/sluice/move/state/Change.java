/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.state;

import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened to one entry of the state. */
public sealed interface Change {
  /** The entry did not exist before. */
  record New(Bytes value) implements Change {}

  /** The entry has another value; the two differ. */
  record Modify(Bytes oldValue, Bytes newValue) implements Change {}

  /** The entry does not exist any more. */
  record Delete(Bytes oldValue) implements Change {}

  /** The change from one value to another, where {@code null} stands for none. */
  static Optional<Change> between(@Nullable Bytes before, @Nullable Bytes after) {
    if (before == null) {
      return after == null ? Optional.empty() : Optional.of(new New(after));
    } else if (after == null) {
      return Optional.of(new Delete(before));
    }
    return before.equals(after) ? Optional.empty() : Optional.of(new Modify(before, after));
  }

  /** The value before, if there was one. */
  default Optional<Bytes> before() {
    if (this instanceof Modify modify) {
      return Optional.of(modify.oldValue());
    }
    return this instanceof Delete delete ? Optional.of(delete.oldValue()) : Optional.empty();
  }

  /** The value after, if there is one. */
  default Optional<Bytes> after() {
    if (this instanceof Modify modify) {
      return Optional.of(modify.newValue());
    }
    return this instanceof New created ? Optional.of(created.value()) : Optional.empty();
  }

  /** Writes the change: a variant number (new 0, modify 1, delete 2), then its values. */
  default void write(BcsWriter out) {
    if (this instanceof New created) {
      out.variant(0).bytes(created.value());
    } else if (this instanceof Modify modify) {
      out.variant(1).bytes(modify.oldValue()).bytes(modify.newValue());
    } else if (this instanceof Delete delete) {
      out.variant(2).bytes(delete.oldValue());
    }
  }
}
