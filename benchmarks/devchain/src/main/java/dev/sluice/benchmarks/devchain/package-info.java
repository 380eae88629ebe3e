/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Load on the development chain. */
@NullMarked
package dev.sluice.benchmarks.devchain;

import org.jspecify.annotations.NullMarked;
