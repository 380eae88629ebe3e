/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.natives.NativeFunction;
import dev.sluice.move.natives.NativeRegistry;

/** Collects the native functions of modules under one address. */
final class Natives {
  private final NativeRegistry.Builder registry;
  private final AccountAddress address;

  Natives(NativeRegistry.Builder registry, AccountAddress address) {
    this.registry = registry;
    this.address = address;
  }

  Natives add(String module, String function, NativeFunction implementation) {
    registry.add(address, module, function, implementation);
    return this;
  }
}
