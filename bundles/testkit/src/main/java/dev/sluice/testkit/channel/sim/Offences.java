/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.sim;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.message.Ack;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.Proposal;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Signature;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All statements that leave members, seen from above. What an honest member has signed twice could
 * be turned against it by whoever holds both, whether or not somebody in this history does.
 */
final class Offences {
  private record Term(AccountAddress member, Hash claimId, long epoch) {}

  private static final Signature UNSEEN = Signature.of(new byte[Signature.LENGTH]);

  private final Map<Hash, AckStatement> headers = new HashMap<>();
  private final Map<Term, TreeMap<Long, AckStatement>> signed = new HashMap<>();

  /** Notes a header that anybody sends, so that acks of it can be read. */
  void learn(PeerMessage message) {
    if (message instanceof Proposal proposal) {
      Hash hash = proposal.header().hash();
      if (!headers.containsKey(hash)) {
        headers.put(hash, AckStatement.of(proposal.header(), hash));
      }
    }
  }

  /** What a frame says about its sender; the offence that follows, if one does. */
  Optional<String> said(AccountAddress member, PeerMessage message) {
    learn(message);
    if (message instanceof Proposal proposal) {
      return signed(member, headers.get(proposal.header().hash()));
    }
    if (message instanceof Ack ack && headers.containsKey(ack.headerHash())) {
      return signed(member, headers.get(ack.headerHash()));
    }
    return Optional.empty();
  }

  private Optional<String> signed(AccountAddress member, AckStatement statement) {
    TreeMap<Long, AckStatement> term =
        signed.computeIfAbsent(
            new Term(member, statement.claimId(), statement.epoch()), t -> new TreeMap<>());
    AckStatement same = term.putIfAbsent(statement.batch(), statement);
    if (same != null) {
      return offence(same, statement);
    }
    Optional<String> found = Optional.empty();
    Map.Entry<Long, AckStatement> before = term.lowerEntry(statement.batch());
    if (before != null) {
      found = offence(before.getValue(), statement);
    }
    Map.Entry<Long, AckStatement> after = term.higherEntry(statement.batch());
    return after != null && found.isEmpty() ? offence(statement, after.getValue()) : found;
  }

  private static Optional<String> offence(AckStatement first, AckStatement second) {
    return new Evidence(first, UNSEEN, second, UNSEEN, 0)
        .kind()
        .map(
            kind ->
                kind
                    + " in epoch "
                    + first.epoch()
                    + ", batches "
                    + first.batch()
                    + " and "
                    + second.batch());
  }
}
