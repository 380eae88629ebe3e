/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The virtual machine for its hosts: load modules, open sessions on a state, call functions, take
 * the changes.
 */
@NullMarked
package dev.sluice.move.session;

import org.jspecify.annotations.NullMarked;
