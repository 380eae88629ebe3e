/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.chain.api.ChainName;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.key.api.KeyName;
import java.util.Optional;

/**
 * A channel to be joined.
 *
 * @param chain where it is
 * @param channel its number
 * @param account key of the joiner's account
 * @param deposit the joiner brings into the channel, smallest unit
 * @param client holds the joiner's transaction key
 * @param approval of the present members, where the channel asks for it
 */
public record JoinChannel(
    ChainName chain,
    long channel,
    KeyName account,
    long deposit,
    TxSigner client,
    Optional<JoinArguments.Approval> approval) {}
