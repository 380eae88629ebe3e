/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * A variant that instructions name (version 7 and later).
 *
 * @param struct index into the struct definitions
 * @param variant number of the variant
 */
public record VariantHandle(int struct, int variant) {}
