/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.shell;

import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.PeerKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Refuse a node, or show who is refused. */
@Service
@Command(
    scope = "peer",
    name = "ban",
    description = "End the session with a node and refuse new ones; without a key, show the bans")
public final class PeerBanCommand extends PeerCommand {
  @Argument(index = 0, name = "key", description = "64 hexadecimal digits")
  String key = "";

  @Argument(index = 1, name = "reason", description = "In words")
  String reason = "by an operator";

  @Option(name = "--seconds", description = "How long; without end if not given")
  long seconds;

  @Override
  Listing listing() {
    List<Ban> bans =
        ask(
            peers -> {
              if (!key.isEmpty()) {
                Optional<Duration> duration =
                    seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
                peers.ban(PeerKey.parse(key), duration, reason);
              }
              return peers.bans();
            });
    return new Listing(
        List.of("peer", "until", "reason"),
        bans.stream()
            .<List<Object>>map(
                ban ->
                    List.of(
                        ban.key().toString(),
                        ban.until().map(Object::toString).orElse("without end"),
                        ban.reason()))
            .toList());
  }
}
