/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;

/**
 * Where a channel lives; every object that could be taken for another channel's begins with it.
 *
 * @param chainId family * 2^56 + number (section 2.1)
 * @param contract address of the contract's package or object
 * @param channel number of the channel, from 1; 0 before it is created
 */
public record Domain(long chainId, AccountAddress contract, long channel) implements Encodable {
  /** Encoded size. */
  public static final int LENGTH = 48;

  /** A domain with a 32-byte contract address. */
  public Domain {
    if (contract.length() != AccountAddress.LENGTH) {
      throw new IllegalArgumentException("contract addresses have 32 bytes here: " + contract);
    }
  }

  @Override
  public void write(BcsWriter writer) {
    writer.u64(chainId).address(contract).u64(channel);
  }

  /** Reads a domain. */
  public static Domain read(BcsReader reader) {
    return new Domain(reader.u64(), reader.address(), reader.u64());
  }
}
