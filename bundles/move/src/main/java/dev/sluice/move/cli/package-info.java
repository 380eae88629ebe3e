/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The command line of the virtual machine. Not part of the bundle: this package alone reads files,
 * writes to the terminal and knows JSON.
 */
@NullMarked
package dev.sluice.move.cli;

import org.jspecify.annotations.NullMarked;
