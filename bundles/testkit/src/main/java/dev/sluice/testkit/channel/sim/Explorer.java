/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.RuleSwitch;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks through every schedule of a small channel that departs from the usual order at most a given
 * number of times (delay-bounded search): each departure lets something younger happen first. The
 * machine is the real one; a branch is reached by running its schedule from the start.
 */
public final class Explorer {
  private static final int MAX_STEPS = 600;

  /**
   * What a search found.
   *
   * @param states different states seen
   * @param schedules schedules run
   * @param complete whether every schedule within the bound was run
   * @param confirmed most batches confirmed in one schedule
   */
  public record Result(
      long states,
      long schedules,
      boolean complete,
      int confirmed,
      Optional<Violation> violation) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Branch(int[] prefix, int departures) {}

  private final int members;
  private final int epochs;
  private final int departures;
  private final Set<RuleSwitch> off;
  private final Map<Long, Integer> seen = new HashMap<>();
  private final ArrayDeque<Branch> open = new ArrayDeque<>();
  private int confirmed;

  private Explorer(int members, int epochs, int departures, Set<RuleSwitch> off) {
    this.members = members;
    this.epochs = epochs;
    this.departures = departures;
    this.off = off;
  }

  /**
   * Searches.
   *
   * @param departures the bound
   * @param maxStates the search ends when it has seen as many states
   * @param off rules that all members leave out
   */
  public static Result search(
      int members, int epochs, int departures, long maxStates, Set<RuleSwitch> off) {
    return new Explorer(members, epochs, departures, off).search(maxStates);
  }

  private Result search(long maxStates) {
    open.add(new Branch(new int[0], 0));
    long schedules = 0;
    while (!open.isEmpty() && seen.size() < maxStates) {
      schedules++;
      try {
        run(open.removeLast());
      } catch (Violation v) {
        return new Result(seen.size(), schedules, false, confirmed, Optional.of(v));
      }
    }
    return new Result(seen.size(), schedules, open.isEmpty(), confirmed, Optional.empty());
  }

  private void run(Branch branch) {
    ExploredChannel channel = new ExploredChannel(members, epochs, off);
    int[] path = branch.prefix();
    for (int choice : path) {
      channel.take(choice);
    }
    int left = departures - branch.departures();
    int steps = path.length;
    int[] taken = java.util.Arrays.copyOf(path, MAX_STEPS);
    while (channel.choices() > 0 && steps < MAX_STEPS) {
      Integer known = seen.get(channel.fingerprint());
      if (known != null && known >= left) {
        break;
      }
      seen.put(channel.fingerprint(), left);
      for (int i = 1; i < channel.choices() && i <= left; i++) {
        int[] prefix = java.util.Arrays.copyOf(taken, steps + 1);
        prefix[steps] = i;
        open.add(new Branch(prefix, branch.departures() + i));
      }
      channel.take(0);
      taken[steps++] = 0;
    }
    confirmed = Math.max(confirmed, channel.confirmedBatches());
  }
}
