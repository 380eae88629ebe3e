/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.code;

import dev.sluice.move.type.VectorType;

/** What {@link Op#VECTOR_PACK} makes. */
public record VectorPack(VectorType type, int count) {}
