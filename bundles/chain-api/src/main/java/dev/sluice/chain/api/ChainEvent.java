/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;
import java.time.Instant;
import java.util.List;

/**
 * Something a contract announced.
 *
 * @param position where it stands in the chain
 * @param transaction that emitted it
 * @param source the contract or module
 * @param type as the chain names it
 * @param data in the chain's own encoding: one BCS value on Move chains; the indexed topics in
 *     order, then the data, on Ethereum; the strings as UTF-8 on ChainMaker
 * @param time by the chain's clock
 */
public record ChainEvent(
    EventPosition position,
    TxHash transaction,
    Address source,
    String type,
    List<Bytes> data,
    Instant time) {
  public ChainEvent {
    data = List.copyOf(data);
  }
}
