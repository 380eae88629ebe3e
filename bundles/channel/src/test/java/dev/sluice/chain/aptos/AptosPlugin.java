/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainName;
import dev.sluice.codec.AccountAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Makes the plugin without a container. */
public final class AptosPlugin {
  private AptosPlugin() {}

  /** A plugin for the node at {@code v1} with the contract at {@code contract}. */
  public static AptosChain at(
      ChainName name, URI v1, int chainId, AccountAddress contract, Duration poll) {
    return new AptosChain(
        new Settings(
            name,
            v1,
            Optional.empty(),
            chainId,
            Optional.of(contract),
            poll,
            16 << 20,
            16,
            1024,
            3,
            Duration.ofSeconds(5)));
  }

  /** Stops it. */
  public static void stop(AptosChain chain) {
    chain.stop();
  }
}
