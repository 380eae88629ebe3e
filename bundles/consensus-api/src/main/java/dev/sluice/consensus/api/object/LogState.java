/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import java.util.List;
import java.util.Optional;

/**
 * What the log itself, without the application, says after a batch (section 4.9). A pure function
 * of the transactions up to there. Executors commit to its hash in their state root, so that a
 * snapshot brings it along.
 *
 * @param opSeq last chain operation logged
 * @param setVersion of the last set change logged
 * @param tickNumber last tick
 * @param tickTime header time of the last tick; before the first, of batch 1
 * @param checkpointHeight last checkpoint logged, 0 if none
 * @param checkpointBatch its batch
 * @param checkpointKind its kind
 * @param settledHeight height of the last settlement logged
 * @param baseHeight the highest checkpoint strictly below the last height
 * @param baseRoot state root at it
 * @param exitSeq operation that opened the exit that is open by the log, 0 if none
 * @param accounts everyone who ever joined, ordered by address
 */
public record LogState(
    long opSeq,
    long setVersion,
    long tickNumber,
    long tickTime,
    long checkpointHeight,
    long checkpointBatch,
    CheckpointKind checkpointKind,
    long settledHeight,
    long baseHeight,
    Hash baseRoot,
    long exitSeq,
    List<Account> accounts)
    implements Encodable {
  /** How an account stands in the log. */
  public enum Standing {
    /** Left or removed: may not send. */
    GONE,
    /** May send. */
    MEMBER,
    /** Its leave is logged and not settled: may not send. */
    LEAVING
  }

  /** One account. */
  public record Account(AccountAddress address, Key txKey, long sequence, Standing standing)
      implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.address(address);
      Wire.put(writer, txKey);
      Wire.putConstant(writer.u64(sequence), standing);
    }

    static Account read(BcsReader reader) {
      return new Account(
          reader.address(),
          Wire.key(reader),
          Wire.counter(reader),
          Wire.constant(reader, Standing.values()));
    }
  }

  /** Keeps a copy of the list. */
  public LogState {
    accounts = List.copyOf(accounts);
  }

  /** Before batch 1. */
  public static LogState ofGenesis(Genesis genesis) {
    return new LogState(
        0, 0, 0, 0, 0, 0, CheckpointKind.NONE, 0, 0, genesis.stateRoot(), 0, List.of());
  }

  /** Whether the last checkpoint's settlement is not logged yet (rule 21). */
  public boolean checkpointOutstanding() {
    return checkpointHeight > settledHeight;
  }

  /** The account of {@code address}, if it ever joined. */
  public Optional<Account> account(AccountAddress address) {
    int low = 0;
    int high = accounts.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = accounts.get(middle).address().compareTo(address);
      if (order == 0) {
        return Optional.of(accounts.get(middle));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** The log root: T of the encoding. */
  public Hash root() {
    return HashFunction.T.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.LOG_STATE.write(writer);
    writer.u64(opSeq).u64(setVersion).u64(tickNumber).u64(tickTime);
    Wire.putConstant(writer.u64(checkpointHeight).u64(checkpointBatch), checkpointKind);
    writer.u64(settledHeight).u64(baseHeight);
    Wire.put(writer, baseRoot);
    writer.u64(exitSeq);
    Wire.putAll(writer, accounts);
  }

  /** Reads a log state. */
  public static LogState read(BcsReader reader) {
    Tag.LOG_STATE.expect(reader);
    return new LogState(
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.constant(reader, CheckpointKind.values()),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.hash(reader),
        Wire.counter(reader),
        Wire.list(reader, Bounds.MAX_ACCOUNTS, Account::read));
  }
}
