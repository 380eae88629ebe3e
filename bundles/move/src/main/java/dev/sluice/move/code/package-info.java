/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Code ready to run: modules loaded from a store, linked with each other, specialised for their
 * type arguments and lowered to a register form that engines execute. Thread-safe unless said
 * otherwise.
 */
@NullMarked
package dev.sluice.move.code;

import org.jspecify.annotations.NullMarked;
