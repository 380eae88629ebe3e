/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import dev.sluice.consensus.api.chain.AbortCode;

/** The contract refused an operation; nothing was changed. Carries no stack trace. */
public final class ContractAbort extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final AbortCode code;

  ContractAbort(AbortCode code) {
    super("E_" + code);
    this.code = code;
  }

  /** Why. */
  public AbortCode code() {
    return code;
  }

  /** Aborts with {@code code} unless {@code condition} holds. */
  static void require(boolean condition, AbortCode code) {
    if (!condition) {
      throw new ContractAbort(code);
    }
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
