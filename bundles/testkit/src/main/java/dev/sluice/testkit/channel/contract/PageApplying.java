/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.channel.contract;

import static dev.sluice.testkit.channel.contract.ContractAbort.require;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.chain.AbortCode;
import dev.sluice.consensus.api.chain.ContractEvent;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.testkit.channel.contract.ChannelState.Applying;
import dev.sluice.testkit.channel.contract.ChannelState.Phase;
import java.util.List;

/** Settled state reaches the application page by page (section 10.10). */
final class PageApplying {
  private PageApplying() {}

  static NetChangePage begin(
      ChannelState c, long number, byte[] bytes, List<Hash> proof, long count) {
    require(!c.applying.isEmpty(), AbortCode.NOTHING);
    Applying first = c.applying.getFirst();
    NetChangePage page = CertificateChecks.decode(bytes, Bounds.MAX_PAGE, NetChangePage::read);
    require(number == first.applied, AbortCode.WRONG_PAGE);
    require(
        first.count == 0 ? count >= 1 && count <= Bounds.MAX_PAGES : count == first.count,
        AbortCode.WRONG_PAGE);
    require(
        MerkleTree.verify(HashFunction.H, first.root, bytes, number, count, proof),
        AbortCode.WRONG_PROOF);
    require(!c.receiptOpen, AbortCode.BUSY);
    first.count = count;
    c.receiptOpen = true;
    return page;
  }

  static void end(ChannelState c, long now) {
    require(c.receiptOpen, AbortCode.NOTHING);
    c.receiptOpen = false;
    Applying first = c.applying.getFirst();
    first.applied++;
    if (first.applied == first.count) {
      c.applying.removeFirst();
      c.emit(now, new ContractEvent.Applied(first.height));
    }
  }

  static void skip(ChannelState c, long now) {
    require(!c.applying.isEmpty(), AbortCode.NOTHING);
    require(now > c.applying.getFirst().deadline, AbortCode.TIME_LEFT);
    long height = c.applying.getFirst().height;
    c.applying.clear();
    c.stateBroken = true;
    c.emit(now, new ContractEvent.ApplySkipped(height));
  }

  /** Whether the assets come as applied (true) or as deposited. */
  static boolean takeAssets(ChannelState c, AccountAddress member) {
    require(c.phase == Phase.CLOSED || c.member(member).isEmpty(), AbortCode.STILL_MEMBER);
    require(c.stateBroken || isApplied(c, member), AbortCode.NOT_APPLIED);
    require(c.everJoined.containsKey(member) && c.assetsTaken.add(member), AbortCode.NOTHING);
    return !c.stateBroken;
  }

  private static boolean isApplied(ChannelState c, AccountAddress member) {
    Long gone = c.goneAt.get(member);
    if (c.phase == Phase.CLOSED) {
      return c.applying.isEmpty()
          || (gone != null && c.applying.stream().noneMatch(a -> a.height <= gone));
    }
    return gone != null && c.applying.stream().noneMatch(a -> a.height <= gone);
  }

  static boolean takeState(ChannelState c) {
    require(c.phase == Phase.CLOSED, AbortCode.NOT_CLOSED);
    require(c.stateBroken || c.applying.isEmpty(), AbortCode.NOT_APPLIED);
    require(!c.stateTaken, AbortCode.NOTHING);
    c.stateTaken = true;
    return !c.stateBroken;
  }
}
