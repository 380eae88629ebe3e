/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.api;

import java.math.BigInteger;

/**
 * What a transaction may cost.
 *
 * @param gasLimit most gas units
 * @param gasPrice for one unit, in the smallest unit of the chain's coin
 */
public record Fee(long gasLimit, BigInteger gasPrice) {
  /** Of a chain that takes no fee. */
  public static final Fee NONE = new Fee(0, BigInteger.ZERO);

  public Fee {
    if (gasLimit < 0 || gasPrice.signum() < 0) {
      throw new IllegalArgumentException("negative fee");
    }
  }

  /** Most that can be charged, in the smallest unit of the chain's coin. */
  public BigInteger most() {
    return gasPrice.multiply(BigInteger.valueOf(gasLimit));
  }
}
