/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

/**
 * A field that instructions name.
 *
 * @param struct index into the struct definitions
 * @param field position of the field
 */
public record FieldHandle(int struct, int field) {}
