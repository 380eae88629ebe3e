/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * The body of a function.
 *
 * @param locals index of the signature with the types of the locals beyond the parameters
 * @param code the instructions
 */
public record CodeUnit(int locals, Code code) {}
