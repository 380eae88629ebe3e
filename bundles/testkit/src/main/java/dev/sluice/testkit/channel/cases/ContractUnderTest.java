/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import dev.sluice.chain.api.ChannelCommand;
import dev.sluice.chain.api.ChannelEvent;
import dev.sluice.codec.AccountAddress;
import java.util.List;

/** A settlement contract on a chain of its own, in the hands of a test. */
public interface ContractUnderTest {
  /**
   * Carries out a command.
   *
   * @param caller who signs
   * @param now chain time, ms, never going back
   * @param bad for {@code Apply}: the page is one that the dApp chokes on
   */
  Verdict perform(AccountAddress caller, long now, ChannelCommand command, boolean bad);

  /** A channel that exists. */
  Glance look(long channel, long now);

  /** Everything that was announced so far, oldest first. */
  List<ChannelEvent> events();
}
