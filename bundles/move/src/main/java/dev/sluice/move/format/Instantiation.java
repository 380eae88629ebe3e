/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * A generic function, struct, field, variant or variant field with its type arguments.
 *
 * @param target index into the table of what is instantiated
 * @param typeArguments index of the signature with the type arguments
 */
public record Instantiation(int target, int typeArguments) {}
