/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.ApprovalMessage;
import dev.sluice.consensus.api.message.Hello;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.message.WatchMessage;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.PeerHello;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.WatchDelegation;
import dev.sluice.consensus.api.step.Publication;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Statements that are signed for others and do not touch the log: hello, consent, watch. */
final class Statements {
  private final Core core;
  private final Map<AccountAddress, WatchDelegation> watchers = new LinkedHashMap<>();

  Statements(Core core) {
    this.core = core;
  }

  /** A session stands: introduces this member. */
  void connected(Key peer) {
    PeerHello hello =
        new PeerHello(
            core.domain,
            BatchHeader.VERSION,
            BatchHeader.VERSION,
            core.settings.self(),
            core.epochs.set().map(MemberSet::version).orElse(0L),
            core.settings.peerKey(),
            core.settings.boot(),
            Math.max(0, core.now));
    core.peers.send(List.of(peer), new Hello(hello, core.sign(hello)));
  }

  void onHello(Key peer, Hello message) {
    PeerHello hello = message.hello();
    if (!hello.domain().equals(core.domain)) {
      core.peers.drop(peer, RefusalCode.WRONG_DOMAIN);
      return;
    }
    if (hello.minVersion() > BatchHeader.VERSION || hello.version() < BatchHeader.VERSION) {
      core.count(RefusalCode.VERSION);
      core.peers.refuse(peer, RefusalCode.VERSION, Hash.ZERO, 0);
      return;
    }
    MemberSet set = core.chain.presentSet();
    int index = set.indexOfPeer(peer);
    if (index < 0
        || !set.member(index).address().equals(hello.address())
        || !hello.peerKey().equals(peer)) {
      core.peers.drop(peer, RefusalCode.NOT_MEMBER);
      return;
    }
    Key memberKey = set.member(index).memberKey();
    verify(
        peer,
        memberKey,
        hello.encode(),
        message.signature(),
        () -> core.peers.introduced(peer, hello.boot(), memberKey));
  }

  /** Consents to a joiner. */
  void approve(JoinApproval approval) {
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty()
        || !core.standing.maySign()
        || !approval.domain().equals(core.domain)
        || approval.setVersion() != set.get().version()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    int index = core.epochs.index();
    Signature signature = core.sign(approval);
    core.persist(
        List.of(Core.signed(approval, signature)),
        () -> {
          core.publish(new Publication.Approved(approval, index, signature));
          toOthers(new ApprovalMessage(approval, index, signature));
        });
  }

  void onApproval(Key peer, ApprovalMessage message) {
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty()
        || message.approval().setVersion() != set.get().version()
        || !message.approval().domain().equals(core.domain)) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    if (message.index() >= set.get().size()) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    verify(
        peer,
        set.get().member(message.index()).memberKey(),
        message.approval().encode(),
        message.signature(),
        () ->
            core.publish(
                new Publication.Approved(
                    message.approval(), message.index(), message.signature())));
  }

  /** Names a watcher. */
  void watch(AccountAddress watcher, long validUntil) {
    Optional<MemberSet> set = core.epochs.set();
    if (set.isEmpty() || !core.standing.maySign()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    WatchDelegation delegation =
        new WatchDelegation(
            core.domain, core.settings.self(), set.get().version(), watcher, validUntil);
    Signature signature = core.sign(delegation);
    core.persist(
        List.of(Core.signed(delegation, signature)),
        () -> toOthers(new WatchMessage(delegation, signature)));
  }

  void onWatch(Key peer, WatchMessage message) {
    WatchDelegation delegation = message.delegation();
    Optional<MemberSet> set = core.epochs.set();
    int index = set.map(s -> s.indexOf(delegation.member())).orElse(-1);
    if (index < 0
        || !delegation.domain().equals(core.domain)
        || delegation.setVersion() != set.orElseThrow().version()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    verify(
        peer,
        set.get().member(index).memberKey(),
        delegation.encode(),
        message.signature(),
        () -> {
          watchers.keySet().removeIf(member -> core.epochs.set().orElseThrow().indexOf(member) < 0);
          watchers.put(delegation.member(), delegation);
          core.publish(new Publication.Watched(delegation));
        });
  }

  private void toOthers(PeerMessage message) {
    List<Key> others = new ArrayList<>();
    core.epochs
        .set()
        .ifPresent(
            set ->
                set.members().stream()
                    .filter(m -> !m.peerKey().equals(core.settings.peerKey()))
                    .forEach(m -> others.add(m.peerKey())));
    core.peers.send(others, message);
  }

  private void verify(Key peer, Key signer, byte[] bytes, Signature signature, Runnable then) {
    boolean asked =
        core.effects.verify(
            false,
            List.of(new SignatureCheck(signer, bytes, signature, core.certificates.strict())),
            valid -> {
              if (valid.get(0)) {
                then.run();
              } else {
                core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
              }
            });
    if (!asked) {
      core.count(RefusalCode.OVERLOADED);
    }
  }
}
