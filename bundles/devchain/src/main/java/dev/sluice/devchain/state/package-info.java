/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The state of the chain and what changes it: versioned values in memory, with reads at any version
 * of a window.
 */
@NullMarked
package dev.sluice.devchain.state;

import org.jspecify.annotations.NullMarked;
