/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * What a {@link Swappable} needs of the machine.
 *
 * @param nanoTime a clock that only goes forward, in nanoseconds
 * @param timer runs time-outs; its tasks are short
 * @param executor runs calls that were parked and completes futures. Holds at most two tasks for
 *     each call in flight, which the limits of the references bound
 */
record SwapEnvironment(LongSupplier nanoTime, ScheduledExecutorService timer, Executor executor) {}
