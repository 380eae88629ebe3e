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

  private final Core core;
  private final List<HeldProposal> held = new ArrayList<>();
  private final ArrayDeque<Hash> withheld = new ArrayDeque<>();

  HeldHeaders(Core core) {
    this.core = core;
  }

  void epochChanged() {
    held.removeIf(h -> h.header.epoch() < core.epochs.promised());
    withheld.clear();
  }

  /** Whether a header is held, or was withheld in this epoch. */
  boolean isKnown(Hash header) {
    return wasWithheld(header) || held.stream().anyMatch(h -> h.hash.equals(header));
  }

  boolean wasWithheld(Hash header) {
    return withheld.contains(header);
  }

  /** Notes a header that is not acked. */
  void withhold(Hash header) {
    withheld.addLast(header);
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
      core.timers.start(TimerName.HELD, Limits.HELD_MS);
    }
  }

  /** Timer HELD: looking again happens at the end of every step. */
  void lookAgain() {
    if (held.stream().anyMatch(h -> h.need != Need.NOTHING)) {
      core.timers.start(TimerName.HELD, Limits.HELD_MS);
    }
  }

  /** Takes the first header that has all it needs. */
  Optional<HeldProposal> next() {
    Optional<HeldProposal> next = held.stream().filter(this::isReady).findFirst();
    next.ifPresent(held::remove);
    return next;
  }

  private boolean isReady(HeldProposal item) {
    BatchHeader header = item.header;
    return switch (item.need) {
      case NOTHING -> !core.effects.isExecuting();
      case EPOCH -> header.epoch() <= core.epochs.promised();
      case PARENT -> core.log.has(header.parentHash()) && !core.effects.isExecuting();
      case CHAIN ->
          header.chainSeq() <= core.chain.seq() && header.chainTime() <= core.chain.time();
      case CLOCK -> header.time() <= core.now + core.config.maxDrift();
    };
  }
}
