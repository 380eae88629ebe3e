/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.CatchUpRequest;
import dev.sluice.consensus.api.message.CatchUpResponse;
import dev.sluice.consensus.api.object.BatchContent;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.step.TimerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fetches batches that this member missed, one response at a time (section 9.1). */
final class CatchUp {
  private final Core core;
  private Optional<Certificate> target = Optional.empty();
  private Optional<Key> asked = Optional.empty();
  private Optional<Key> helper = Optional.empty();
  private boolean verifying;
  private int turn;

  CatchUp(Core core) {
    this.core = core;
  }

  /** Whether a batch is missing that a certificate says exists. */
  boolean isBehind() {
    return !core.replay.isIdle() || missing(core.locks.headerHash()) || targetMissing();
  }

  private boolean missing(Hash header) {
    return !core.log.has(header) && core.locks.batch() > core.log.confirmed().batch();
  }

  private boolean targetMissing() {
    return target
        .filter(
            t ->
                t.statement().batch() > core.log.confirmed().batch()
                    && !core.log.has(t.statement().headerHash()))
        .isPresent();
  }

  /** A certificate whose header is not known. */
  void onNotice(Key peer, Certificate certificate) {
    if (!core.standing.isMember()) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    Hash headerHash = certificate.statement().headerHash();
    Optional<Block> block = core.log.get(headerHash);
    Certificates.Form form = core.certificates.form(certificate);
    if (form == Certificates.Form.INVALID) {
      core.peers.drop(peer, RefusalCode.BAD_CARRIED);
    } else if (block.filter(b -> b.certificate().isPresent()).isPresent()
        || certificate.statement().batch() <= core.log.confirmed().batch()) {
      core.peers.stale(peer, RefusalCode.DUPLICATE);
    } else {
      core.certificates.verify(
          true,
          certificate,
          valid -> {
            if (!valid) {
              refuse(peer, certificate);
              return;
            }
            core.recovery.onCertificate(certificate);
            Optional<Block> now = core.log.get(headerHash);
            if (now.isPresent()) {
              core.certificates.accept(certificate, now.get().header());
              if (certificate.statement().epoch() == core.epochs.promised()) {
                core.epochs.accepted();
              }
            } else {
              towards(certificate, Optional.empty(), peer);
            }
          });
    }
  }

  private void refuse(Key peer, Certificate certificate) {
    if (core.certificates.form(certificate) == Certificates.Form.UNKNOWN) {
      core.count(RefusalCode.CHAIN_BEHIND);
    } else {
      core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
    }
  }

  /** Looks for the batch of a verified certificate, beginning with the peer that showed it. */
  void towards(Certificate certificate, Optional<BatchHeader> header, Key peer) {
    header.ifPresent(h -> core.locks.offer(certificate, Optional.of(h)));
    if (target.isEmpty() || core.rules.isHigher(certificate, target.get())) {
      target = Optional.of(certificate);
      if (core.proposals.isDisputed(certificate.statement().headerHash())) {
        core.certificates.outvoted(certificate);
      }
    }
    core.epochs.settle();
    if (asked.isEmpty()) {
      ask(peer);
    }
  }

  /** A peer may have what is missing. */
  void consider(Key peer) {
    if (isBehind() && asked.isEmpty() && core.replay.isIdle()) {
      core.epochs.settle();
      ask(peer);
    }
  }

  /** A peer says that it is ahead. */
  void probe(Key peer) {
    if (asked.isEmpty() && core.replay.isIdle()) {
      ask(peer);
    }
  }

  private void ask(Key peer) {
    asked = Optional.of(peer);
    Block from = core.log.confirmed();
    core.peers.send(
        List.of(peer),
        new CatchUpRequest(from.batch() + 1, from.hash(), Bounds.MAX_CATCHUP_BATCHES));
    core.timers.set(TimerName.CATCHUP, Limits.CATCHUP_MS);
  }

  /** The log begins anew at a snapshot: goes on from there. */
  void restored(Key peer) {
    asked = Optional.empty();
    ask(peer);
  }

  /** Timer CATCHUP: the peer did not help, the next one may. */
  void timedOut() {
    asked = Optional.empty();
    verifying = false;
    next();
  }

  private void next() {
    if (!isBehind() || !core.replay.isIdle() || !core.standing.isMember()) {
      return;
    }
    if (core.chain.isEmpty()) {
      core.timers.set(TimerName.CATCHUP, Limits.CATCHUP_MS);
      return;
    }
    MemberSet set = core.chain.presentSet();
    for (int i = 0; i < set.size(); i++) {
      turn = (turn + 1) % set.size();
      Key key = set.member(turn).peerKey();
      if (!key.equals(core.settings.peerKey())) {
        ask(key);
        return;
      }
    }
  }

  void onResponse(Key peer, CatchUpResponse response) {
    if (asked.filter(peer::equals).isEmpty() || verifying) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    if (response.prunedBelow() > core.log.confirmed().batch() + 1) {
      core.snapshots.request(peer);
      return;
    }
    List<CatchUpBatch> batches = response.batches();
    if (!isChain(batches)) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    if (batches.isEmpty()) {
      asked = Optional.empty();
      return;
    }
    CatchUpBatch last = batches.get(batches.size() - 1);
    boolean headFits =
        response
            .head()
            .filter(h -> h.statement().headerHash().equals(last.header().hash()))
            .isPresent();
    int vouched = headFits ? batches.size() : batches.size() - 1;
    Certificate voucher = headFits ? response.head().orElseThrow() : last.carried();
    verifying = true;
    core.certificates.verify(
        true,
        voucher,
        valid -> {
          verifying = false;
          if (valid) {
            boolean news = batches.stream().anyMatch(b -> !core.log.has(b.header().hash()));
            replay(batches.subList(0, vouched), voucher);
            // A peer that has nothing new is not asked again at once.
            helper = news ? Optional.of(peer) : Optional.empty();
            response.head().filter(h -> !h.equals(voucher)).ifPresent(this::aim);
          } else {
            refuse(peer, voucher);
          }
        });
  }

  /** The peer's newest certificate is where to go, if it is valid. */
  private void aim(Certificate head) {
    core.certificates.verify(
        false,
        head,
        valid -> {
          if (valid && (target.isEmpty() || core.rules.isHigher(head, target.get()))) {
            target = Optional.of(head);
          }
        });
  }

  /** Whether each batch is well-formed, is what its header names, and follows the one before. */
  private boolean isChain(List<CatchUpBatch> batches) {
    Optional<Hash> before = Optional.empty();
    for (CatchUpBatch batch : batches) {
      BatchHeader header = batch.header();
      Hash root = batch.body().root();
      boolean fits =
          header.domain().equals(core.domain)
              && before.map(b -> b.equals(header.parentHash())).orElse(true)
              && batch.carried().hash().equals(header.carriedHash())
              && batch.carried().statement().headerHash().equals(header.parentHash())
              && root.equals(header.transactionsRoot())
              && header.transactions() == batch.body().transactions().size()
              && BatchContent.of(batch.proof(), batch.body(), root)
                  .hash()
                  .equals(header.contentHash());
      if (!fits) {
        return false;
      }
      before = Optional.of(header.hash());
    }
    return true;
  }

  private void replay(List<CatchUpBatch> batches, Certificate voucher) {
    asked = Optional.empty();
    core.timers.cancel(TimerName.CATCHUP);
    List<CatchUpBatch> all = new ArrayList<>(batches);
    for (int i = 0; i < all.size(); i++) {
      boolean isLast = i == all.size() - 1;
      core.replay.add(all.get(i), isLast ? Optional.of(voucher) : Optional.empty(), true);
    }
    core.epochs.settle();
  }

  /** Goes on after what was fetched has been executed. */
  void advance() {
    if (!core.standing.isMember() || core.standing.isOver()) {
      return;
    }
    if (isBehind()) {
      if (core.replay.isIdle() && asked.isEmpty() && helper.isPresent()) {
        Key again = helper.get();
        helper = Optional.empty();
        ask(again);
      } else if (core.replay.isIdle() && asked.isEmpty()) {
        core.timers.start(TimerName.CATCHUP, Limits.CATCHUP_MS);
      }
    } else if (target.isPresent()) {
      reached(target.get());
    }
    core.epochs.settle();
  }

  /** T7. */
  private void reached(Certificate certificate) {
    target = Optional.empty();
    core.log
        .get(certificate.statement().headerHash())
        .ifPresent(block -> core.certificates.accept(certificate, block.header()));
    if (certificate.statement().epoch() == core.epochs.promised()) {
      core.epochs.accepted();
    }
    core.gathering.tryOpening();
  }
}
