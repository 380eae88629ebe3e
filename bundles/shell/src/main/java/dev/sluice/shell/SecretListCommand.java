/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.key.api.SecretService;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Names of the secrets. */
@Service
@Command(scope = "secret", name = "list", description = "Show the names of the secrets")
public final class SecretListCommand extends ListingCommand {
  @Reference SecretService secrets;

  @Override
  Listing listing() {
    return new Listing(
        List.of("name"),
        secrets.secrets().stream().map(name -> List.<Object>of(name.value())).toList());
  }
}
