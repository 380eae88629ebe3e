/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Reads a block into a file. */
@Service
@Command(scope = "store", name = "get", description = "Write a block into a new file")
public final class StoreGetCommand extends ListingCommand {
  @Argument(index = 0, name = "store", required = true, description = "Name of the store")
  @Completion(StoreNameCompleter.class)
  String store = "";

  @Argument(index = 1, name = "id", required = true, description = "Id of the block (CID text)")
  String id = "";

  @Argument(index = 2, name = "file", required = true, description = "File that is not there yet")
  @Completion(FileCompleter.class)
  String file = "";

  @Reference BlockStores stores;

  @Override
  Listing listing() {
    Block block =
        Stores.existing(stores, store)
            .get(BlockId.parse(id))
            .orElseThrow(
                () -> new IllegalArgumentException("store " + store + " has no block " + id));
    try {
      Files.write(PluginCommand.absolute(file), block.bytes(), StandardOpenOption.CREATE_NEW);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
    return new Listing(List.of("file", "bytes"), List.of(List.of(file, block.size())));
  }
}
