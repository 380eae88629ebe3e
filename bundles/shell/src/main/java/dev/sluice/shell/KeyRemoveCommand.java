/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a key for good. */
@Service
@Command(scope = "key", name = "remove", description = "Remove a key for good")
public final class KeyRemoveCommand extends ListingCommand {
  @Argument(name = "name", required = true, description = "Name of the key")
  @Completion(KeyNameCompleter.class)
  String name = "";

  @Option(name = "--yes", description = "Really; what the key owns is out of reach afterwards")
  boolean yes;

  @Reference KeyService keys;

  @Override
  Listing listing() {
    if (!yes) {
      throw new IllegalArgumentException(
          "what key "
              + name
              + " owns would be out of reach for good; if that is meant: key:remove --yes "
              + name);
    }
    keys.remove(new KeyName(name));
    return new Listing(List.of("removed"), List.of(List.of(name)));
  }
}
