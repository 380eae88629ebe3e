/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * A transaction that lacks only its signature. Holds all that {@link Chain#assemble} needs, so that
 * another instance of the plugin can finish it.
 *
 * @param key who has to sign
 * @param message what to sign, in the form {@link SignatureScheme} gives
 * @param unsigned the transaction in the chain's own bytes
 * @param validity until when it can be committed
 * @param fee the limit it carries
 */
public record PreparedTransaction(
    PublicKey key, Bytes message, Bytes unsigned, Validity validity, Fee fee) {}
