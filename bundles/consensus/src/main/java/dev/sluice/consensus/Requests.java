/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.AccountAddress;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.CloseMessage;
import dev.sluice.consensus.api.message.LeaveMessage;
import dev.sluice.consensus.api.object.CloseCause;
import dev.sluice.consensus.api.object.CloseRequest;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.LeaveRequest;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedClose;
import dev.sluice.consensus.api.object.SignedLeave;
import dev.sluice.consensus.api.object.SystemTransaction;
import dev.sluice.consensus.api.step.SignatureCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Verified requests to leave and to close, of each member one, until they are in the log. */
final class Requests {
  private final Core core;

  /** A request, and the key by which it was verified: whoever came back may have another now. */
  private record Kept<T>(T signed, Key key) {}

  private final Map<AccountAddress, Kept<SignedLeave>> leaves = new LinkedHashMap<>();
  private final Map<AccountAddress, Kept<SignedClose>> closes = new LinkedHashMap<>();

  Requests(Core core) {
    this.core = core;
  }

  /** The local client wishes to leave. */
  void ask(SignedLeave signed) {
    offer(Optional.empty(), signed);
    if (!core.epochs.isLeader()) {
      core.paths.toLeader(new LeaveMessage(signed));
    }
  }

  /** The local client wishes to close the channel. */
  void ask(SignedClose signed) {
    offer(Optional.empty(), signed);
    core.epochs
        .set()
        .ifPresent(
            set -> {
              List<Key> others = new ArrayList<>();
              for (int i = 0; i < set.size(); i++) {
                if (i != core.epochs.index()) {
                  others.add(set.member(i).peerKey());
                }
              }
              core.peers.send(others, new CloseMessage(signed));
            });
  }

  /** Sends again what the local client asked for: another member may lead now. */
  void resubmit() {
    Optional<SignedLeave> own =
        Optional.ofNullable(leaves.get(core.settings.self())).map(Kept::signed);
    if (!core.epochs.isLeader()) {
      own.ifPresent(leave -> core.paths.toLeader(new LeaveMessage(leave)));
      closes.values().forEach(close -> core.paths.toLeader(new CloseMessage(close.signed())));
    }
  }

  /**
   * Keeps a leave request if it is valid.
   *
   * @param peer who sent it, and answers for its signature
   */
  void offer(Optional<Key> peer, SignedLeave signed) {
    LeaveRequest request = signed.request();
    boolean fits =
        fits(request.member(), request.sequence(), request.expiryHeight())
            && request.domain().equals(core.domain);
    verify(
        peer,
        fits,
        request.member(),
        request.encode(),
        signed.signature(),
        key -> leaves.put(request.member(), new Kept<>(signed, key)));
  }

  /**
   * Keeps a close request if it is valid.
   *
   * @param peer who sent it, and answers for its signature
   */
  void offer(Optional<Key> peer, SignedClose signed) {
    CloseRequest request = signed.request();
    boolean fits =
        fits(request.member(), request.sequence(), request.expiryHeight())
            && request.domain().equals(core.domain);
    verify(
        peer,
        fits,
        request.member(),
        request.encode(),
        signed.signature(),
        key -> closes.put(request.member(), new Kept<>(signed, key)));
  }

  private LogState log() {
    return core.leader.newest().map(Block::log).orElse(core.log.confirmed().log());
  }

  private boolean fits(AccountAddress member, long sequence, long expiry) {
    return isFresh(log(), member, sequence, expiry, core.log.confirmed().lastHeight() + 1);
  }

  private static boolean isFresh(
      LogState log, AccountAddress member, long sequence, long expiry, long height) {
    return expiry >= height
        && log.account(member)
            .filter(a -> a.standing() == LogState.Standing.MEMBER && a.sequence() < sequence)
            .isPresent();
  }

  private void verify(
      Optional<Key> peer,
      boolean fits,
      AccountAddress member,
      byte[] message,
      Signature signature,
      Consumer<Key> then) {
    if (!fits) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    Key key = log().account(member).orElseThrow().txKey();
    core.effects.verify(
        false,
        List.of(new SignatureCheck(key, message, signature, false)),
        valid -> {
          if (valid.get(0)) {
            then.accept(key);
          } else {
            peer.ifPresentOrElse(
                k -> core.peers.drop(k, RefusalCode.BAD_SIGNATURE),
                () -> core.count(RefusalCode.BAD_SIGNATURE));
          }
        });
  }

  /** L5: a leave or close that may end the next batch. */
  Optional<SystemTransaction.Kind> next(BatchRules.Place place, BodyBuilder body) {
    if (place.parent().outcome().closeAsked()) {
      return Optional.of(new SystemTransaction.Close(CloseCause.CODE, List.of()));
    }
    List<SignedClose> valid = new ArrayList<>();
    for (Kept<SignedClose> kept : closes.values()) {
      CloseRequest request = kept.signed().request();
      if (isFreshIn(
          body, request.member(), kept.key(), request.sequence(), request.expiryHeight())) {
        valid.add(kept.signed());
      }
    }
    if (!valid.isEmpty() && valid.size() >= Quorum.votes(body.log().members())) {
      return Optional.of(new SystemTransaction.Close(CloseCause.REQUESTS, valid));
    }
    if (body.log().exitOpen()) {
      return Optional.empty();
    }
    for (Kept<SignedLeave> kept : leaves.values()) {
      LeaveRequest request = kept.signed().request();
      if (isFreshIn(
          body, request.member(), kept.key(), request.sequence(), request.expiryHeight())) {
        return Optional.of(new SystemTransaction.Leave(kept.signed()));
      }
    }
    return Optional.empty();
  }

  private static boolean isFreshIn(
      BodyBuilder body, AccountAddress member, Key key, long sequence, long expiry) {
    return body.height() <= expiry
        && body.log().isMember(member)
        && body.log().txKey(member).equals(key)
        && body.log().sequence(member) < sequence;
  }

  /** Forgets what is in the log or can no longer be. */
  void confirmed(Block block) {
    LogState log = block.log();
    long height = block.lastHeight() + 1;
    leaves
        .values()
        .removeIf(
            s ->
                !isFresh(
                    log,
                    s.signed().request().member(),
                    s.signed().request().sequence(),
                    s.signed().request().expiryHeight(),
                    height));
    closes
        .values()
        .removeIf(
            s ->
                !isFresh(
                    log,
                    s.signed().request().member(),
                    s.signed().request().sequence(),
                    s.signed().request().expiryHeight(),
                    height));
  }
}
