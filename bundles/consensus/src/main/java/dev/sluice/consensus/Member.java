/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.ConsensusMember;
import dev.sluice.consensus.api.MemberSettings;
import dev.sluice.consensus.api.MemberView;
import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.Output;
import java.util.List;
import java.util.Set;

/**
 * A member of one channel (sections 6 to 9 of the channel protocol). Every role has a class of its
 * own; this one leads each input to them and lets them go on.
 */
public final class Member implements ConsensusMember {
  private final Core core;
  private final Dispatch dispatch;

  /** A member that has read nothing yet: the first input is its journal. */
  public Member(MemberSettings settings) {
    this(settings, Set.of());
  }

  /**
   * A member for simulations, without some of the rules.
   *
   * @param off rules that it breaks
   */
  public Member(MemberSettings settings, Set<RuleSwitch> off) {
    core = new Core(settings, off);
    dispatch = new Dispatch(core);
  }

  @Override
  public List<Output> step(Input input, long now) {
    core.now = now;
    if (!core.standing.stopped()) {
      dispatch.take(input);
      dispatch.goOn();
    }
    List<Output> outputs = List.copyOf(core.out);
    core.out.clear();
    return outputs;
  }

  /** The roles, for tests. */
  Core core() {
    return core;
  }

  @Override
  public MemberView view() {
    return dispatch.view();
  }
}
