/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;

/** A module is not its own friend, and its friends live under its own account. */
final class FriendsPass {
  private FriendsPass() {}

  static void verify(CompiledModule module) {
    if (module.friends().contains(module.moduleHandles().get(module.self()))) {
      throw MoveException.of(StatusCode.INVALID_FRIEND_DECL_WITH_SELF, "it is its own friend");
    }
    AccountAddress self = module.id().address();
    module.friends().stream()
        .map(module::moduleId)
        .map(ModuleId::address)
        .filter(address -> !address.equals(self))
        .findFirst()
        .ifPresent(
            address -> {
              throw MoveException.of(
                  StatusCode.INVALID_FRIEND_DECL_WITH_MODULES_OUTSIDE_ACCOUNT_ADDRESS,
                  "a friend under " + address);
            });
  }
}
