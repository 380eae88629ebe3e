/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import dev.sluice.codec.AccountAddress;
import dev.sluice.move.natives.NativeRegistry;

/** The native functions of the modules at 0x1. */
public final class StandardNatives {
  private StandardNatives() {}

  /** All of them, for addresses of 32 bytes. */
  public static NativeRegistry registry() {
    return registry(AccountAddress.LENGTH);
  }

  /** All of them, for addresses of {@code addressLength} bytes, 32 or 16. */
  public static NativeRegistry registry(int addressLength) {
    NativeRegistry.Builder registry = NativeRegistry.builder();
    Natives natives = new Natives(registry, AccountAddress.of(1, addressLength));
    VectorNatives.addTo(natives);
    ValueNatives.addTo(natives);
    StringNatives.addTo(natives);
    HashNatives.addTo(natives);
    SignatureNatives.addTo(natives);
    TypeNatives.addTo(natives);
    EventNatives.addTo(natives);
    TableNatives.addTo(natives);
    AccountNatives.addTo(natives);
    TransactionNatives.addTo(natives);
    CodeNatives.addTo(natives);
    FormatNatives.addTo(natives);
    return registry.build();
  }
}
