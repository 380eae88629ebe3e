/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * A type parameter of a struct.
 *
 * @param constraints abilities that an argument must have
 * @param phantom whether the parameter does not appear in the struct's fields, or only in phantom
 *     positions
 */
public record StructTypeParameter(AbilitySet constraints, boolean phantom) {}
