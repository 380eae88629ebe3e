/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

/**
 * Something on the device that is not as it was written.
 *
 * @param where the file and offset, block or journal position
 * @param what what is wrong, what is lost and what to do
 */
public record Damage(String where, String what) {}
