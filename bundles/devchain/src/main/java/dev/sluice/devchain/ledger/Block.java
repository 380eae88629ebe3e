/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.Bytes;

/**
 * A block.
 *
 * @param height its number
 * @param hash its hash
 * @param timestampMicros its time, in microseconds since 1970
 * @param firstVersion version of its first transaction
 * @param lastVersion version of its last transaction
 */
public record Block(
    long height, Bytes hash, long timestampMicros, long firstVersion, long lastVersion) {}
