/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.HeldProposal.Need;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Headers that wait for their turn or for what they need, and the latest that were withheld: at
 * most {@link Bounds#MAX_HELD} of each (section 8.1).
 */
final class HeldHeaders {
  /** The promised epoch comes first: headers of epochs to come may be anybody's inventions. */
  private static final Comparator<HeldProposal> ORDER =
      Comparator.<HeldProposal>comparingLong(h -> h.header.epoch())
          .thenComparingLong(h -> h.header.batch());

  private record Withheld(Hash header, RefusalCode code) {}

  private final Core core;
  private final List<HeldProposal> held = new ArrayList<>();
  private final ArrayDeque<Withheld> withheld = new ArrayDeque<>();

  HeldHeaders(Core core) {
    this.core = core;
  }

  void epochChanged() {
    held.removeIf(h -> h.header.epoch() < core.epochs.promised());
    withheld.clear();
  }

  /** Whether a header is held, or was withheld in this epoch. */
  boolean isKnown(Hash header) {
    return withheld.stream().anyMatch(w -> w.header().equals(header))
        || held.stream().anyMatch(h -> h.hash.equals(header));
  }

  /**
   * Whether a header was withheld for what it says, which every member judges alike; clocks, chain
   * views, locks and demands differ between honest members.
   */
  boolean isDisputed(Hash header) {
    return withheld.stream().anyMatch(w -> w.header().equals(header) && isContent(w.code()));
  }

  private static boolean isContent(RefusalCode code) {
    return switch (code) {
      case DIVERGED, BAD_CONTENT, BAD_CARRIED, BAD_OPENING -> true;
      default -> false;
    };
  }

  /** Notes a header that is not acked. */
  void withhold(Hash header, RefusalCode code) {
    withheld.addLast(new Withheld(header, code));
    if (withheld.size() > Bounds.MAX_HELD) {
      withheld.removeFirst();
    }
  }

  /** V3: keeps a header of an epoch that is not promised yet, of each peer one. */
  void addForEpoch(HeldProposal item) {
    boolean tooMany =
        held.stream().anyMatch(h -> h.need == Need.EPOCH && h.peer.equals(item.peer))
            || isKnown(item.hash);
    if (tooMany) {
      core.count(RefusalCode.IGNORED);
    } else {
      add(item, Need.EPOCH);
    }
  }

  /** Keeps a header until it has what it needs. */
  void add(HeldProposal item, Need need) {
    item.need = need;
    held.add(item);
    held.sort(ORDER);
    if (held.size() > Bounds.MAX_HELD) {
      held.remove(held.size() - 1);
    }
    if (need != Need.NOTHING) {
      core.count(RefusalCode.HELD);
    }
    if (need == Need.CLOCK) {
      core.timers.start(TimerName.HELD, Limits.HELD_MS);
    }
  }

  /** Timer HELD: looking again happens at the end of every step; only time itself is no input. */
  void lookAgain() {
    if (held.stream().anyMatch(h -> h.need == Need.CLOCK)) {
      core.timers.start(TimerName.HELD, Limits.HELD_MS);
    }
  }

  /** Takes the first header that has all it needs. */
  Optional<HeldProposal> next() {
    for (int i = 0; i < held.size(); i++) {
      if (isReady(held.get(i))) {
        return Optional.of(held.remove(i));
      }
    }
    return Optional.empty();
  }

  private boolean isReady(HeldProposal item) {
    BatchHeader header = item.header;
    return switch (item.need) {
      case NOTHING -> !core.effects.isExecuting();
      case EPOCH -> header.epoch() <= core.epochs.promised();
      case PARENT -> core.log.has(header.parentHash()) && !core.effects.isExecuting();
      case CHAIN ->
          header.chainSeq() <= core.chain.seq() && header.chainTime() <= core.chain.time();
      case EXIT -> !core.settlements.exitCloses();
      case CLOCK -> header.time() <= core.now + core.config.maxDrift();
    };
  }
}
