/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.BlockStoreStats;
import dev.sluice.storage.api.BlockStores;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** All block stores. */
@Service
@Command(scope = "store", name = "list", description = "Show the block stores and what they hold")
public final class StoreListCommand extends ListingCommand {
  @Reference BlockStores stores;

  @Override
  Listing listing() {
    return new Listing(
        List.of("name", "blocks", "liveBytes", "diskBytes", "queuedBytes", "writable", "damage"),
        stores.names().stream().map(this::row).toList());
  }

  private List<Object> row(String name) {
    BlockStoreStats s = stores.store(name).stats();
    return List.of(
        name,
        s.blocks(),
        s.liveBytes(),
        s.diskBytes(),
        s.queuedBytes(),
        s.writable(),
        s.damage().size());
  }
}
