/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.consensus.api.object.Settlement;

/** The three byte strings of a settlement, an exit or a cut as they reach the contract. */
@SuppressWarnings("ArrayRecordComponent") // arguments, never compared
public record SettlementArguments(byte[] header, byte[] certificate, byte[] payouts) {
  /** The encodings. */
  public static SettlementArguments of(Settlement settlement) {
    return new SettlementArguments(
        settlement.header().encode(),
        settlement.certificate().encode(),
        settlement.payouts().encode());
  }
}
