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
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** A new key. */
@Service
@Command(scope = "key", name = "generate", description = "Make a new Ed25519 key")
public final class KeyGenerateCommand extends ListingCommand {
  @Argument(name = "name", required = true, description = "Name of the key: a-z 0-9 . -")
  String name = "";

  @Reference KeyService keys;

  @Override
  Listing listing() {
    var signer = keys.generate(new KeyName(name));
    return new Listing(
        List.of("name", "publicKey"),
        List.of(List.of(signer.name().value(), "0x" + signer.publicKey().toHex())));
  }
}
