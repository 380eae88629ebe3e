/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.api;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainName;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.key.api.KeyName;
import java.util.List;

/**
 * A channel to be created.
 *
 * @param chain where
 * @param account key of the creator's account
 * @param dapp module with the functions create and join
 * @param coin type of the coin
 * @param first arguments of the dApp's create before the others, in the chain's encoding
 * @param stateType the dApp's state
 * @param state BCS of the state as the dApp creates it
 * @param config limits and rules; the node fills in coin, code hashes and its own labels
 * @param deposit the creator brings into the channel, smallest unit
 * @param client holds the creator's transaction key
 */
public record CreateChannel(
    ChainName chain,
    KeyName account,
    Address dapp,
    String coin,
    List<Bytes> first,
    StructTag stateType,
    Bytes state,
    ConfigRecord config,
    long deposit,
    TxSigner client) {
  /** Keeps a copy of the list. */
  public CreateChannel {
    first = List.copyOf(first);
  }
}
