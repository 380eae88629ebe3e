/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.consensus.api.chain.ContractCall;
import dev.sluice.consensus.api.message.CertificateNotice;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Certified headers that a liar has kept to post to the contract when it suits nobody. */
final class Loot {
  private static final int KEPT = 512;

  private final World world;
  private final Map<Hash, BatchHeader> headers = new HashMap<>();
  private final List<Certificate> certificates = new ArrayList<>();

  Loot(World world) {
    this.world = world;
  }

  void see(PeerMessage message) {
    if (certificates.size() >= KEPT) {
      return;
    }
    if (message instanceof Proposal proposal) {
      headers.putIfAbsent(proposal.header().hash(), proposal.header());
      keep(proposal.carried());
    } else if (message instanceof CertificateNotice notice) {
      keep(notice.certificate());
    }
  }

  private void keep(Certificate certificate) {
    if (certificates.isEmpty() || !certificates.get(certificates.size() - 1).equals(certificate)) {
      certificates.add(certificate);
    }
  }

  /** Something old, or the newest, for the contract; none while there is nothing to post. */
  Optional<ContractCall> pick(SimLedger ledger) {
    if (certificates.isEmpty()) {
      return Optional.empty();
    }
    int last = certificates.size() - 1;
    int at = world.chance(0.3) ? last : world.random.nextInt(last + 1);
    Certificate certificate = certificates.get(at);
    BatchHeader header = headers.get(certificate.statement().headerHash());
    if (header == null || !ledger.knows(header.finality().stateRoot())) {
      return Optional.empty();
    }
    Settlement settlement =
        new Settlement(header, certificate, ledger.payouts(header.finality().stateRoot()));
    return Optional.of(
        switch (world.random.nextInt(12)) {
          case 0 -> new ContractCall.OpenExit(Optional.of(settlement));
          case 1, 2, 3, 4 -> new ContractCall.PostExit(settlement);
          case 5, 6, 7 -> new ContractCall.PostCut(settlement);
          default -> new ContractCall.Settle(settlement);
        });
  }
}
