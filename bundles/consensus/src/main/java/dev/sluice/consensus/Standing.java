/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.step.MemberState;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.Publication.AlarmKind;
import dev.sluice.consensus.api.step.TimerName;

/** In which state the member is, and what it may do in it (section 6.3). */
final class Standing {
  private final Core core;
  private MemberState state = MemberState.RECOVERING;
  private boolean halted;
  private boolean stopped;

  Standing(Core core) {
    this.core = core;
  }

  MemberState state() {
    return state;
  }

  boolean is(MemberState other) {
    return state == other;
  }

  void become(MemberState next) {
    if (state == next || isOver()) {
      return;
    }
    state = next;
    core.publish(new Publication.StateChanged(next));
  }

  /** Nothing changes this any more. */
  boolean isOver() {
    return state == MemberState.CLOSED || state == MemberState.DIVERGED;
  }

  /** An exit is open. */
  boolean halted() {
    return halted;
  }

  void halt(boolean value) {
    halted = value;
  }

  void stop() {
    stopped = true;
    core.timers.cancelAll();
  }

  boolean stopped() {
    return stopped;
  }

  /** Whether the member may sign statuses, demands and the like. */
  boolean maySign() {
    return switch (state) {
      case SYNCING, PROMISED, FOLLOWING, GATHERING, LEADING, RESTING -> true;
      default -> false;
    };
  }

  /** Whether it acts as a member of the present set at all. */
  boolean isMember() {
    return maySign() || state == MemberState.AMNESIA_HOLD;
  }

  /** The own execution contradicts what a quorum signed. */
  void diverge(String detail) {
    if (!isOver()) {
      core.alarm(AlarmKind.DIVERGED, detail);
      become(MemberState.DIVERGED);
      core.timers.cancelAll();
    }
  }

  /** Work moves on: the leader earns more patience. */
  void progress() {
    if (maySign()) {
      core.timers.set(TimerName.NO_PROGRESS, Limits.NO_PROGRESS_MS);
    }
  }

  /** The confirmed log has grown. */
  void confirmed(Block block) {
    core.chain.forget(
        block.log().opSeq(),
        Math.min(
            block.setVersion(), Math.max(1, core.locks.certificate().statement().setVersion())),
        Math.min(block.epoch(), core.locks.epoch()));
  }
}
