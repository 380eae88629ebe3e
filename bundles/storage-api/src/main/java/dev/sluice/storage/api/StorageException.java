/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.api;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of this API. The message says what failed, on which id or file, and what to do.
 */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final StorageError error;

  /** An exception without a cause. */
  public StorageException(StorageError error, String message) {
    this(error, message, null);
  }

  /** An exception caused by {@code cause}. */
  public StorageException(StorageError error, String message, @Nullable Throwable cause) {
    super(message + " (" + error + " " + error.number() + ")", cause);
    this.error = error;
  }

  /** What went wrong. */
  public StorageError error() {
    return error;
  }
}
