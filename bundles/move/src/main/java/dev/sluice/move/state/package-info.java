/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What goes into a call from the outside and what comes out of it: the state it reads, the
 * transaction it belongs to, the changes and events it makes. Immutable unless said otherwise.
 */
@NullMarked
package dev.sluice.move.state;

import org.jspecify.annotations.NullMarked;
