/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Proves that a decoded Move module or script is safe to run, and that it fits the modules it
 * imports: {@link dev.sluice.move.verify.Verifier} for a unit by itself, {@link
 * dev.sluice.move.verify.Linker} for a unit with its dependencies, {@link
 * dev.sluice.move.verify.UpgradePolicy} for a new version of a published module.
 *
 * <p>Everything here is a pure function of its arguments: no I/O, no state, safe for use by many
 * threads. Refusals are {@link dev.sluice.move.MoveException}s with the status codes of the
 * reference verifier.
 */
@NullMarked
package dev.sluice.move.verify;

import org.jspecify.annotations.NullMarked;
