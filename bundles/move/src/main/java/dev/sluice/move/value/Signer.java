/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.value;

import dev.sluice.codec.AccountAddress;

/** The authority to act for an account. Only the host and natives make one. */
public record Signer(AccountAddress address) {}
