/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * A field of a struct or variant.
 *
 * @param name index into the identifiers
 * @param type its type
 */
public record FieldDefinition(int name, SignatureToken type) {}
