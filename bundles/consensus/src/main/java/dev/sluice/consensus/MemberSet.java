/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.MemberRecord;
import java.util.List;
import java.util.Optional;

/**
 * A numbered set of members (section 1.2).
 *
 * @param quorum q_eff: signatures in a certificate
 * @param seq operation that made it
 * @param byEvidence the member whose removal for equivocation made it
 */
record MemberSet(
    long version,
    List<MemberRecord> members,
    int quorum,
    long seq,
    Optional<MemberRecord> byEvidence) {
  MemberSet {
    members = List.copyOf(members);
  }

  int size() {
    return members.size();
  }

  MemberRecord member(int index) {
    return members.get(index);
  }

  /** Position of the member with this address, or -1. */
  int indexOf(AccountAddress address) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).address().equals(address)) {
        return i;
      }
    }
    return -1;
  }

  /** Position of the member with this member key, or -1. */
  int indexOfKey(Key memberKey) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).memberKey().equals(memberKey)) {
        return i;
      }
    }
    return -1;
  }

  /** Position of the member with this peer key, or -1. */
  int indexOfPeer(Key peerKey) {
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).peerKey().equals(peerKey)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the set has this very member: same address and same key. */
  boolean has(MemberRecord member) {
    int index = indexOf(member.address());
    return index >= 0 && members.get(index).sameMember(member);
  }

  /** f(n) of this set. */
  int liars() {
    return Quorum.liars(size());
  }
}
