/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.BootId;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Key;

/**
 * What a member of one channel is made with; nothing of it changes while it runs.
 *
 * @param genesis of the channel, as the contract holds it
 * @param config whose hash genesis names
 * @param self the member's address
 * @param peerKey key of its sessions
 * @param boot drawn for this start of the process
 * @param signer holds the member key
 */
public record MemberSettings(
    Genesis genesis,
    ConfigRecord config,
    AccountAddress self,
    Key peerKey,
    BootId boot,
    Signer signer) {
  /** Checks that the config is the one of the channel. */
  public MemberSettings {
    if (!config.hash().equals(genesis.configHash())) {
      throw new IllegalArgumentException("the config is not the one genesis names");
    }
  }

  /** The channel. */
  public Domain domain() {
    return genesis.domain();
  }
}
