/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.util.Comparator;

/**
 * Where an event stands. Two deliveries with equal positions are the same event; the block id tells
 * apart what a roll-back put at the same height.
 *
 * @param height of the block or transaction
 * @param blockId the block's hash or digest
 * @param transaction index of the transaction at that height
 * @param event index of the event within the transaction
 */
public record EventPosition(Height height, Bytes blockId, int transaction, int event)
    implements Comparable<EventPosition> {
  private static final Comparator<EventPosition> ORDER =
      Comparator.comparing(EventPosition::height)
          .thenComparing(EventPosition::transaction)
          .thenComparing(EventPosition::event)
          .thenComparing(EventPosition::blockId);

  public EventPosition {
    if (transaction < 0 || event < 0) {
      throw new IllegalArgumentException("negative index");
    }
  }

  /** Chain order. */
  @Override
  public int compareTo(EventPosition other) {
    return ORDER.compare(this, other);
  }
}
