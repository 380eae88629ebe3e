/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Values at run time. Booleans and integers up to 64 bits are plain {@code long}s; {@code U128},
 * {@code U256}, {@code AccountAddress} and {@code Signer} are immutable objects; structs, enums and
 * vectors are {@link dev.sluice.move.value.Container}s, each owned by exactly one place. Values
 * carry no types: the verifier has proved them. Nothing here is thread-safe.
 */
@NullMarked
package dev.sluice.move.value;

import org.jspecify.annotations.NullMarked;
