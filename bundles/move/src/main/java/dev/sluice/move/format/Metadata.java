/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.Bytes;

/** An entry that compilers attach to a unit. Has no meaning here; unknown keys are kept. */
public record Metadata(Bytes key, Bytes value) {}
