/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import dev.sluice.codec.Bytes;

/**
 * A transaction ready to be sent. The core stores it before it sends it.
 *
 * @param hash by which the chain will know it
 * @param bytes in the chain's own form
 * @param validity until when it can be committed
 */
public record SignedTransaction(TxHash hash, Bytes bytes, Validity validity) {}
