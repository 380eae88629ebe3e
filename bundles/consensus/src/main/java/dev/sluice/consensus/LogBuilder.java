/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.ChainOpBody;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.LogState.Account;
import dev.sluice.consensus.api.object.LogState.Standing;
import dev.sluice.consensus.api.object.MemberRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A log state that transactions are being added to (section 4.9). Accounts are copied only if one
 * changes.
 */
final class LogBuilder {
  private static final Key NO_KEY = Key.of(new byte[Key.LENGTH]);

  /** An account as the batch finds and changes it. */
  static final class Entry {
    private final Account account;
    private long sequence;

    private Entry(Account account) {
      this.account = account;
      sequence = account.sequence();
    }

    /** Whether it may send now. */
    boolean isMember() {
      return account.standing() == Standing.MEMBER;
    }

    /** The key its transactions are signed with. */
    Key txKey() {
      return account.txKey();
    }

    /** The last one used. */
    long sequence() {
      return sequence;
    }

    void use(long next) {
      sequence = next;
    }

    private Account result() {
      return sequence == account.sequence()
          ? account
          : new Account(account.address(), account.txKey(), sequence, account.standing());
    }
  }

  private final LogState before;
  private final Map<AccountAddress, Entry> touched = new HashMap<>();
  private long opSeq;
  private long setVersion;
  private long tickNumber;
  private long tickTime;
  private long checkpointHeight;
  private long checkpointBatch;
  private CheckpointKind checkpointKind;
  private long settledHeight;
  private long baseHeight;
  private Hash baseRoot;
  private long exitSeq;
  private AccountAddress lastAddress = AccountAddress.of(0);
  private Entry lastEntry = stranger(lastAddress);

  /** Begins a non-empty batch on {@code parent}. */
  LogBuilder(Block parent) {
    before = parent.log();
    opSeq = before.opSeq();
    setVersion = before.setVersion();
    tickNumber = before.tickNumber();
    tickTime = before.tickTime();
    checkpointHeight = before.checkpointHeight();
    checkpointBatch = before.checkpointBatch();
    checkpointKind = before.checkpointKind();
    settledHeight = before.settledHeight();
    exitSeq = before.exitSeq();
    boolean onCheckpoint = checkpointHeight > 0 && parent.lastHeight() == checkpointHeight;
    baseHeight = onCheckpoint ? checkpointHeight : before.baseHeight();
    baseRoot = onCheckpoint ? parent.outcome().stateRoot() : before.baseRoot();
  }

  private static Entry stranger(AccountAddress address) {
    return new Entry(new Account(address, NO_KEY, 0, Standing.GONE));
  }

  long opSeq() {
    return opSeq;
  }

  long setVersion() {
    return setVersion;
  }

  long tickNumber() {
    return tickNumber;
  }

  boolean exitOpen() {
    return exitSeq > 0;
  }

  boolean checkpointOutstanding() {
    return checkpointHeight > settledHeight;
  }

  /** Whether the account may send now. */
  boolean isMember(AccountAddress address) {
    return account(address).isMember();
  }

  /** The key its transactions are signed with. */
  Key txKey(AccountAddress address) {
    return account(address).txKey();
  }

  long sequence(AccountAddress address) {
    return account(address).sequence();
  }

  void use(AccountAddress address, long sequence) {
    account(address).use(sequence);
  }

  /** Number of accounts that may send. */
  int members() {
    int count = 0;
    for (Account account : accounts()) {
      count += account.standing() == Standing.MEMBER ? 1 : 0;
    }
    return count;
  }

  /** An account, to be used until the next operation; one that nobody knows is gone. */
  Entry account(AccountAddress address) {
    if (!lastAddress.equals(address)) {
      Entry entry = touched.get(address);
      if (entry == null) {
        Optional<Account> known = before.account(address);
        if (known.isEmpty()) {
          return stranger(address);
        }
        entry = new Entry(known.get());
        touched.put(address, entry);
      }
      lastAddress = address;
      lastEntry = entry;
    }
    return lastEntry;
  }

  void operation(long seq, ChainOpBody operation) {
    opSeq = seq;
    if (operation instanceof ChainOpBody.Joined joined) {
      setVersion = joined.setVersion();
      MemberRecord member = joined.member();
      stand(member.address(), member.txKey(), Standing.MEMBER);
    } else if (operation instanceof ChainOpBody.Removed removed) {
      setVersion = removed.setVersion();
      stand(removed.member(), txKey(removed.member()), Standing.GONE);
    } else if (operation instanceof ChainOpBody.Settled settled) {
      setVersion = settled.setVersion();
      settledHeight = settled.height();
      if (settled.kind() == CheckpointKind.LEAVE) {
        for (Account account : accounts()) {
          if (account.standing() == Standing.LEAVING) {
            stand(account.address(), account.txKey(), Standing.GONE);
          }
        }
      }
    } else if (operation instanceof ChainOpBody.ExitOpened) {
      exitSeq = seq;
    } else if (operation instanceof ChainOpBody.ExitCancelled) {
      exitSeq = 0;
    }
  }

  private void stand(AccountAddress address, Key txKey, Standing standing) {
    long sequence = sequence(address);
    touched.put(address, new Entry(new Account(address, txKey, sequence, standing)));
    lastAddress = AccountAddress.of(0);
    lastEntry = stranger(lastAddress);
  }

  void leaving(AccountAddress address) {
    stand(address, txKey(address), Standing.LEAVING);
  }

  void tick(long number, long time) {
    tickNumber = number;
    tickTime = time;
  }

  void checkpoint(CheckpointKind kind, long height, long batch) {
    checkpointKind = kind;
    checkpointHeight = height;
    checkpointBatch = batch;
  }

  /** All accounts as they stand now, by address. */
  private List<Account> accounts() {
    if (touched.isEmpty()) {
      return before.accounts();
    }
    Map<AccountAddress, Entry> left = new HashMap<>(touched);
    List<Account> result = new ArrayList<>(before.accounts().size() + 1);
    for (Account account : before.accounts()) {
      Entry entry = left.remove(account.address());
      result.add(entry == null ? account : entry.result());
    }
    if (!left.isEmpty()) {
      left.values().forEach(entry -> result.add(entry.result()));
      result.sort(Comparator.comparing(Account::address));
    }
    return result;
  }

  LogState build() {
    return new LogState(
        opSeq,
        setVersion,
        tickNumber,
        tickTime,
        checkpointHeight,
        checkpointBatch,
        checkpointKind,
        settledHeight,
        baseHeight,
        baseRoot,
        exitSeq,
        accounts());
  }
}
