/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.state;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Modules that code asks to be published when its call ends well.
 *
 * @param destination the account
 * @param modules the bytecode of each
 * @param expectedModules names the modules must have, in any order; empty if any will do
 * @param allowedDependencies modules they may import; empty if any
 * @param policy 0 arbitrary, 1 compatible upgrades only, 2 no upgrades
 */
public record PublishRequest(
    AccountAddress destination,
    List<Bytes> modules,
    Optional<List<String>> expectedModules,
    Optional<List<AllowedDependency>> allowedDependencies,
    int policy) {
  /** Modules of {@code address} that may be imported: one, or all if the name is empty. */
  public record AllowedDependency(AccountAddress address, String module) {}

  /** Copies the lists. */
  public PublishRequest {
    modules = List.copyOf(modules);
    expectedModules = expectedModules.map(List::copyOf);
    allowedDependencies = allowedDependencies.map(List::copyOf);
  }
}
