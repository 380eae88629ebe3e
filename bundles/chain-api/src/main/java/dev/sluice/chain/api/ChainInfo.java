/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

/**
 * What a chain is.
 *
 * @param name the operator's name for it
 * @param type the kind of chain, e.g. {@code aptos}
 * @param chainId the chain's own identity in its own text form; it is part of every signed byte
 *     string, so that a transaction for one chain is void on another
 * @param development true for a development chain, whose coins are worth nothing
 * @param software what the node says of itself, for people
 * @param coin the coin fees are paid in
 * @param maxTransactionBytes largest signed transaction the chain takes
 * @param head where it stands now
 */
public record ChainInfo(
    ChainName name,
    String type,
    String chainId,
    boolean development,
    String software,
    Coin coin,
    int maxTransactionBytes,
    Head head) {

  /**
   * A coin.
   *
   * @param symbol e.g. {@code APT}
   * @param decimals digits after the point when an amount in the smallest unit is shown
   */
  public record Coin(String symbol, int decimals) {}
}
