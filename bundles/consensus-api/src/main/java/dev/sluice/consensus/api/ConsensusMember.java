/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api;

import dev.sluice.consensus.api.step.Input;
import dev.sluice.consensus.api.step.Output;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A member of one channel as a pure state machine (section 6 of the channel protocol): no threads,
 * no clock, no randomness, no input or output of its own. The same inputs at the same times give
 * the same outputs. Not thread-safe.
 */
@ProviderType
public interface ConsensusMember {
  /**
   * Takes one input.
   *
   * @param now milliseconds since 1970 by the member's clock; may go back, but then timers wait
   * @return what is to be done, in order
   */
  List<Output> step(Input input, long now);

  /** How the member stands. */
  MemberView view();
}
