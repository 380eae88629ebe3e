/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.Hash;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Stakes that serve several channels, in one coin (rule 28). */
public final class Pool {
  /** What an account wants back, and from when on. */
  public record Withdrawal(BigInteger amount, long readyAt) {}

  private static final class Account {
    private BigInteger balance = BigInteger.ZERO;
    private BigInteger reserved = BigInteger.ZERO;
    private Optional<Withdrawal> withdrawal = Optional.empty();

    BigInteger free() {
      return balance.subtract(reserved);
    }
  }

  private final Map<Holding, Account> accounts = new LinkedHashMap<>();
  private final Funds funds;

  Pool(Funds funds) {
    this.funds = funds;
  }

  private Account account(AccountAddress address, Hash coin) {
    return accounts.computeIfAbsent(new Holding(address, coin), key -> new Account());
  }

  /** What the account has put in and not taken out. */
  public BigInteger balance(AccountAddress address, Hash coin) {
    return account(address, coin).balance;
  }

  /** The part of the balance that channels hold. */
  public BigInteger reserved(AccountAddress address, Hash coin) {
    return account(address, coin).reserved;
  }

  /** The request that waits. */
  public Optional<Withdrawal> withdrawal(AccountAddress address, Hash coin) {
    return account(address, coin).withdrawal;
  }

  void deposit(AccountAddress caller, Hash coin, BigInteger amount) {
    funds.require(caller, coin, amount, AbortCode.NO_FUNDS);
    funds.take(caller, coin, amount);
    Account account = account(caller, coin);
    account.balance = account.balance.add(amount);
  }

  void request(AccountAddress caller, Hash coin, BigInteger amount, long readyAt) {
    Account account = account(caller, coin);
    require(amount.compareTo(account.free()) <= 0, AbortCode.RESERVED);
    account.withdrawal = Optional.of(new Withdrawal(amount, readyAt));
  }

  void withdraw(AccountAddress caller, Hash coin, long now) {
    Account account = account(caller, coin);
    require(account.withdrawal.isPresent(), AbortCode.NOTHING);
    Withdrawal withdrawal = account.withdrawal.get();
    require(now >= withdrawal.readyAt(), AbortCode.TIME_LEFT);
    require(withdrawal.amount().compareTo(account.free()) <= 0, AbortCode.RESERVED);
    account.balance = account.balance.subtract(withdrawal.amount());
    account.withdrawal = Optional.empty();
    funds.give(caller, coin, withdrawal.amount());
  }

  boolean canReserve(AccountAddress address, Hash coin, BigInteger amount) {
    return account(address, coin).free().compareTo(amount) >= 0;
  }

  void reserve(AccountAddress address, Hash coin, BigInteger amount) {
    Account account = account(address, coin);
    account.reserved = account.reserved.add(amount);
  }

  void release(AccountAddress address, Hash coin, BigInteger amount) {
    Account account = account(address, coin);
    account.reserved = account.reserved.subtract(amount);
  }

  /** A reserved part leaves the pool as a fine. */
  void forfeit(AccountAddress address, Hash coin, BigInteger amount) {
    release(address, coin, amount);
    Account account = account(address, coin);
    account.balance = account.balance.subtract(amount);
  }

  void addTo(Map<Hash, BigInteger> sums) {
    accounts.forEach((holding, account) -> Money.add(sums, holding.asset(), account.balance));
  }
}
