/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.node.api;

import java.nio.file.Path;
import java.time.Instant;

/**
 * Identity of the running node.
 *
 * @param version product version, e.g. {@code 0.1.0-SNAPSHOT}
 * @param startedAt when the container started
 * @param pid operating-system process id
 * @param data directory that holds all data and logs
 */
public record NodeInfo(String version, Instant startedAt, long pid, Path data) {}
