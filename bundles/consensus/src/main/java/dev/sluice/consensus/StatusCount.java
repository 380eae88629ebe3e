/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import java.util.Collection;

/** Counts statuses for an opening header, for every set since the base's (rule 6). */
final class StatusCount {
  private final Core core;
  private final MemberSet set;

  /**
   * @param set of the epoch to be opened
   */
  StatusCount(Core core, MemberSet set) {
    this.core = core;
    this.set = set;
  }

  /**
   * Whether statuses of the members with these indexes suffice.
   *
   * @param baseSet set of the base's header
   */
  boolean suffices(Collection<Integer> indexes, long baseSet) {
    if (indexes.size() < set.quorum()) {
      return false;
    }
    boolean perSet = core.rules.on(RuleSwitch.PER_SET_STATUS);
    long first = perSet ? Math.min(baseSet, set.version()) : set.version();
    if (core.chain.set(first).isEmpty()) {
      return false;
    }
    for (MemberSet earlier : core.chain.sets(first, set.version())) {
      if (earlier.size() < core.config.minSigners()) {
        continue;
      }
      int count = 0;
      for (int index : indexes) {
        if (earlier.has(set.member(index))) {
          count++;
        }
      }
      if (count < core.chain.statusesNeeded(earlier, set.version())) {
        return false;
      }
    }
    return true;
  }
}
