/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.node.api.Finding;
import dev.sluice.node.api.NodeService;
import java.util.List;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Each thing that waits or fails, since when, why, and what to do. */
@Service
@Command(
    scope = "sluice",
    name = "doctor",
    description = "Show what waits or fails, since when, why, and what to do")
public final class DoctorCommand extends ListingCommand {
  @Option(name = "--all", description = "Show what is well, too")
  boolean all;

  @Reference NodeService node;

  @Override
  Listing listing() {
    return listing(
        node.findings().stream().filter(f -> all || f.level() != Finding.Level.OK).toList());
  }

  static Listing listing(List<Finding> findings) {
    return new Listing(
        List.of("check", "level", "since", "why", "next"),
        findings.stream()
            .map(
                f ->
                    List.<Object>of(
                        f.name(), f.level().name(), f.since().toString(), f.why(), f.next()))
            .toList());
  }
}
