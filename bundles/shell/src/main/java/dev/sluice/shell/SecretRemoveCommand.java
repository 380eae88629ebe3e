/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.SecretService;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Removes a secret. */
@Service
@Command(scope = "secret", name = "remove", description = "Remove a secret for good")
public final class SecretRemoveCommand extends ListingCommand {
  @Argument(name = "name", required = true, description = "Name of the secret")
  String name = "";

  @Reference SecretService secrets;

  @Override
  Listing listing() {
    secrets.removeSecret(new KeyName(name));
    return new Listing(List.of("name", "state"), List.of(List.of(name, "removed")));
  }
}
