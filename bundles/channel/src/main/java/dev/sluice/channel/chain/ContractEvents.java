/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.chain;

import static dev.sluice.channel.chain.ContractCommands.account;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.RemovalCause;
import java.util.Optional;

/** Says the contract's events in the words of the protocol. Pure. */
final class ContractEvents {
  private ContractEvents() {}

  /**
   * The event.
   *
   * @throws ChainException BAD_ANSWER if it says what the protocol does not know
   */
  static ContractEvent of(ChannelEvent event) {
    try {
      return read(event);
    } catch (IllegalArgumentException e) {
      throw new ChainException(ChainException.Code.BAD_ANSWER, event + ": " + e.getMessage());
    }
  }

  private static ContractEvent read(ChannelEvent event) {
    if (event instanceof ChannelEvent.Created e) {
      MemberRecord creator =
          new MemberRecord(
              account(e.creator()),
              key(e.txKey()),
              key(e.memberKey()),
              key(e.peerKey()),
              e.endpoint(),
              e.seq());
      return new ContractEvent.Created(
          creator, e.deposit(), hash(e.configHash()), hash(e.genesisHash()));
    } else if (event instanceof ChannelEvent.EpochOpened e) {
      return new ContractEvent.EpochOpened(
          e.epoch(),
          hash(e.claimId()),
          e.setVersion(),
          maybe(e.leader()),
          e.reignEpoch(),
          constant(EpochCause.values(), e.cause()),
          e.time());
    } else if (event instanceof ChannelEvent.MemberJoined e) {
      MemberRecord member =
          new MemberRecord(
              account(e.member()),
              key(e.txKey()),
              key(e.memberKey()),
              key(e.peerKey()),
              e.endpoint(),
              e.joinSeq());
      return new ContractEvent.MemberJoined(member, e.setVersion(), e.deposit());
    } else if (event instanceof ChannelEvent.MemberRemoved e) {
      return new ContractEvent.MemberRemoved(
          account(e.member()),
          e.setVersion(),
          constant(RemovalCause.values(), e.cause()),
          e.cutEnds());
    } else if (event instanceof ChannelEvent.Settled e) {
      return new ContractEvent.Settled(
          e.height(),
          hash(e.root()),
          constant(CheckpointKind.values(), e.kind()),
          e.setVersion(),
          e.bySet(),
          account(e.subject()));
    } else if (event instanceof ChannelEvent.ExitOpened e) {
      return new ContractEvent.ExitOpened(maybe(e.opener()), e.ends(), e.forced());
    }
    return others(event);
  }

  private static ContractEvent others(ChannelEvent event) {
    if (event instanceof ChannelEvent.Delegated e) {
      return new ContractEvent.Delegated(account(e.from()), maybe(e.to()));
    } else if (event instanceof ChannelEvent.ProposalCreated e) {
      return new ContractEvent.ProposalCreated(
          e.proposal(), e.kind(), account(e.proposer()), hash(e.dataHash()), maybe(e.accused()));
    } else if (event instanceof ChannelEvent.Voted e) {
      return new ContractEvent.Voted(
          e.proposal(), account(e.voter()), e.option(), Math.toIntExact(e.weight()));
    } else if (event instanceof ChannelEvent.ProposalExecuted e) {
      return new ContractEvent.ProposalExecuted(e.proposal());
    } else if (event instanceof ChannelEvent.SettlementDeferred e) {
      return new ContractEvent.SettlementDeferred(e.height(), e.setVersion(), e.batch());
    } else if (event instanceof ChannelEvent.CutPosted e) {
      return new ContractEvent.CutPosted(e.height(), e.setVersion(), e.batch());
    } else if (event instanceof ChannelEvent.CutFixed e) {
      return new ContractEvent.CutFixed(account(e.member()), e.postedHeight());
    } else if (event instanceof ChannelEvent.ExitPosted e) {
      return new ContractEvent.ExitPosted(e.setVersion(), e.batch(), e.height());
    } else if (event instanceof ChannelEvent.ExitCancelled) {
      return new ContractEvent.ExitCancelled();
    } else if (event instanceof ChannelEvent.ExitFinalized e) {
      return new ContractEvent.ExitFinalized(e.height(), hash(e.root()));
    } else if (event instanceof ChannelEvent.Closed e) {
      return new ContractEvent.Closed(e.height(), hash(e.root()));
    } else if (event instanceof ChannelEvent.Evidence e) {
      return new ContractEvent.EvidenceAccepted(
          account(e.member()), key(e.key()), e.setVersion(), e.epoch(), e.batch());
    } else if (event instanceof ChannelEvent.Fined e) {
      return new ContractEvent.Fined(
          account(e.member()), e.amount(), account(e.reporter()), e.refund());
    } else if (event instanceof ChannelEvent.PaidOut e) {
      return new ContractEvent.PaidOut(account(e.account()), hash(e.asset()), e.amount());
    } else if (event instanceof ChannelEvent.Applied e) {
      return new ContractEvent.Applied(e.height());
    } else if (event instanceof ChannelEvent.ApplySkipped e) {
      return new ContractEvent.ApplySkipped(e.height());
    }
    throw new IllegalArgumentException("an event of an unknown kind");
  }

  private static Optional<AccountAddress> maybe(Optional<Address> address) {
    return address.map(ContractCommands::account);
  }

  private static Hash hash(Bytes bytes) {
    return Hash.of(bytes.toArray());
  }

  private static Key key(Bytes bytes) {
    return Key.of(bytes.toArray());
  }

  private static <E> E constant(E[] values, int number) {
    if (number < 0 || number >= values.length) {
      throw new IllegalArgumentException("no constant " + number);
    }
    return values[number];
  }
}
