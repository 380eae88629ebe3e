/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * What one seed stands for: who takes part, how, and what happens to them.
 *
 * @param seed of everything that is not in the plan
 * @param members members at the beginning
 * @param conducts conduct by node; nodes beyond are honest
 * @param faults in order of time
 * @param turmoil milliseconds from the start until all faults end
 * @param clean whether to leave the network and disks as fast and good as they get
 */
public record Plan(
    long seed,
    int members,
    List<Conduct> conducts,
    List<Fault> faults,
    long turmoil,
    boolean clean) {
  static final int MAX_MEMBERS = 9;
  private static final int REAL_ONE_IN = 100;

  /** Keeps copies of the lists. */
  public Plan {
    conducts = List.copyOf(conducts);
    faults = List.copyOf(faults);
  }

  /** This plan without some of its faults. */
  public Plan withFaults(List<Fault> fewer) {
    return new Plan(seed, members, conducts, fewer, turmoil, clean);
  }

  /** This plan with other conducts. */
  public Plan withConducts(List<Conduct> others) {
    return new Plan(seed, members, others, faults, turmoil, clean);
  }

  /** Whether members sign with Ed25519: one seed in a hundred. */
  public boolean realSignatures() {
    return seed % REAL_ONE_IN == 0;
  }

  Conduct conduct(int node) {
    return node < conducts.size() ? conducts.get(node) : Conduct.HONEST;
  }

  /** The plan of a seed; {@code fixedMembers} of 0 leaves their number to the seed. */
  public static Plan of(long seed, int fixedMembers) {
    return of(seed, fixedMembers, Optional.empty());
  }

  /**
   * The plan of a seed with a first leader of some conduct and everybody else honest, where that is
   * given.
   */
  public static Plan of(long seed, int fixedMembers, Optional<Conduct> leader) {
    SplittableRandom random = new SplittableRandom(seed ^ 0x5851F42D4C957F2DL);
    int n = fixedMembers > 0 ? fixedMembers : members(random);
    List<Conduct> conducts = conducts(random, n);
    if (leader.isPresent()) {
      conducts.replaceAll(c -> Conduct.HONEST);
      conducts.set(0, leader.get());
    }
    long turmoil = 40_000L + random.nextInt(60_000);
    boolean clean = random.nextInt(8) == 0;
    List<Fault> faults = new ArrayList<>();
    int count = clean ? 0 : 2 + random.nextInt(10);
    int joiner = n;
    for (int i = 0; i < count; i++) {
      Fault fault = fault(random, n, joiner, turmoil);
      if (fault.kind() == Fault.Kind.JOIN) {
        joiner++;
      }
      faults.add(fault);
    }
    for (int i = 0; i < conducts.size(); i++) {
      if (conducts.get(i) == Conduct.TWIN) {
        long at = 15_000L + random.nextInt(20_000);
        for (int j = 0; j < 4; j++) {
          faults.add(new Fault(Fault.Kind.FORK, at + j * 4_000L, i, 0, random.nextLong()));
        }
      }
    }
    faults.sort(Comparator.comparingLong(Fault::at));
    return new Plan(seed, n, conducts, faults, turmoil, clean);
  }

  private static int members(SplittableRandom random) {
    int[] weights = {1, 3, 4, 4, 4, 3, 2, 1, 1, 1};
    return 1
        + Math.min(MAX_MEMBERS - 1, weights[random.nextInt(weights.length)] + random.nextInt(3));
  }

  private static List<Conduct> conducts(SplittableRandom random, int n) {
    List<Conduct> conducts = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      conducts.add(Conduct.HONEST);
    }
    int liars = (n - 1) / 3;
    if (random.nextInt(20) == 0 && n > 2) {
      liars++;
    } else if (random.nextInt(3) == 0) {
      liars = 0;
    }
    Conduct[] kinds = Conduct.values();
    for (int i = 0; i < liars; i++) {
      int liar = random.nextInt(2) == 0 ? i : random.nextInt(n);
      conducts.set(liar, kinds[1 + random.nextInt(kinds.length - 1)]);
    }
    return conducts;
  }

  private static Fault fault(SplittableRandom random, int n, int joiner, long turmoil) {
    long at = 10_000 + random.nextLong(turmoil - 15_000);
    int node = random.nextInt(n);
    long length = 500L + random.nextInt(random.nextInt(4) == 0 ? 40_000 : 8_000);
    int kind = random.nextInt(100);
    if (kind < 3) {
      boolean damaged = random.nextInt(4) == 0;
      long disks = 0;
      if (damaged) {
        long some = random.nextLong();
        disks = random.nextLong() & some;
      }
      return new Fault(Fault.Kind.POWER_CUT, at, 0, length, disks);
    }
    if (kind < 6) {
      return new Fault(Fault.Kind.AMBUSH, at, 0, length, random.nextInt(12));
    }
    if (kind < 25) {
      boolean dead = random.nextInt(6) == 0;
      return new Fault(Fault.Kind.CRASH, at, node, dead ? 90_000 : length, 0);
    }
    if (kind < 28) {
      return new Fault(Fault.Kind.DAMAGE, at, node, length, 1 + random.nextInt(200));
    }
    if (kind < 43) {
      return new Fault(Fault.Kind.PARTITION, at, 0, length, random.nextInt(1 << MAX_MEMBERS));
    }
    if (kind < 55) {
      return new Fault(Fault.Kind.LOSSY, at, 0, length, 1 + random.nextInt(30));
    }
    if (kind < 61) {
      return new Fault(Fault.Kind.SLOW, at, node, length, 20 + random.nextInt(2_000));
    }
    if (kind < 66) {
      return new Fault(Fault.Kind.OUTAGE, at, 0, length, 0);
    }
    if (kind < 72) {
      return new Fault(Fault.Kind.CHAIN_LAG, at, node, length, 200 + random.nextInt(15_000));
    }
    if (kind < 76) {
      return new Fault(Fault.Kind.SWAP, at, node, length, 0);
    }
    if (kind < 80) {
      return new Fault(Fault.Kind.REORGANISE, at, 0, 0, 0);
    }
    if (kind < 85) {
      return new Fault(Fault.Kind.SKEW, at, node, length, random.nextInt(8_000) - 4_000);
    }
    if (kind < 90) {
      return new Fault(Fault.Kind.JOIN, at, joiner, 0, 0);
    }
    if (kind < 94) {
      return new Fault(Fault.Kind.LEAVE, at, node, 0, 0);
    }
    int end = random.nextInt(10);
    if (end < 2) {
      return new Fault(Fault.Kind.EXIT, at, node, 0, 0);
    }
    return new Fault(end == 2 ? Fault.Kind.CLOSE : Fault.Kind.CHECKPOINT, at, node, 0, 0);
  }
}
