/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.FixedBytes;
import dev.sluice.consensus.api.object.MemberRecord;

/** Events of the protocol as a chain's plugin names them: one for one, field for field. */
final class ModelEvents {
  private ModelEvents() {}

  static ChannelEvent of(dev.sluice.testkit.channel.contract.ChannelEvent recorded) {
    long channel = recorded.channel();
    long seq = recorded.seq();
    ContractEvent event = recorded.event();
    if (event instanceof ContractEvent.Created e) {
      MemberRecord m = e.creator();
      return new ChannelEvent.Created(
          channel,
          seq,
          text(m.address()),
          bytes(m.txKey()),
          bytes(m.memberKey()),
          bytes(m.peerKey()),
          m.endpoint(),
          e.deposit(),
          bytes(e.configHash()),
          bytes(e.genesisHash()));
    } else if (event instanceof ContractEvent.MemberJoined e) {
      MemberRecord m = e.member();
      return new ChannelEvent.MemberJoined(
          channel,
          seq,
          text(m.address()),
          bytes(m.txKey()),
          bytes(m.memberKey()),
          bytes(m.peerKey()),
          m.endpoint(),
          m.joinSeq(),
          e.setVersion(),
          e.deposit());
    } else if (event instanceof ContractEvent.EpochOpened e) {
      return new ChannelEvent.EpochOpened(
          channel,
          seq,
          e.epoch(),
          bytes(e.claimId()),
          e.setVersion(),
          e.leader().map(ModelEvents::text),
          e.reignEpoch(),
          number(e.cause()),
          e.time());
    } else if (event instanceof ContractEvent.MemberRemoved e) {
      return new ChannelEvent.MemberRemoved(
          channel, seq, text(e.member()), e.setVersion(), number(e.cause()), e.cutEnds());
    } else if (event instanceof ContractEvent.Delegated e) {
      return new ChannelEvent.Delegated(
          channel, seq, text(e.from()), e.to().map(ModelEvents::text));
    }
    return ofVotesAndMoney(channel, seq, event);
  }

  private static ChannelEvent ofVotesAndMoney(long channel, long seq, ContractEvent event) {
    if (event instanceof ContractEvent.ProposalCreated e) {
      return new ChannelEvent.ProposalCreated(
          channel,
          seq,
          e.proposal(),
          e.type(),
          text(e.proposer()),
          bytes(e.dataHash()),
          e.accused().map(ModelEvents::text));
    } else if (event instanceof ContractEvent.Voted e) {
      return new ChannelEvent.Voted(
          channel, seq, e.proposal(), text(e.voter()), e.option(), e.weight());
    } else if (event instanceof ContractEvent.ProposalExecuted e) {
      return new ChannelEvent.ProposalExecuted(channel, seq, e.proposal());
    } else if (event instanceof ContractEvent.EvidenceAccepted e) {
      return new ChannelEvent.Evidence(
          channel,
          seq,
          text(e.member()),
          bytes(e.memberKey()),
          e.setVersion(),
          e.epoch(),
          e.batch());
    } else if (event instanceof ContractEvent.Fined e) {
      return new ChannelEvent.Fined(
          channel, seq, text(e.member()), e.amount(), text(e.reporter()), e.refund());
    } else if (event instanceof ContractEvent.PaidOut e) {
      return new ChannelEvent.PaidOut(
          channel, seq, text(e.account()), bytes(e.asset()), e.amount());
    }
    return ofSettlements(channel, seq, event);
  }

  private static ChannelEvent ofSettlements(long channel, long seq, ContractEvent event) {
    if (event instanceof ContractEvent.Settled e) {
      return new ChannelEvent.Settled(
          channel,
          seq,
          e.height(),
          bytes(e.root()),
          number(e.kind()),
          e.setVersion(),
          e.settlerSet(),
          text(e.subject()));
    } else if (event instanceof ContractEvent.SettlementDeferred e) {
      return new ChannelEvent.SettlementDeferred(
          channel, seq, e.height(), e.setVersion(), e.batch());
    } else if (event instanceof ContractEvent.CutPosted e) {
      return new ChannelEvent.CutPosted(channel, seq, e.height(), e.setVersion(), e.batch());
    } else if (event instanceof ContractEvent.CutFixed e) {
      return new ChannelEvent.CutFixed(channel, seq, text(e.member()), e.postedHeight());
    } else if (event instanceof ContractEvent.ExitOpened e) {
      return new ChannelEvent.ExitOpened(
          channel, seq, e.opener().map(ModelEvents::text), e.ends(), e.forced());
    } else if (event instanceof ContractEvent.ExitPosted e) {
      return new ChannelEvent.ExitPosted(channel, seq, e.height(), e.setVersion(), e.batch());
    } else if (event instanceof ContractEvent.ExitCancelled) {
      return new ChannelEvent.ExitCancelled(channel, seq);
    } else if (event instanceof ContractEvent.ExitFinalized e) {
      return new ChannelEvent.ExitFinalized(channel, seq, e.height(), bytes(e.root()));
    } else if (event instanceof ContractEvent.Closed e) {
      return new ChannelEvent.Closed(channel, seq, e.height(), bytes(e.root()));
    } else if (event instanceof ContractEvent.Applied e) {
      return new ChannelEvent.Applied(channel, seq, e.height());
    } else if (event instanceof ContractEvent.ApplySkipped e) {
      return new ChannelEvent.ApplySkipped(channel, seq, e.height());
    }
    throw new IllegalArgumentException("unknown event " + event);
  }

  /** Of a constant, as the protocol numbers it: in the order of the enum, from 0. */
  @SuppressWarnings("EnumOrdinal")
  static int number(Enum<?> constant) {
    return constant.ordinal();
  }

  private static Address text(AccountAddress address) {
    return new Address(address.toStandardString());
  }

  private static Bytes bytes(FixedBytes value) {
    return Bytes.of(value.toArray());
  }
}
