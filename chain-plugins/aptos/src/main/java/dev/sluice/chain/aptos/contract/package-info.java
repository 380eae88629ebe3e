/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The compiled Move packages of the settlement contract and its examples, ready to publish. */
@NullMarked
package dev.sluice.chain.aptos.contract;

import org.jspecify.annotations.NullMarked;
