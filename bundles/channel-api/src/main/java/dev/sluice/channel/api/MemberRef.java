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
  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static MemberRef parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3 || !parts[1].matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException("no member '" + text + "'; write CHAIN/CHANNEL/ACCOUNT");
    }
    return new MemberRef(new ChainName(parts[0]), Long.parseLong(parts[1]), new KeyName(parts[2]));
  }

  @Override
  public String toString() {
    return chain.value() + "/" + channel + "/" + account.value();
  }
}
