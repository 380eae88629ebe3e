/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Makes small compiled modules and scripts from text, valid or defective ones, for tests. */
@NullMarked
package dev.sluice.move.build;

import org.jspecify.annotations.NullMarked;
