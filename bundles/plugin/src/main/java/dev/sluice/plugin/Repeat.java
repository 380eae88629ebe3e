/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.util.concurrent.RejectedExecutionException;

/** When a failed call goes to the next instance. */
enum Repeat {
  /** Whenever the instance was about to go, or refused the call. */
  ALLOWED,
  /** Only when the instance refused the call, and so did not begin it. */
  IF_REFUSED;

  boolean covers(Throwable error, boolean withdrawn) {
    return error instanceof RejectedExecutionException || (this == ALLOWED && withdrawn);
  }
}
