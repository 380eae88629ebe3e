/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.BlockStoreStats;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.osgi.framework.BundleContext;

/** All block stores. */
@Service
@Command(scope = "store", name = "list", description = "Show the block stores and what they hold")
public final class StoreListCommand extends ListingCommand {
  @Reference BundleContext context;

  @Override
  Listing listing() {
    var stores = new Stores(context);
    return new Listing(
        List.of(
            "name",
            "plugin",
            "blocks",
            "liveBytes",
            "diskBytes",
            "queuedBytes",
            "writable",
            "damage"),
        stores.all().entrySet().stream()
            .map(
                entry -> {
                  BlockStoreStats s = stores.use(entry.getKey(), store -> store.stats());
                  String plugin =
                      String.valueOf(entry.getValue().getProperty("sluice.plugin.name"));
                  return List.<Object>of(
                      entry.getKey(),
                      plugin,
                      s.blocks(),
                      s.liveBytes(),
                      s.diskBytes(),
                      s.queuedBytes(),
                      s.writable(),
                      s.damage().size());
                })
            .toList());
  }
}
