/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.storage.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** No room on the device, or the quota is used up. */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * An exception for {@code path}; {@code cause} is what the operating system said, if anything.
   */
  public DiskFullException(String path, @Nullable Throwable cause) {
    super("no space left for " + path, cause);
  }
}
