/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.crypto.Ed25519;
import dev.sluice.testkit.channel.contract.ChannelState;
import dev.sluice.testkit.channel.contract.ContractAbort;
import dev.sluice.testkit.channel.contract.ContractModel;
import dev.sluice.testkit.channel.contract.Pool;
import dev.sluice.testkit.channel.contract.SettlementArguments;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The model behind the commands of a plugin, with real signatures. */
public final class ModelContract implements ContractUnderTest {
  private final Ground ground;
  private final ContractModel model;
  private final Map<Long, ContractModel.Capability> capabilities = new LinkedHashMap<>();

  /** A chain where the accounts have their coins. */
  public ModelContract(Ground ground) {
    this.ground = ground;
    model =
        new ContractModel(
            ground.chainId(),
            ground.contract(),
            (key, message, signature) ->
                Ed25519.verifyStrict(key.toArray(), message, signature.toArray()));
    ground.accounts().forEach(a -> model.mint(a, ground.coin(), number(ground.funds())));
  }

  @Override
  public Verdict perform(AccountAddress caller, long now, ChannelCommand command, boolean bad) {
    try {
      if (command instanceof ChannelCommand.Apply apply) {
        return apply(now, apply, bad);
      }
      if (command instanceof ChannelCommand.KeepAliveAll c) {
        return keepAlive(caller, now, c.all());
      }
      run(caller, now, command);
      return new Verdict.Applied();
    } catch (ContractAbort e) {
      return new Verdict.Refused(e.code());
    }
  }

  private Verdict apply(long now, ChannelCommand.Apply c, boolean bad) {
    List<Hash> proof = c.proof().stream().map(hash -> Hash.of(hash.toArray())).toList();
    model.beginSettlement(
        capability(c.channel()), c.channel(), c.number(), c.page().toArray(), proof, c.count());
    if (bad) {
      model.abortSettlement(c.channel());
      return new Verdict.DappAborted();
    }
    model.endSettlement(now, c.channel());
    return new Verdict.Applied();
  }

  private void run(AccountAddress caller, long now, ChannelCommand command) {
    if (command instanceof ChannelCommand.Create c) {
      ConfigRecord config = model.createConfig(c.config().toArray());
      ContractModel.Capability capability =
          model.create(now, config, Hash.of(c.root().toArray()), creator(c.creator()));
      capabilities.put(capability.channel(), capability);
    } else if (command instanceof ChannelCommand.Join c) {
      model.join(caller, now, c.channel(), c.arguments().toArray());
    } else if (command instanceof ChannelCommand.Leave c) {
      model.takeAssets(c.channel(), caller);
    } else if (command instanceof ChannelCommand.Close c) {
      model.takeState(capability(c.channel()), c.channel());
    } else if (command instanceof ChannelCommand.KeepAlive c) {
      model.keepAlive(caller, now, c.channel(), c.peerDelays().toArray());
    } else if (command instanceof ChannelCommand.ClaimLeader c) {
      model.claimLeader(caller, now, c.channel(), c.expectedEpoch());
    } else if (command instanceof ChannelCommand.ClaimNoConfidence c) {
      model.claimNoConfidence(caller, now, c.channel(), c.expectedEpoch(), c.proof().toArray());
    } else if (command instanceof ChannelCommand.Delegate c) {
      model.delegate(caller, now, c.channel(), account(c.to()));
    } else if (command instanceof ChannelCommand.Undelegate c) {
      model.undelegate(caller, now, c.channel());
    } else if (command instanceof ChannelCommand.Propose c) {
      model.createProposal(caller, now, c.channel(), c.kind(), c.data().toArray());
    } else if (command instanceof ChannelCommand.Vote c) {
      model.voteProposal(caller, now, c.channel(), c.proposal(), c.option());
    } else if (command instanceof ChannelCommand.Execute c) {
      model.executeProposal(caller, now, c.channel(), c.proposal(), c.data().toArray());
    } else {
      runSettlement(caller, now, command);
    }
  }

  private void runSettlement(AccountAddress caller, long now, ChannelCommand command) {
    if (command instanceof ChannelCommand.Settle c) {
      model.settle(caller, now, c.channel(), parts(c.settlement()));
    } else if (command instanceof ChannelCommand.PostCut c) {
      model.postCut(caller, now, c.channel(), parts(c.settlement()));
    } else if (command instanceof ChannelCommand.FixCut c) {
      model.fixCut(caller, now, c.channel(), account(c.member()));
    } else if (command instanceof ChannelCommand.OpenExit c) {
      model.openExit(caller, now, c.channel(), c.settlement().map(ModelContract::parts));
    } else if (command instanceof ChannelCommand.PostExit c) {
      model.postExit(caller, now, c.channel(), parts(c.settlement()));
    } else if (command instanceof ChannelCommand.FinalizeExit c) {
      model.finalizeExit(now, c.channel());
    } else if (command instanceof ChannelCommand.PostEvidence c) {
      model.postEvidence(caller, now, c.channel(), c.evidence().toArray());
    } else if (command instanceof ChannelCommand.ReportWithheld c) {
      model.reportWithheld(caller, now, c.channel());
    } else if (command instanceof ChannelCommand.ExpelDead c) {
      model.expelDead(caller, now, c.channel(), account(c.member()));
    } else if (command instanceof ChannelCommand.TakePayout c) {
      model.takePayout(now, c.channel(), account(c.account()), ground.coin());
    } else if (command instanceof ChannelCommand.ReleaseStake c) {
      model.releaseStake(now, c.channel(), account(c.member()));
    } else if (command instanceof ChannelCommand.SkipApply c) {
      model.skipApply(now, c.channel());
    } else if (command instanceof ChannelCommand.PoolDeposit c) {
      model.poolDeposit(caller, ground.coin(), number(c.amount()));
    } else if (command instanceof ChannelCommand.PoolRequest c) {
      ConfigRecord usual = ConfigRecord.defaults();
      model.poolWithdrawRequest(
          caller, now, ground.coin(), number(c.amount()), usual.live(), usual.challenge());
    } else if (command instanceof ChannelCommand.PoolWithdraw) {
      model.poolWithdraw(caller, now, ground.coin());
    } else {
      throw new IllegalArgumentException("unknown command " + command);
    }
  }

  /** Passes over the channels that refuse; refused if all do. */
  private Verdict keepAlive(AccountAddress caller, long now, List<ChannelCommand.KeepAlive> all) {
    boolean done = false;
    for (ChannelCommand.KeepAlive one : all) {
      try {
        model.keepAlive(caller, now, one.channel(), one.peerDelays().toArray());
        done = true;
      } catch (ContractAbort e) {
        // A channel that is closed does not silence the caller in the others.
      }
    }
    return done ? new Verdict.Applied() : new Verdict.Refused(AbortCode.NOTHING);
  }

  private ContractModel.Capability capability(long channel) {
    return capabilities.getOrDefault(channel, new ContractModel.Capability(channel));
  }

  /** The creator's arguments come without the approval at their end. */
  private static JoinArguments creator(Bytes bytes) {
    byte[] whole = Arrays.copyOf(bytes.toArray(), bytes.length() + 1);
    return BcsReader.read(whole, JoinArguments::read);
  }

  /** The three parts of a settlement; what does not decode goes where it is refused. */
  private static SettlementArguments parts(Bytes settlement) {
    byte[] bytes = settlement.toArray();
    byte[] header = Arrays.copyOf(bytes, Math.min(bytes.length, BatchHeader.LENGTH));
    byte[] rest = Arrays.copyOfRange(bytes, header.length, bytes.length);
    int length = rest.length;
    try {
      length = Certificate.read(new BcsReader(rest)).encode().length;
    } catch (CodecException e) {
      return new SettlementArguments(header, rest, new byte[0]);
    }
    return new SettlementArguments(
        header, Arrays.copyOf(rest, length), Arrays.copyOfRange(rest, length, rest.length));
  }

  private static AccountAddress account(Address address) {
    return AccountAddress.parse(address.text());
  }

  private static BigInteger number(long amount) {
    return new BigInteger(Long.toUnsignedString(amount));
  }

  @Override
  public Glance look(long channel, long now) {
    ChannelState c = model.channel(channel);
    List<AccountAddress> members = c.members().stream().map(m -> m.address()).toList();
    List<Glance.SetLine> sets = new ArrayList<>();
    for (long version = 1; version <= c.setVersion(); version++) {
      sets.add(new Glance.SetLine(c.quorum(version), c.voidAt(version)));
    }
    boolean closed = c.phase() == ChannelState.Phase.CLOSED;
    AccountAddress sink = ground.sink();
    return new Glance(
        ModelEvents.number(c.phase()) + 1,
        c.seq(),
        c.genesisHash(),
        c.epoch(),
        c.claimId(),
        c.leader(),
        c.reignEpoch(),
        c.setVersion(),
        c.settledHeight(),
        c.settledRoot(),
        c.settlerSet(),
        c.escrow(ground.coin()).longValueExact(),
        c.exitEnds().filter(ends -> !closed),
        c.openCuts(),
        members,
        closed ? List.of() : c.heartbeats(),
        sets,
        c.candidates().stream().map(members::get).toList(),
        c.delegations(),
        closed ? List.of() : c.openProposals(now),
        c.applyBacklog(),
        c.stateBroken(),
        each(c::barredUntil),
        each(a -> c.payable(a, ground.coin()).longValueExact()),
        each(a -> c.reservation(a).orElse(BigInteger.ZERO).longValueExact()),
        each(this::pool),
        each(a -> model.balance(a, ground.coin()).longValueExact()),
        model.balance(sink, ground.coin()).add(c.payable(sink, ground.coin())).longValueExact());
  }

  private <T> List<T> each(Function<AccountAddress, T> what) {
    return ground.accounts().stream().map(what).toList();
  }

  private Glance.PoolLine pool(AccountAddress account) {
    Pool pool = model.pool();
    Optional<Pool.Withdrawal> withdrawal = pool.withdrawal(account, ground.coin());
    return new Glance.PoolLine(
        pool.balance(account, ground.coin()).longValueExact(),
        pool.reserved(account, ground.coin()).longValueExact(),
        withdrawal.map(w -> w.amount().longValueExact()).orElse(0L),
        withdrawal.map(Pool.Withdrawal::readyAt).orElse(0L));
  }

  @Override
  public List<ChannelEvent> events() {
    return model.events().stream().map(ModelEvents::of).toList();
  }

  /** All coins the model knows of. */
  public BigInteger audit() {
    return model.audit().getOrDefault(ground.coin(), BigInteger.ZERO);
  }
}
