/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.step.MemberState;
import java.util.Map;
import java.util.Optional;

/**
 * How a member stands, for operators and tests.
 *
 * @param halted an exit is open
 * @param promised the epoch it acts in
 * @param setVersion of that epoch
 * @param index its own in that set
 * @param leader of that epoch
 * @param lockEpoch slot of the lock
 * @param lockBatch slot of the lock
 * @param signedEpoch slot of the last header it signed
 * @param signedBatch slot of the last header it signed
 * @param confirmedBatch last confirmed
 * @param confirmedHeight last confirmed
 * @param confirmedHash its header
 * @param confirmedState its state root
 * @param unconfirmed headers known above it
 * @param pending transactions that wait for a place in the log
 * @param chainSeq final view of the chain
 * @param refused how often messages and transactions were refused, by code
 */
public record MemberView(
    MemberState state,
    boolean halted,
    long promised,
    long setVersion,
    Optional<Integer> index,
    Optional<Integer> leader,
    long lockEpoch,
    long lockBatch,
    long signedEpoch,
    long signedBatch,
    long confirmedBatch,
    long confirmedHeight,
    Hash confirmedHash,
    Hash confirmedState,
    int unconfirmed,
    int pending,
    long chainSeq,
    Map<RefusalCode, Long> refused) {}
