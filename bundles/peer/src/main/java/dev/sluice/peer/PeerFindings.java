/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.peer;

import dev.sluice.peer.api.Ban;
import dev.sluice.peer.api.KnownPeer;
import dev.sluice.peer.api.PeerError;
import dev.sluice.peer.api.PeerSession;
import dev.sluice.peer.api.Peers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;

/** What an operator should know of the peer network. */
final class PeerFindings {
  /** A clock that is this much off is a finding. */
  static final Duration MAX_CLOCK = Duration.ofSeconds(1);

  private PeerFindings() {}

  static Result of(String name, Optional<? extends Peers> peers, String failure) {
    var log = new FormattingResultLog();
    if (peers.isEmpty()) {
      log.critical("the peer network {} did not start: {}", name, failure);
      log.critical("Next: mend etc/sluice.peer.cfg; it starts again when the file is saved");
      return new Result(log);
    }
    List<PeerSession> sessions = peers.get().sessions();
    List<KnownPeer> absent =
        peers.get().known().stream()
            .filter(known -> known.wanted() && known.state() != KnownPeer.State.OPEN)
            .toList();
    for (KnownPeer known : absent) {
      log.warn(
          "no session with peer {}: {}",
          known.key(),
          known
              .failure()
              .map(PeerError::name)
              .orElse(known.endpoints().isEmpty() ? "it has to dial" : "dialling"));
    }
    for (PeerSession session : sessions) {
      if (session.clockDifference().abs().compareTo(MAX_CLOCK) > 0) {
        log.warn(
            "the clock of peer {} is {} ms ahead of this one",
            session.key(),
            session.clockDifference().toMillis());
      }
    }
    List<Ban> bans = peers.get().bans();
    if (!absent.isEmpty()) {
      log.warn("Next: peer:directory shows what is tried and when");
    } else {
      log.info("{} sessions, {} bans", sessions.size(), bans.size());
    }
    return new Result(log);
  }
}
