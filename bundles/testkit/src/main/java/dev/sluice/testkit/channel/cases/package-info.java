/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * One table of cases for the settlement contract of any chain. A contract under test is driven by
 * the commands of {@link dev.sluice.chain.api.ChannelCommand}; each case says for each command
 * whether it is applied or by which abort code it is refused. {@link
 * dev.sluice.testkit.channel.cases.Scene} runs a case on several contracts at once, of which the
 * model is one, and compares the state and the events of all after every command.
 */
@NullMarked
package dev.sluice.testkit.channel.cases;

import org.jspecify.annotations.NullMarked;
