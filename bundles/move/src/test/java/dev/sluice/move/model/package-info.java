/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A second, slow and simple implementation of the instructions, straight from their description:
 * one object per value, a cell per place, references are cells. Engines are compared with it.
 */
@NullMarked
package dev.sluice.move.model;

import org.jspecify.annotations.NullMarked;
