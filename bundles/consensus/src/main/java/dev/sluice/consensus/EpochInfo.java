/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.Hash;
import java.util.Optional;

/**
 * An epoch as the contract opened it.
 *
 * @param leader its index in the set; -1 = vacant
 * @param leaderAddress empty = vacant
 * @param reignEpoch first epoch of the leader's unbroken reign
 * @param seq operation that opened it
 * @param time chain time of that operation
 */
record EpochInfo(
    long epoch,
    Hash claimId,
    long setVersion,
    int leader,
    Optional<AccountAddress> leaderAddress,
    long reignEpoch,
    long seq,
    long time) {}
