/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import java.util.Optional;

/**
 * The state a session starts from, read when needed. Called by the thread that runs the session.
 * Answers must not change while a session has uncommitted changes; an exception passes through to
 * the caller of the session, and the call has no effect.
 */
public interface StateView {
  /** The resource of an account, in BCS. */
  Optional<Bytes> resource(AccountAddress address, StructTag type);

  /** The value of a table item, in BCS. */
  Optional<Bytes> tableItem(AccountAddress table, Bytes key);

  /** A state with nothing in it. */
  static StateView empty() {
    return new StateView() {
      @Override
      public Optional<Bytes> resource(AccountAddress address, StructTag type) {
        return Optional.empty();
      }

      @Override
      public Optional<Bytes> tableItem(AccountAddress table, Bytes key) {
        return Optional.empty();
      }
    };
  }
}
