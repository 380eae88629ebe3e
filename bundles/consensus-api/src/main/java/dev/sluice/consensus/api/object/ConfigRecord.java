/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * Everything members of a channel must agree on, fixed at create and hashed into genesis (rule 29;
 * section 3.8). Times are in milliseconds.
 *
 * @param coin the coin of stakes and fines
 * @param stakePool whether stakes come from the shared pool
 * @param sink who gets fines; burned if nobody
 * @param admission 0 approved by the set, 1 listed, 2 open
 * @param listed who may join if listed
 * @param minSigners smallest set whose certificates count
 * @param tickFunction empty = none
 * @param tickInterval 0 = none
 * @param readAccess 0 members, 1 public
 */
public record ConfigRecord(
    int version,
    Hash coin,
    long stake,
    long fine,
    long refund,
    boolean stakePool,
    Optional<AccountAddress> sink,
    int admission,
    List<AccountAddress> listed,
    int maxMembers,
    int minSigners,
    Bytes tickFunction,
    long tickInterval,
    long gasSchedule,
    int maxBatchTxs,
    long maxBatchBytes,
    long maxTxBytes,
    long maxGas,
    long maxDrift,
    long maxLag,
    int demandBatches,
    int maxDemands,
    long live,
    long expel,
    long bar,
    long priority,
    long challenge,
    long applyTime,
    long proposalTime,
    List<Hash> codeHashes,
    int readAccess,
    List<Label> labels)
    implements Encodable {
  /** A name and a value for people. */
  public record Label(Bytes key, Bytes value) implements Encodable {
    @Override
    public void write(BcsWriter writer) {
      writer.bytes(key).bytes(value);
    }

    static Label read(BcsReader reader) {
      return new Label(Wire.bytes(reader, 64), Wire.bytes(reader, 256));
    }
  }

  /** Keeps copies of the lists. */
  public ConfigRecord {
    listed = List.copyOf(listed);
    codeHashes = List.copyOf(codeHashes);
    labels = List.copyOf(labels);
  }

  /** The defaults of the document (section 2.6), with two signers, no stake and no tick. */
  public static ConfigRecord defaults() {
    long day = 86_400_000;
    return new ConfigRecord(
        BatchHeader.VERSION,
        Hash.ZERO,
        0,
        0,
        0,
        false,
        Optional.empty(),
        0,
        List.of(),
        16,
        2,
        Bytes.EMPTY,
        0,
        1,
        256,
        131_072,
        32_768,
        10_000_000,
        2_000,
        10_000,
        16,
        4,
        15_000,
        60_000,
        300_000,
        5_000,
        day,
        day,
        day,
        List.of(),
        0,
        List.of());
  }

  /** These settings with other membership bounds. */
  public ConfigRecord withMembers(int maxMembers, int minSigners) {
    return copy(maxMembers, minSigners, tickInterval, maxBatchTxs, maxBatchBytes, challenge);
  }

  /** These settings with another tick interval. */
  public ConfigRecord withTickInterval(long tickInterval) {
    return copy(maxMembers, minSigners, tickInterval, maxBatchTxs, maxBatchBytes, challenge);
  }

  /** These settings with other batch bounds. */
  public ConfigRecord withBatch(int maxBatchTxs, long maxBatchBytes) {
    return copy(maxMembers, minSigners, tickInterval, maxBatchTxs, maxBatchBytes, challenge);
  }

  /** These settings with another challenge window. */
  public ConfigRecord withChallenge(long challenge) {
    return copy(maxMembers, minSigners, tickInterval, maxBatchTxs, maxBatchBytes, challenge);
  }

  /** These settings for a dApp with this coin and code, and these labels. */
  public ConfigRecord withDapp(Hash coin, List<Hash> codeHashes, List<Label> labels) {
    return new ConfigRecord(
        version,
        coin,
        stake,
        fine,
        refund,
        stakePool,
        sink,
        admission,
        listed,
        maxMembers,
        minSigners,
        tickFunction,
        tickInterval,
        gasSchedule,
        maxBatchTxs,
        maxBatchBytes,
        maxTxBytes,
        maxGas,
        maxDrift,
        maxLag,
        demandBatches,
        maxDemands,
        live,
        expel,
        bar,
        priority,
        challenge,
        applyTime,
        proposalTime,
        codeHashes,
        readAccess,
        labels);
  }

  /** These settings with another admission: 0 approved by the set, 1 listed, 2 open. */
  public ConfigRecord withAdmission(int admission, List<AccountAddress> listed) {
    return new ConfigRecord(
        version,
        coin,
        stake,
        fine,
        refund,
        stakePool,
        sink,
        admission,
        listed,
        maxMembers,
        minSigners,
        tickFunction,
        tickInterval,
        gasSchedule,
        maxBatchTxs,
        maxBatchBytes,
        maxTxBytes,
        maxGas,
        maxDrift,
        maxLag,
        demandBatches,
        maxDemands,
        live,
        expel,
        bar,
        priority,
        challenge,
        applyTime,
        proposalTime,
        codeHashes,
        readAccess,
        labels);
  }

  /** These settings with other times of liveness, milliseconds. */
  public ConfigRecord withLiveness(long live, long expel) {
    return new ConfigRecord(
        version,
        coin,
        stake,
        fine,
        refund,
        stakePool,
        sink,
        admission,
        listed,
        maxMembers,
        minSigners,
        tickFunction,
        tickInterval,
        gasSchedule,
        maxBatchTxs,
        maxBatchBytes,
        maxTxBytes,
        maxGas,
        maxDrift,
        maxLag,
        demandBatches,
        maxDemands,
        live,
        expel,
        bar,
        priority,
        challenge,
        applyTime,
        proposalTime,
        codeHashes,
        readAccess,
        labels);
  }

  private ConfigRecord copy(
      int maxMembers,
      int minSigners,
      long tickInterval,
      int maxBatchTxs,
      long maxBatchBytes,
      long challenge) {
    return new ConfigRecord(
        version,
        coin,
        stake,
        fine,
        refund,
        stakePool,
        sink,
        admission,
        listed,
        maxMembers,
        minSigners,
        tickFunction,
        tickInterval,
        gasSchedule,
        maxBatchTxs,
        maxBatchBytes,
        maxTxBytes,
        maxGas,
        maxDrift,
        maxLag,
        demandBatches,
        maxDemands,
        live,
        expel,
        bar,
        priority,
        challenge,
        applyTime,
        proposalTime,
        codeHashes,
        readAccess,
        labels);
  }

  /** H of the encoding. */
  public Hash hash() {
    return HashFunction.H.hash(this);
  }

  @Override
  public void write(BcsWriter writer) {
    Tag.CONFIG.write(writer);
    writer.u16(version);
    Wire.put(writer, coin);
    writer.u64(stake).u64(fine).u64(refund).u8(stakePool ? 1 : 0);
    writer.option(sink, BcsWriter::address);
    writer.u8(admission).list(listed, BcsWriter::address);
    writer.u8(maxMembers).u8(minSigners).bytes(tickFunction).u64(tickInterval).u64(gasSchedule);
    writer.u16(maxBatchTxs).u32(maxBatchBytes).u32(maxTxBytes).u64(maxGas);
    writer.u64(maxDrift).u64(maxLag).u16(demandBatches).u8(maxDemands);
    writer.u64(live).u64(expel).u64(bar).u64(priority);
    writer.u64(challenge).u64(applyTime).u64(proposalTime);
    Wire.putFixed(writer, codeHashes);
    writer.u8(readAccess);
    Wire.putAll(writer, labels);
  }

  /** Reads a record; whether its values make sense is not checked. */
  public static ConfigRecord read(BcsReader reader) {
    Tag.CONFIG.expect(reader);
    return new ConfigRecord(
        reader.u16(),
        Wire.hash(reader),
        reader.u64(),
        reader.u64(),
        reader.u64(),
        reader.bool(),
        reader.option(BcsReader::address),
        reader.u8(),
        Wire.list(reader, Bounds.MAX_LISTED, BcsReader::address),
        reader.u8(),
        reader.u8(),
        Wire.bytes(reader, 256),
        Wire.counter(reader),
        Wire.counter(reader),
        reader.u16(),
        reader.u32(),
        reader.u32(),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        reader.u16(),
        reader.u8(),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.counter(reader),
        Wire.list(reader, Bounds.MAX_LISTED, Wire::hash),
        reader.u8(),
        Wire.list(reader, Bounds.MAX_LABELS, Label::read));
  }
}
