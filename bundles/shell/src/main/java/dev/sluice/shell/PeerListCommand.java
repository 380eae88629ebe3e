/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Peers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Show the sessions with other nodes. */
@Service
@Command(scope = "peer", name = "list", description = "Show the sessions with other nodes")
public final class PeerListCommand extends PeerCommand {
  @Override
  Listing listing() {
    return new Listing(
        List.of(
            "peer",
            "path",
            "remote",
            "since",
            "rttMicros",
            "queued",
            "in",
            "out",
            "refused",
            "faults",
            "topics"),
        ask(Peers::sessions).stream().map(PeerListCommand::row).toList());
  }

  private static List<Object> row(PeerSession s) {
    return List.of(
        s.key().toString(),
        s.path().name(),
        s.remote().map(Object::toString).orElse(""),
        s.since().toString(),
        s.roundTrip().map(Duration::toNanos).map(n -> n / 1_000).orElse(-1L),
        s.queued().values().stream().mapToInt(Integer::intValue).sum(),
        s.framesIn(),
        s.framesOut(),
        s.refused(),
        s.faults(),
        s.topics().stream().sorted().collect(Collectors.joining(" ")));
  }
}
