/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.ModuleId;

/** A function as {@code 0x42::module::function}. */
record FunctionName(ModuleId module, String function) {
  static FunctionName parse(String text) {
    String[] parts = text.split("::", -1);
    if (parts.length != 3) {
      throw new UsageException("not a function, as 0x42::module::function: " + text);
    }
    return new FunctionName(new ModuleId(AccountAddress.parse(parts[0]), parts[1]), parts[2]);
  }
}
