/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.Endpoint;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show this node's own key and where it listens. */
@Service
@Command(scope = "peer", name = "info", description = "Show this node's key and endpoints")
public final class PeerInfoCommand extends PeerCommand {
  @Override
  Listing listing() {
    return ask(
        peers ->
            new Listing(
                List.of("identity", "key", "endpoints", "sessions", "bans"),
                List.of(
                    List.of(
                        identity,
                        peers.key().toString(),
                        peers.endpoints().stream()
                            .map(Endpoint::toString)
                            .collect(Collectors.joining(" ")),
                        peers.sessions().size(),
                        peers.bans().size()))));
  }
}
