/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.consensus.api.object.ConfigRecord;
import dev.sluice.consensus.api.object.Domain;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.move.ModuleId;
import java.util.Optional;

/**
 * What a channel's code begins with.
 *
 * @param domain of the channel
 * @param config of the channel
 * @param code that may run
 * @param stateType the dApp's state, a resource at {@code stateAddress}
 * @param stateAddress where the channel's object is on the chain
 * @param state BCS of the state as it begins
 * @param assetType the dApp's assets, a resource at each member; empty if there are none
 */
public record SandboxGenesis(
    Domain domain,
    ConfigRecord config,
    CodeSet code,
    StructTag stateType,
    AccountAddress stateAddress,
    Bytes state,
    Optional<StructTag> assetType) {
  private static final Bytes ROOT_TAG = Bytes.utf8("SLUICE1:CHGENES.");

  /**
   * The root of a state as it begins: T(tag | type | value). It leaves the channel's number and
   * address out, which nobody knows before the channel is created.
   */
  public static Hash root(StructTag stateType, Bytes state) {
    return HashFunction.T.hash(
        new BcsWriter().fixedBytes(ROOT_TAG).bytes(stateType.toBcs()).bytes(state).toByteArray());
  }

  /** The state root in genesis. */
  public Hash root() {
    return root(stateType, state);
  }

  /** The resource that tells code in the channel where it is. */
  StructTag contextType() {
    return StructTag.of(domain.contract(), "channel_context", "Context");
  }

  ModuleId contextModule() {
    return new ModuleId(domain.contract(), "channel_context");
  }
}
