/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The ledger: takes transactions, refuses those that may not run, executes the others in blocks,
 * and answers questions about what happened. No network; time comes from a clock that is given.
 */
@NullMarked
package dev.sluice.devchain.ledger;

import org.jspecify.annotations.NullMarked;
