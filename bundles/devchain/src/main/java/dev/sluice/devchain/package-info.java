/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The embedded development chain: one node, no consensus, with the REST interface of Aptos. It runs
 * real transactions with real signatures in the Move virtual machine; its coins are worth nothing.
 */
@NullMarked
package dev.sluice.devchain;

import org.jspecify.annotations.NullMarked;
