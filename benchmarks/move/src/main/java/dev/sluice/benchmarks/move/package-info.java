/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** How fast the Move virtual machine is. */
@NullMarked
package dev.sluice.benchmarks.move;

import org.jspecify.annotations.NullMarked;
