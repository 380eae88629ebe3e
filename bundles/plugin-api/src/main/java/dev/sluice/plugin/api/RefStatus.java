/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin.api;

import java.time.Duration;

/**
 * How a {@link PluginRef} stands. Counts are since it was made.
 *
 * @param bound whether an instance is in service
 * @param inFlight calls that are with an instance now
 * @param parked calls that wait for an instance now
 * @param swaps times an instance came after one went
 * @param repeated calls carried out again on another instance
 * @param abandoned calls that an instance still held at the end of its drain limit
 * @param lastGap how long the last swap left no instance in service; zero before the first
 */
public record RefStatus(
    boolean bound,
    int inFlight,
    int parked,
    long swaps,
    long repeated,
    long abandoned,
    Duration lastGap) {}
