/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.Peers;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show the nodes that this one knows of. */
@Service
@Command(
    scope = "peer",
    name = "directory",
    description = "Show the nodes this one knows of, and what it does about them")
public final class PeerDirectoryCommand extends PeerCommand {
  @Override
  Listing listing() {
    return new Listing(
        List.of("peer", "endpoints", "from", "wanted", "state", "failure", "nextTry", "expires"),
        ask(Peers::known).stream().map(PeerDirectoryCommand::row).toList());
  }

  private static List<Object> row(KnownPeer known) {
    return List.of(
        known.key().toString(),
        known.endpoints().stream().map(Object::toString).collect(Collectors.joining(" ")),
        known.sources().stream().map(Enum::name).collect(Collectors.joining(" ")),
        known.wanted(),
        known.state().name(),
        known.failure().map(error -> error.number() + " " + error.name()).orElse(""),
        known.nextTry().map(Object::toString).orElse(""),
        known.expires().map(Object::toString).orElse(""));
  }
}
