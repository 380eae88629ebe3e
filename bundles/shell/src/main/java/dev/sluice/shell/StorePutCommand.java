/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.Block;
import dev.sluice.storage.api.BlockId;
import dev.sluice.storage.api.BlockStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;

/** Stores a file as one block. */
@Service
@Command(scope = "store", name = "put", description = "Store a file of at most 1 MiB as one block")
public final class StorePutCommand extends ListingCommand {
  @Argument(index = 0, name = "store", required = true, description = "Name of the store")
  @Completion(StoreNameCompleter.class)
  String store = "";

  @Argument(index = 1, name = "file", required = true, description = "File on the node's machine")
  @Completion(FileCompleter.class)
  String file = "";

  @Reference BlockStores stores;

  @Override
  Listing listing() {
    Block block = Block.of(BlockId.RAW, read(PluginCommand.absolute(file)));
    Stores.existing(stores, store).put(block);
    return new Listing(
        List.of("id", "bytes"), List.of(List.of(block.id().toString(), block.size())));
  }

  private static byte[] read(Path file) {
    // Not by its size: that of a device says nothing.
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Block.MAX_BYTES + 1);
      if (bytes.length > Block.MAX_BYTES) {
        throw new IllegalArgumentException(
            file + " has more bytes than a block may have: " + Block.MAX_BYTES);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
