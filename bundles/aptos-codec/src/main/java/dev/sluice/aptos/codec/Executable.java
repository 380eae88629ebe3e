/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.aptos.codec;

/** What an {@link InnerPayload} runs. */
public sealed interface Executable permits Script, EntryFunction, Executable.Empty {
  /** Nothing; the multisig account holds the call. */
  record Empty() implements Executable {}
}
