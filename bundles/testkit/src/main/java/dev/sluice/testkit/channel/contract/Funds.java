/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.Hash;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Coins on the chain outside of channels: what accounts own, and what was burned. */
final class Funds {
  private final Map<Holding, BigInteger> owned = new LinkedHashMap<>();
  private final Map<Hash, BigInteger> burned = new LinkedHashMap<>();

  BigInteger of(AccountAddress account, Hash asset) {
    return owned.getOrDefault(new Holding(account, asset), BigInteger.ZERO);
  }

  void give(AccountAddress account, Hash asset, BigInteger amount) {
    Money.add(owned, new Holding(account, asset), amount);
  }

  /** Requires the funds without taking them. */
  void require(AccountAddress account, Hash asset, BigInteger amount, AbortCode code) {
    ContractAbort.require(of(account, asset).compareTo(amount) >= 0, code);
  }

  void take(AccountAddress account, Hash asset, BigInteger amount) {
    Money.add(owned, new Holding(account, asset), amount.negate());
  }

  void burn(Hash asset, BigInteger amount) {
    Money.add(burned, asset, amount);
  }

  void addTo(Map<Hash, BigInteger> sums) {
    Money.addAll(sums, owned);
    burned.forEach((asset, amount) -> Money.add(sums, asset, amount));
  }
}
