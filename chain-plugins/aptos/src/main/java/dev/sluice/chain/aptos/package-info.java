/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The plugin for chains with the REST interface of Aptos. */
@NullMarked
package dev.sluice.chain.aptos;

import org.jspecify.annotations.NullMarked;
