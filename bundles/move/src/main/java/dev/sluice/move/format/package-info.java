/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The binary format of compiled Move modules and scripts: an immutable model of the tables, and
 * what reads and writes it. Nothing here checks more than the format itself; indices may point
 * outside their table until the verifier has passed the unit.
 */
@NullMarked
package dev.sluice.move.format;

import org.jspecify.annotations.NullMarked;
