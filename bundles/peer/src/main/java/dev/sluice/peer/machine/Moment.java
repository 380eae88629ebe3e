/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer.machine;

/**
 * When something happens.
 *
 * @param micros of a clock that never jumps
 * @param millis of the wall clock, since 1970
 */
public record Moment(long micros, long millis) {}
