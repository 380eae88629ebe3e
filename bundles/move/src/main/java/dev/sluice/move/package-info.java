/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/** The Move virtual machine: status codes and errors that all its parts share. */
@NullMarked
package dev.sluice.move;

import org.jspecify.annotations.NullMarked;
