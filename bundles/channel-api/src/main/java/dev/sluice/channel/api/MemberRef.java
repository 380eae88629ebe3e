/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.chain.api.ChainName;
import dev.sluice.key.api.KeyName;

/**
 * A member of a channel that this node runs.
 *
 * @param chain where the channel was created
 * @param channel its number there
 * @param account key of the member's account on the chain
 */
public record MemberRef(ChainName chain, long channel, KeyName account) {
  @Override
  public String toString() {
    return chain.value() + "/" + channel + "/" + account.value();
  }
}
