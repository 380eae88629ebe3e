/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.math.BigInteger;
import java.util.OptionalLong;

/**
 * The account of a key as of the latest height.
 *
 * @param address where it is
 * @param nextSequence the next sequence number (nonce); empty on a chain without
 * @param balance of the chain's coin in its smallest unit; zero on a chain without coin
 */
public record Account(Address address, OptionalLong nextSequence, BigInteger balance) {}
