/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Channels in a simulated world: network, disks, clocks and chain are made of one seed, the members
 * are the real state machine. A failing seed replays exactly.
 */
@NullMarked
package dev.sluice.testkit.channel.sim;

import org.jspecify.annotations.NullMarked;
