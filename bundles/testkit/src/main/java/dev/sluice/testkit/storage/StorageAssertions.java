/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.storage.api.StorageError;
import dev.sluice.storage.api.StorageException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What storage tests say often. */
public final class StorageAssertions {
  private StorageAssertions() {}

  /** Expects a {@link StorageException} with this error. */
  public static void assertFails(StorageError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(StorageException.class)
        .extracting(thrown -> ((StorageException) thrown).error())
        .isEqualTo(error);
  }
}
