/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Genesis;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.testkit.channel.contract.ChannelState;
import dev.sluice.testkit.channel.contract.ContractAbort;
import dev.sluice.testkit.channel.contract.ContractModel;
import dev.sluice.testkit.channel.contract.ContractSwitch;
import dev.sluice.testkit.channel.contract.SettlementArguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A channel in the contract with members whose keys the test holds. */
final class ContractFixture {
  static final long ID = 1;
  static final long DEPOSIT = 1_000;
  static final long WINDOW = 40_000;

  final Hash coin = hash(1);
  final ConfigRecord config = History.config(coin);
  final ContractModel model;
  final Genesis genesis;
  final List<Integer> present = new ArrayList<>();
  long now = World.START;

  ContractFixture(int members, ContractSwitch... off) {
    model =
        new ContractModel(
            7,
            AccountAddress.of(0xc0),
            (key, message, signature) -> StandInSigner.verify(key, message, signature, true),
            Set.of(off));
    genesis = model.nextGenesis(config, SimLedger.genesisRoot());
    for (int i = 0; i < 12; i++) {
      model.mint(address(i), coin, BigInteger.valueOf(1_000_000));
    }
    Domain d = genesis.domain();
    model.create(
        now,
        config,
        SimLedger.genesisRoot(),
        arguments(0, new Domain(d.chainId(), d.contract(), 0)));
    present.add(0);
    for (int i = 1; i < members; i++) {
      join(i);
    }
  }

  static Hash hash(int number) {
    return HashFunction.T.hash(new byte[] {(byte) number, (byte) (number >> 8)});
  }

  static AccountAddress address(int member) {
    return AccountAddress.of(0x100 + member);
  }

  StandInSigner key(int member) {
    return new StandInSigner("member " + member);
  }

  JoinArguments arguments(int member, Domain domain) {
    StandInSigner tx = new StandInSigner("tx " + member);
    StandInSigner peer = new StandInSigner("peer " + member);
    byte[] statement =
        new KeyPossession(domain, address(member), tx.key(), key(member).key(), peer.key())
            .encode();
    return new JoinArguments(
        address(member),
        tx.key(),
        key(member).key(),
        peer.key(),
        Bytes.EMPTY,
        tx.sign(statement),
        key(member).sign(statement),
        DEPOSIT,
        Optional.empty());
  }

  void join(int member) {
    model.join(address(member), now, ID, arguments(member, genesis.domain()).encode());
    present.add(member);
  }

  /** Time goes by in which all but one member stay alive, and that one is removed. */
  void expel(int member) {
    now += config.expel() + 1;
    for (int other : present) {
      if (other != member) {
        model.keepAlive(address(other), now, ID, new byte[0]);
      }
    }
    present.remove((Integer) member);
    model.expelDead(address(present.get(0)), now, ID, address(member));
  }

  ChannelState state() {
    return model.channel(ID);
  }

  /** Everybody's deposit as it came in, nothing released. */
  PayoutList payouts(CheckpointKind kind, int... members) {
    List<PayoutList.Entry> entries = new ArrayList<>();
    for (int member : members) {
      entries.add(new PayoutList.Entry(address(member), coin, DEPOSIT, false));
    }
    return new PayoutList(kind, PayoutList.NOBODY, List.of(), entries);
  }

  /** A header under construction: of the present epoch unless told otherwise. */
  final class Draft {
    long epoch = state().epoch();
    long set = state().setVersion();
    Hash claim = state().claimId();
    long batch = 50;
    long parentEpoch = epoch;
    long chainSeq = state().seq();
    long finalEpoch = epoch;
    long finalBatch = 49;
    long finalHeight = 10;
    long finalSeq = state().seq();
    Hash root = hash(1000);
    long baseHeight = state().settledHeight();
    Hash baseRoot = state().settledRoot();
    Hash netChange = Hash.ZERO;
    PayoutList payouts;

    Draft(PayoutList payouts) {
      this.payouts = payouts;
    }

    BatchHeader header() {
      return new BatchHeader(
          BatchHeader.VERSION,
          genesis.domain(),
          set,
          epoch,
          claim,
          batch,
          parentEpoch,
          finalHeight + 1,
          finalHeight,
          hash(2),
          hash(3),
          hash(4),
          Hash.ZERO,
          Hash.ZERO,
          root,
          now,
          chainSeq,
          now,
          new Finality(
              finalEpoch,
              finalBatch,
              finalHeight,
              finalSeq,
              payouts.kind(),
              root,
              baseHeight,
              baseRoot,
              netChange,
              payouts.root()));
    }

    /** Signed by the members with these indexes in the set of the header. */
    SettlementArguments signed(List<Integer> membersOfSet, int... indexes) {
      BatchHeader header = header();
      AckStatement statement = AckStatement.of(header, header.hash());
      long signers = 0;
      List<Signature> signatures = new ArrayList<>();
      for (int index : indexes) {
        signers |= 1L << index;
        signatures.add(key(membersOfSet.get(index)).sign(statement.encode()));
      }
      return SettlementArguments.of(
          new Settlement(header, new Certificate(statement, signers, signatures), payouts));
    }
  }

  /** The abort of a call; empty if it went through. */
  static Optional<AbortCode> abort(Runnable call) {
    try {
      call.run();
      return Optional.empty();
    } catch (ContractAbort e) {
      return Optional.of(e.code());
    }
  }
}
