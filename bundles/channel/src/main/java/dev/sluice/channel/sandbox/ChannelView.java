/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.state.StateView;
import java.util.List;
import java.util.Optional;

/** The state as code in the channel sees it: the entries, and the context beside them. */
final class ChannelView implements StateView {
  private final SandboxGenesis genesis;
  private final StructTag contextType;
  private StateTree tree;
  private Bytes context = Bytes.EMPTY;

  ChannelView(SandboxGenesis genesis, StateTree tree) {
    this.genesis = genesis;
    this.tree = tree;
    contextType = genesis.contextType();
  }

  StateTree tree() {
    return tree;
  }

  void setTree(StateTree tree) {
    this.tree = tree;
  }

  /** Sets what {@code channel_context} tells the next call. */
  void setContext(long height, long time, List<AccountAddress> members) {
    context =
        new BcsWriter(128)
            .u64(genesis.domain().channel())
            .address(genesis.stateAddress())
            .u64(height)
            .u64(time)
            .list(members, BcsWriter::address)
            .toBytes();
  }

  @Override
  public Optional<Bytes> resource(AccountAddress address, StructTag type) {
    if (type.equals(contextType) && address.equals(contextType.address())) {
      return Optional.of(context);
    }
    return tree.get(EntryKey.resource(address, type));
  }

  @Override
  public Optional<Bytes> tableItem(AccountAddress table, Bytes key) {
    return tree.get(EntryKey.item(table, key));
  }
}
