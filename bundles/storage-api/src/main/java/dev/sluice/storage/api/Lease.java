/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import java.time.Instant;

/**
 * A lease as it was granted.
 *
 * @param name what it is about
 * @param holder who holds it
 * @param token fencing token: grows with each grant of the same name
 * @param expires when it ends unless renewed, by the clock of the service that granted it
 */
public record Lease(String name, String holder, long token, Instant expires) {}
