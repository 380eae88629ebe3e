/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.testkit.channel.contract.ContractModel;
import dev.sluice.testkit.channel.contract.SettlementArguments;

/** Brings a member's calls to the contract, as a chain plugin does. */
final class ContractCalls {
  private ContractCalls() {}

  static void apply(
      ContractModel model, AccountAddress caller, long now, long id, ContractCall call) {
    if (call instanceof ContractCall.KeepAlive c) {
      model.keepAlive(caller, now, id, c.delays().toArray());
    } else if (call instanceof ContractCall.ClaimLeader c) {
      model.claimLeader(caller, now, id, c.expectedEpoch());
    } else if (call instanceof ContractCall.ClaimNoConfidence c) {
      model.claimNoConfidence(caller, now, id, c.expectedEpoch(), c.proof().encode());
    } else if (call instanceof ContractCall.CreateProposal c) {
      model.createProposal(caller, now, id, c.type(), c.data().toArray());
    } else if (call instanceof ContractCall.VoteProposal c) {
      model.voteProposal(caller, now, id, c.proposal(), c.option());
    } else if (call instanceof ContractCall.ExecuteProposal c) {
      model.executeProposal(caller, now, id, c.proposal(), c.data().toArray());
    } else if (call instanceof ContractCall.Settle c) {
      model.settle(caller, now, id, SettlementArguments.of(c.settlement()));
    } else if (call instanceof ContractCall.PostEvidence c) {
      model.postEvidence(caller, now, id, c.evidence().encode());
    } else if (call instanceof ContractCall.ReportWithheld) {
      model.reportWithheld(caller, now, id);
    } else if (call instanceof ContractCall.ExpelDead c) {
      model.expelDead(caller, now, id, c.member());
    } else if (call instanceof ContractCall.PostCut c) {
      model.postCut(caller, now, id, SettlementArguments.of(c.settlement()));
    } else if (call instanceof ContractCall.FixCut c) {
      model.fixCut(caller, now, id, c.member());
    } else if (call instanceof ContractCall.OpenExit c) {
      model.openExit(caller, now, id, c.settlement().map(SettlementArguments::of));
    } else if (call instanceof ContractCall.PostExit c) {
      model.postExit(caller, now, id, SettlementArguments.of(c.settlement()));
    } else if (call instanceof ContractCall.FinalizeExit) {
      model.finalizeExit(now, id);
    }
  }
}
