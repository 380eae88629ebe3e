/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.consensus.api.chain.ContractEvent;

/**
 * An event as the chain records it.
 *
 * @param seq operation counter of the channel after the operation
 * @param time chain time, milliseconds
 */
public record ChannelEvent(long channel, long seq, long time, ContractEvent event) {}
