/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The ledger over HTTP, with the REST interface of Aptos: routes, JSON of Move values, modules and
 * transactions, and the server.
 */
@NullMarked
package dev.sluice.devchain.rest;

import org.jspecify.annotations.NullMarked;
