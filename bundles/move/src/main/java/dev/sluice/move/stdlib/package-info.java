/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The standard library: its compiled modules and the native functions behind them. */
@NullMarked
package dev.sluice.move.stdlib;

import org.jspecify.annotations.NullMarked;
