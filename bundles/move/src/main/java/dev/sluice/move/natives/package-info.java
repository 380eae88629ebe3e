/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Functions that the host supplies to Move code, bound by address, module and name. They see only
 * what the {@link dev.sluice.move.natives.NativeContext} hands them.
 */
@NullMarked
package dev.sluice.move.natives;

import org.jspecify.annotations.NullMarked;
