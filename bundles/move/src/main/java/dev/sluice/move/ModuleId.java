/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move;

import dev.sluice.codec.AccountAddress;
import java.util.Comparator;

/** The name of a module: the account it is published under and its own name. */
public record ModuleId(AccountAddress address, String name) implements Comparable<ModuleId> {
  private static final Comparator<ModuleId> ORDER =
      Comparator.comparing(ModuleId::address).thenComparing(ModuleId::name);

  @Override
  public int compareTo(ModuleId other) {
    return ORDER.compare(this, other);
  }

  /** {@code 0x42::name}. */
  @Override
  public String toString() {
    return address + "::" + name;
  }
}
