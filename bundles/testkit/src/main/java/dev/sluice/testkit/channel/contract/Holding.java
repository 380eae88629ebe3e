/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.object.Hash;

/** Coins of one asset that belong to one account. */
public record Holding(AccountAddress account, Hash asset) {}
