/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.codec.Bytes;

/**
 * A constant.
 *
 * @param type its type
 * @param data the BCS bytes of its value, not yet checked against the type
 */
public record Constant(SignatureToken type, Bytes data) {}
