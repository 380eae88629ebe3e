/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What executes lowered code. */
@NullMarked
package dev.sluice.move.engine;

import org.jspecify.annotations.NullMarked;
