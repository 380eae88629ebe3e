/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.consensus.api.object.Hash;

/**
 * What a batch is executed in, the same at every member.
 *
 * @param firstHeight height of the first transaction
 * @param time header time, milliseconds
 * @param chainSeq final chain position the header names
 * @param epoch the header's
 * @param logRoot hash of the log state after the batch; the state root must commit to it
 */
public record Environment(long firstHeight, long time, long chainSeq, long epoch, Hash logRoot) {}
