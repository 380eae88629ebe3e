/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Transactions of Aptos as bytes, for whoever sends them and whoever checks them: payloads, raw and
 * signed transactions, authenticators, signing messages, hashes, and the addresses that follow from
 * keys. No input or output. The layouts are those of Binary Canonical Serialization of the public
 * network's types; every reader accepts only the one form a value has and raises {@link
 * dev.sluice.codec.CodecException} on any other input. All values are immutable.
 */
@NullMarked
package dev.sluice.aptos.codec;

import org.jspecify.annotations.NullMarked;
