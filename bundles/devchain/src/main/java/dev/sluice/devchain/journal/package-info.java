/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** What the chain keeps on disk: a log of blocks in segments, and snapshots of the state. */
@NullMarked
package dev.sluice.devchain.journal;

import org.jspecify.annotations.NullMarked;
