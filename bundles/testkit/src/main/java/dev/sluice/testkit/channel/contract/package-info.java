/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A model of the settlement contract, written from section 10 of the channel protocol alone. It is
 * the chain of the simulator and judges the contracts of real chains case by case.
 */
@NullMarked
package dev.sluice.testkit.channel.contract;

import org.jspecify.annotations.NullMarked;
