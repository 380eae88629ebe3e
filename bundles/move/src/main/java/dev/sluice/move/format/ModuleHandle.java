/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * A module that the unit names.
 *
 * @param address index into the addresses
 * @param name index into the identifiers
 */
public record ModuleHandle(int address, int name) {}
