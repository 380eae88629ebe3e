/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What execution costs: the published schedule, and the meter that a call runs against. */
@NullMarked
package dev.sluice.move.gas;

import org.jspecify.annotations.NullMarked;
