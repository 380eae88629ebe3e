/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Contract test that every chain plugin passes. */
@NullMarked
package dev.sluice.testkit.chain;

import org.jspecify.annotations.NullMarked;
