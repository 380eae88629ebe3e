/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.PeerKey;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Lift a ban. */
@Service
@Command(scope = "peer", name = "unban", description = "Lift the ban of a node")
public final class PeerUnbanCommand extends PeerCommand {
  @Argument(index = 0, name = "key", required = true, description = "64 hexadecimal digits")
  String key = "";

  @Override
  Listing listing() {
    PeerKey wanted = PeerKey.parse(key);
    boolean done =
        ask(
            peers -> {
              boolean was = peers.bans().stream().anyMatch(ban -> ban.key().equals(wanted));
              peers.unban(wanted);
              return was;
            });
    return new Listing(List.of("peer", "wasBanned"), List.of(List.of(key, done)));
  }
}
