/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.key.api.KeyService;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** The node's keys. */
@Service
@Command(scope = "key", name = "list", description = "Show the node's keys")
public final class KeyListCommand extends ListingCommand {
  @Reference KeyService keys;

  @Override
  Listing listing() {
    return new Listing(
        List.of("name", "publicKey"),
        keys.signers().stream()
            .map(s -> List.<Object>of(s.name().value(), "0x" + s.publicKey().toHex()))
            .toList());
  }
}
