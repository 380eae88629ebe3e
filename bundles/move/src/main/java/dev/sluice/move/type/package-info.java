/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Types at run time: without type parameters, each type one object per program, with the layout of
 * its values in memory and in BCS. Immutable and thread-safe.
 */
@NullMarked
package dev.sluice.move.type;

import org.jspecify.annotations.NullMarked;
