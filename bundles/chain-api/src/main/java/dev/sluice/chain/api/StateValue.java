/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * A value read from a chain. What a node answers is not proof: a caller that acts on a value checks
 * it by its own means.
 *
 * @param bytes in the chain's own encoding (BCS, ABI, plain)
 * @param type the value's type as the chain names it; empty if it does not
 * @param at the height it was read at
 */
public record StateValue(Bytes bytes, String type, Height at) {}
