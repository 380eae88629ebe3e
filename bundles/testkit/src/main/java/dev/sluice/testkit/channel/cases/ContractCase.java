/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.cases;

import java.util.function.Consumer;

/** A row of the table: what happens, and how the contract takes it. */
public record ContractCase(String name, Consumer<Scene> script) {}
