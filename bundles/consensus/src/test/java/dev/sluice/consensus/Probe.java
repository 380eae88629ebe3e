/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

/** Looks into a member, for tests. */
final class Probe {
  private Probe() {}

  /** The newest header the member has signed, with what it led to. */
  static Block newest(Member member) {
    Core core = member.core();
    return core.epochs
        .lastSigned()
        .flatMap(last -> core.log.get(last.hash()))
        .orElse(core.log.confirmed());
  }

  static Core core(Member member) {
    return member.core();
  }
}
