/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.step;

import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.Signature;

/**
 * One signature to verify.
 *
 * @param message the signed bytes; not to be changed
 * @param strict by the strict rule, else by the client rule (section 2.5)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and copies would cost
public record SignatureCheck(Key key, byte[] message, Signature signature, boolean strict) {}
