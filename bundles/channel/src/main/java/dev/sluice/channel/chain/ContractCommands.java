/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.chain;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.object.Encodable;

/** Says a member's calls in the words of the chain interface. Pure. */
final class ContractCommands {
  private ContractCommands() {}

  static ChannelCommand of(long channel, ContractCall call) {
    if (call instanceof ContractCall.KeepAlive c) {
      return new ChannelCommand.KeepAlive(channel, c.delays());
    } else if (call instanceof ContractCall.ClaimLeader c) {
      return new ChannelCommand.ClaimLeader(channel, c.expectedEpoch());
    } else if (call instanceof ContractCall.ClaimNoConfidence c) {
      return new ChannelCommand.ClaimNoConfidence(channel, c.expectedEpoch(), bytes(c.proof()));
    } else if (call instanceof ContractCall.CreateProposal c) {
      return new ChannelCommand.Propose(channel, c.type(), c.data());
    } else if (call instanceof ContractCall.VoteProposal c) {
      return new ChannelCommand.Vote(channel, c.proposal(), c.option());
    } else if (call instanceof ContractCall.ExecuteProposal c) {
      return new ChannelCommand.Execute(channel, c.proposal(), c.data());
    } else if (call instanceof ContractCall.Settle c) {
      return new ChannelCommand.Settle(channel, bytes(c.settlement()));
    } else if (call instanceof ContractCall.PostEvidence c) {
      return new ChannelCommand.PostEvidence(channel, bytes(c.evidence()));
    } else if (call instanceof ContractCall.ReportWithheld) {
      return new ChannelCommand.ReportWithheld(channel);
    } else if (call instanceof ContractCall.ExpelDead c) {
      return new ChannelCommand.ExpelDead(channel, address(c.member()));
    } else if (call instanceof ContractCall.PostCut c) {
      return new ChannelCommand.PostCut(channel, bytes(c.settlement()));
    } else if (call instanceof ContractCall.FixCut c) {
      return new ChannelCommand.FixCut(channel, address(c.member()));
    } else if (call instanceof ContractCall.OpenExit c) {
      return new ChannelCommand.OpenExit(channel, c.settlement().map(ContractCommands::bytes));
    } else if (call instanceof ContractCall.PostExit c) {
      return new ChannelCommand.PostExit(channel, bytes(c.settlement()));
    }
    return new ChannelCommand.FinalizeExit(channel);
  }

  private static Bytes bytes(Encodable object) {
    return Bytes.of(object.encode());
  }

  static Address address(AccountAddress account) {
    return new Address(account.toLongString());
  }

  static AccountAddress account(Address address) {
    return AccountAddress.parse(address.text());
  }
}
