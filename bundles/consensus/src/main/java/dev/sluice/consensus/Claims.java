/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.CallOutcome;
import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.object.MemberRecord;
import dev.sluice.consensus.api.object.NoConfidenceProof;
import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.TimerName;
import java.util.Optional;

/** Liveness towards the contract and claims of the lead (rules 20 and 26, section 6.5). */
final class Claims {
  private final Core core;
  private boolean claiming;
  private boolean expelling;
  private boolean silent;

  /**
   * Set whose candidates, above five members, the contract says this member is not of (rule 27).
   */
  private long noCandidateIn = -1;

  Claims(Core core) {
    this.core = core;
  }

  /** Begins the timers that run as long as the member does. */
  void start() {
    core.timers.start(TimerName.KEEP_ALIVE, 0);
    core.timers.start(TimerName.CLAIM, Limits.CLAIM_MS);
    core.timers.start(TimerName.HEARTBEAT, Limits.HEARTBEAT_MS);
  }

  void epochChanged() {
    core.timers.cancel(TimerName.CLAIM_TURN);
    claiming = false;
  }

  /** Timer AMNESIA: no more keep-alive; the contract will remove this member as dead. */
  void fallSilent() {
    silent = true;
  }

  void speakAgain() {
    silent = false;
  }

  /** Timer KEEP_ALIVE. */
  void keepAlive() {
    long period = core.epochs.isLeader() ? Limits.KEEP_ALIVE_LEADER_MS : Limits.KEEP_ALIVE_MS;
    core.timers.set(TimerName.KEEP_ALIVE, period);
    if (!silent && core.standing.isMember()) {
      core.effects.call(new ContractCall.KeepAlive(core.heartbeats.delays()), outcome -> {});
    }
  }

  /** Timer CLAIM. */
  void look() {
    core.timers.set(TimerName.CLAIM, Limits.CLAIM_MS);
    if (!core.standing.maySign()
        || core.chain.isEmpty()
        || core.now - core.chain.heardAt() > core.config.live()) {
      return;
    }
    if (core.standing.is(MemberState.RESTING)) {
      renew();
    } else if (isLeadFree() && !core.epochs.isLeader()) {
      core.timers.start(TimerName.CLAIM_TURN, turn() * Limits.CLAIM_TURN_MS);
    }
    expelDead();
  }

  private boolean isLive(MemberRecord member) {
    return core.chain.time() - core.chain.heartbeat(member.address()) <= core.config.live();
  }

  private boolean isLeadFree() {
    Optional<EpochInfo> epoch = core.chain.lastEpoch();
    return epoch.isPresent()
        && core.epochs.promised() == epoch.get().epoch()
        && core.epochs.leader().filter(this::isLive).isEmpty();
  }

  /** How many live members come before this one, from the one after the old leader on. */
  private int turn() {
    MemberSet set = core.epochs.set().orElseThrow();
    int leader = core.epochs.current().orElseThrow().leader();
    int turn = 0;
    for (int step = 1; step <= set.size(); step++) {
      int index = Math.floorMod(leader + step, set.size());
      if (index == core.epochs.index()) {
        return turn;
      }
      if (isLive(set.member(index))) {
        turn++;
      }
    }
    return turn;
  }

  /** Enough members have lost confidence: claims when it is this member's turn. */
  void noConfidence() {
    core.timers.start(TimerName.CLAIM_TURN, turn() * Limits.CLAIM_TURN_MS);
  }

  /** Timer CLAIM_TURN. */
  void takeTurn() {
    if (!core.standing.maySign() || claiming) {
      return;
    }
    Optional<NoConfidenceProof> proof = core.noConfidences.proof();
    if (isLeadFree()) {
      claim(new ContractCall.ClaimLeader(core.epochs.promised()));
    } else if (proof.isPresent() && !core.epochs.isLeader()) {
      claim(new ContractCall.ClaimNoConfidence(core.epochs.promised(), proof.get()));
    }
  }

  /** The leader takes a new epoch for itself. */
  void renew() {
    if (!claiming && core.epochs.isLeader()) {
      claim(new ContractCall.ClaimLeader(core.epochs.promised()));
    }
  }

  private void claim(ContractCall call) {
    long set = core.chain.presentSet().version();
    if (set == noCandidateIn) {
      return;
    }
    claiming = true;
    core.effects.call(
        call,
        outcome -> {
          claiming = false;
          if (outcome instanceof CallOutcome.Aborted aborted
              && aborted.code() == AbortCode.NOT_CANDIDATE) {
            noCandidateIn = set;
          }
        });
  }

  /** Removes members without heartbeat; members see to it one after the other. */
  private void expelDead() {
    MemberSet set = core.chain.presentSet();
    int own = core.epochs.ownIndex(set);
    if (expelling || core.chain.exit().isPresent() || own < 0) {
      return;
    }
    long patience = core.config.expel() + own * Limits.POST_RETRY_MS;
    for (int i = 0; i < set.size(); i++) {
      MemberRecord member = set.member(i);
      long beat = core.chain.heartbeat(member.address());
      if (i != own && beat > 0 && core.chain.time() - beat > patience) {
        expelling = true;
        core.effects.call(
            new ContractCall.ExpelDead(member.address()), outcome -> expelling = false);
        return;
      }
    }
  }
}
