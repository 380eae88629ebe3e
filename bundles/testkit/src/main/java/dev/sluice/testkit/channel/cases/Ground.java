/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.chain.api.Address;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.NetChangePage;
import java.util.List;

/**
 * What cases have to know of a chain: who there is and what is where.
 *
 * @param chainId of the domain
 * @param contract of the domain
 * @param coin id of the coin
 * @param coinType how commands name it
 * @param dapp the dApp's module
 * @param first arguments of the dApp's create before the others
 * @param badPages one page of changes on which the dApp aborts, if they concern channel 1
 * @param accounts that own {@code funds} coins each; ten of them
 * @param sink an account without coins
 * @param funds what each account owns
 * @param start chain time at the beginning, ms
 */
public record Ground(
    long chainId,
    AccountAddress contract,
    Hash coin,
    String coinType,
    Address dapp,
    List<Bytes> first,
    List<NetChangePage> badPages,
    List<AccountAddress> accounts,
    AccountAddress sink,
    long funds,
    long start) {
  /** Keeps copies of the lists. */
  public Ground {
    first = List.copyOf(first);
    badPages = List.copyOf(badPages);
    accounts = List.copyOf(accounts);
  }

  /** An account as commands name it. */
  public Address address(int account) {
    return new Address(accounts.get(account).toStandardString());
  }
}
