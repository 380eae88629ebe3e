/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.storage.api.Leases;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Who holds a lease. */
@Service
@Command(scope = "lease", name = "show", description = "Show who holds a lease")
public final class LeaseShowCommand extends ListingCommand {
  @Argument(name = "name", required = true, description = "Name of the lease")
  String name = "";

  @Reference Leases leases;

  @Override
  Listing listing() {
    return new Listing(
        List.of("name", "holder", "token", "expires"),
        leases.current(name).stream()
            .map(l -> List.<Object>of(l.name(), l.holder(), l.token(), l.expires().toString()))
            .toList());
  }
}
