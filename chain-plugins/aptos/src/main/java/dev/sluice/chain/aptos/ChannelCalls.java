/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Commands as calls of the Move contract {@code state_channel} and of dApps over it. */
final class ChannelCalls {
  private final Address contract;

  /** Calls of the contract that {@code account} published. */
  ChannelCalls(AccountAddress account) {
    contract = new ModuleName(account, "state_channel").text();
  }

  Call call(ChannelCommand command) {
    if (command instanceof ChannelCommand.Create c) {
      List<Bytes> all = new ArrayList<>(c.first());
      all.addAll(List.of(bytes(c.config()), bytes(c.root()), bytes(c.creator())));
      return call(c.dapp(), "create", List.of(c.coin()), all);
    }
    if (command instanceof ChannelCommand.Join c) {
      return call(
          c.dapp(), "join", List.of(c.coin()), List.of(u64(c.channel()), bytes(c.arguments())));
    }
    if (command instanceof ChannelCommand.Apply c) {
      return call(
          c.dapp(),
          "apply",
          List.of(),
          List.of(
              u64(c.channel()), u64(c.number()), bytes(c.page()), list(c.proof()), u64(c.count())));
    }
    if (command instanceof ChannelCommand.Leave c) {
      return call(c.dapp(), "leave", List.of(), List.of(u64(c.channel())));
    }
    if (command instanceof ChannelCommand.Close c) {
      return call(c.dapp(), "close", List.of(), List.of(u64(c.channel())));
    }
    if (command instanceof ChannelCommand.KeepAlive c) {
      return call(
          contract,
          "keep_alive_entry",
          List.of(),
          List.of(u64(c.channel()), bytes(c.peerDelays())));
    }
    if (command instanceof ChannelCommand.KeepAliveAll c) {
      return call(
          contract,
          "keep_alive_all",
          List.of(),
          List.of(
              bcs(out -> out.list(c.all(), (each, one) -> each.u64(one.channel()))),
              list(c.all().stream().map(ChannelCommand.KeepAlive::peerDelays).toList())));
    }
    if (command instanceof ChannelCommand.ClaimLeader c) {
      return call(
          contract, "claim_leader", List.of(), List.of(u64(c.channel()), u64(c.expectedEpoch())));
    }
    if (command instanceof ChannelCommand.ClaimNoConfidence c) {
      return call(
          contract,
          "claim_no_confidence",
          List.of(),
          List.of(u64(c.channel()), u64(c.expectedEpoch()), bytes(c.proof())));
    }
    if (command instanceof ChannelCommand.Delegate c) {
      return call(contract, "delegate", List.of(), List.of(u64(c.channel()), address(c.to())));
    }
    if (command instanceof ChannelCommand.Undelegate c) {
      return call(contract, "undelegate", List.of(), List.of(u64(c.channel())));
    }
    if (command instanceof ChannelCommand.Propose c) {
      return call(
          contract,
          "create_proposal_entry",
          List.of(),
          List.of(u64(c.channel()), u8(c.kind()), bytes(c.data())));
    }
    if (command instanceof ChannelCommand.Vote c) {
      return call(
          contract,
          "vote_proposal_entry",
          List.of(),
          List.of(u64(c.channel()), u64(c.proposal()), u8(c.option())));
    }
    if (command instanceof ChannelCommand.Execute c) {
      return call(
          contract,
          "execute_proposal_entry",
          List.of(),
          List.of(u64(c.channel()), u64(c.proposal()), bytes(c.data())));
    }
    if (command instanceof ChannelCommand.Settle c) {
      return call(contract, "settle", List.of(), List.of(u64(c.channel()), bytes(c.settlement())));
    }
    if (command instanceof ChannelCommand.PostCut c) {
      return call(
          contract, "post_cut", List.of(), List.of(u64(c.channel()), bytes(c.settlement())));
    }
    if (command instanceof ChannelCommand.FixCut c) {
      return call(contract, "fix_cut", List.of(), List.of(u64(c.channel()), address(c.member())));
    }
    if (command instanceof ChannelCommand.OpenExit c) {
      return call(
          contract,
          "open_exit",
          List.of(),
          List.of(u64(c.channel()), bytes(c.settlement().orElse(Bytes.EMPTY))));
    }
    if (command instanceof ChannelCommand.PostExit c) {
      return call(
          contract, "post_exit", List.of(), List.of(u64(c.channel()), bytes(c.settlement())));
    }
    if (command instanceof ChannelCommand.FinalizeExit c) {
      return call(contract, "finalize_exit", List.of(), List.of(u64(c.channel())));
    }
    if (command instanceof ChannelCommand.PostEvidence c) {
      return call(
          contract, "post_evidence", List.of(), List.of(u64(c.channel()), bytes(c.evidence())));
    }
    if (command instanceof ChannelCommand.ReportWithheld c) {
      return call(contract, "report_withheld", List.of(), List.of(u64(c.channel())));
    }
    if (command instanceof ChannelCommand.ExpelDead c) {
      return call(
          contract, "expel_dead", List.of(), List.of(u64(c.channel()), address(c.member())));
    }
    if (command instanceof ChannelCommand.TakePayout c) {
      return call(
          contract,
          "take_payout",
          List.of(c.coin()),
          List.of(u64(c.channel()), address(c.account())));
    }
    if (command instanceof ChannelCommand.ReleaseStake c) {
      return call(
          contract, "release_stake", List.of(), List.of(u64(c.channel()), address(c.member())));
    }
    if (command instanceof ChannelCommand.SkipApply c) {
      return call(contract, "skip_apply", List.of(), List.of(u64(c.channel())));
    }
    if (command instanceof ChannelCommand.PoolDeposit c) {
      return call(contract, "pool_deposit", List.of(c.coin()), List.of(u64(c.amount())));
    }
    if (command instanceof ChannelCommand.PoolRequest c) {
      return call(contract, "pool_withdraw_request", List.of(c.coin()), List.of(u64(c.amount())));
    }
    if (command instanceof ChannelCommand.PoolWithdraw c) {
      return call(contract, "pool_withdraw", List.of(c.coin()), List.of());
    }
    throw new IllegalArgumentException("unknown command " + command);
  }

  private static Call call(
      Address target, String function, List<String> types, List<Bytes> arguments) {
    return new Call(
        ModuleName.of(target).text(),
        function,
        types,
        arguments.stream().map(Call.Argument::of).toList());
  }

  private static Bytes bcs(Consumer<BcsWriter> value) {
    var out = new BcsWriter();
    value.accept(out);
    return out.toBytes();
  }

  static Bytes u64(long value) {
    return bcs(out -> out.u64(value));
  }

  private static Bytes u8(int value) {
    return bcs(out -> out.u8(value));
  }

  private static Bytes bytes(Bytes value) {
    return bcs(out -> out.bytes(value));
  }

  static Bytes address(Address value) {
    return bcs(out -> out.address(Reads.address(value)));
  }

  private static Bytes list(List<Bytes> values) {
    return bcs(out -> out.list(values, BcsWriter::bytes));
  }
}
