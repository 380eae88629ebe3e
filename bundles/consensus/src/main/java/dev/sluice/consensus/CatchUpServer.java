/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.CatchUpBatch;
import dev.sluice.consensus.api.message.CatchUpRequest;
import dev.sluice.consensus.api.message.CatchUpResponse;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.SignedStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hands batches of the certified log to members that are behind (section 9.1). */
final class CatchUpServer {
  /** Bytes of a batch beside its body: header, signature, certificate and list lengths. */
  private static final int BATCH_OVERHEAD = 1024;

  /** Bytes of a response beside its batches. */
  private static final int RESPONSE_OVERHEAD = 8192;

  /** Reads of the journal that are open at once. */
  private static final int MAX_READS = 2;

  private final Core core;
  private int reads;

  CatchUpServer(Core core) {
    this.core = core;
  }

  void onRequest(Key peer, CatchUpRequest request) {
    if (core.standing.is(dev.sluice.consensus.api.step.MemberState.RECOVERING)) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    int max = Math.min(request.max(), Bounds.MAX_CATCHUP_BATCHES);
    long from = request.fromBatch();
    Block confirmed = core.log.confirmed();
    if (from > confirmed.batch() + 1) {
      answer(peer, List.of(), Optional.empty());
    } else if (from == confirmed.batch() + 1) {
      if (!request.after().equals(confirmed.hash())) {
        unknown(peer, request);
        return;
      }
      answer(peer, List.of(), max);
    } else if (core.log.recent(from).flatMap(Block::source).isPresent()) {
      fromMemory(peer, request, max);
    } else {
      fromJournal(peer, request, max);
    }
  }

  private void unknown(Key peer, CatchUpRequest request) {
    core.peers.refuse(peer, RefusalCode.UNKNOWN_PARENT, request.after(), 0);
  }

  private void fromMemory(Key peer, CatchUpRequest request, int max) {
    List<CatchUpBatch> batches = new ArrayList<>();
    for (Block block : core.log.recent()) {
      if (block.batch() >= request.fromBatch()) {
        batches.add(block.source().orElseThrow());
      }
    }
    core.log.confirmed().source().ifPresent(batches::add);
    send(peer, request, batches, max);
  }

  private void fromJournal(Key peer, CatchUpRequest request, int max) {
    if (reads >= MAX_READS) {
      core.peers.refuse(peer, RefusalCode.OVERLOADED, request.after(), Limits.CATCHUP_MS);
      return;
    }
    reads++;
    core.effects.readBatches(
        request.fromBatch(),
        max,
        Bounds.MAX_FRAME / 2,
        batches -> {
          reads--;
          if (batches.isEmpty()) {
            long below = core.snapshots.base() + 1;
            core.peers.send(List.of(peer), new CatchUpResponse(List.of(), Optional.empty(), below));
          } else {
            send(peer, request, batches, max);
          }
        });
  }

  private void send(Key peer, CatchUpRequest request, List<CatchUpBatch> batches, int max) {
    BatchHeader first = batches.get(0).header();
    if (first.batch() != request.fromBatch() || !first.parentHash().equals(request.after())) {
      unknown(peer, request);
      return;
    }
    answer(peer, batches, max);
  }

  /** Sends {@code batches} and, if they reach the last confirmed one, what is certified above. */
  private void answer(Key peer, List<CatchUpBatch> batches, int max) {
    List<CatchUpBatch> chain = new ArrayList<>(batches);
    Hash end = core.log.confirmed().hash();
    boolean reachesEnd =
        batches.isEmpty() || batches.get(batches.size() - 1).header().hash().equals(end);
    Optional<Certificate> head = Optional.empty();
    if (reachesEnd) {
      Optional<List<Block>> above = core.log.get(core.locks.headerHash()).flatMap(core.log::path);
      for (Block block : above.orElse(List.of())) {
        block.source().ifPresent(chain::add);
      }
      head =
          above
              .filter(path -> !path.isEmpty())
              .map(path -> core.locks.certificate())
              .or(() -> core.log.confirmed().certificate());
    }
    answer(peer, fit(chain, max), head);
  }

  private static List<CatchUpBatch> fit(List<CatchUpBatch> batches, int max) {
    int room = Bounds.MAX_FRAME - RESPONSE_OVERHEAD;
    List<CatchUpBatch> fitting = new ArrayList<>();
    for (CatchUpBatch batch : batches) {
      room -= size(batch);
      if (fitting.size() == max || room < 0) {
        break;
      }
      fitting.add(batch);
    }
    return fitting;
  }

  private static int size(CatchUpBatch batch) {
    int proof = batch.proof().map(p -> p.statuses().size() * SignedStatus.LENGTH).orElse(0);
    return BATCH_OVERHEAD + batch.carried().signatures().size() * 64 + proof + batch.body().size();
  }

  private void answer(Key peer, List<CatchUpBatch> batches, Optional<Certificate> head) {
    core.peers.send(List.of(peer), new CatchUpResponse(batches, head, core.snapshots.base() + 1));
  }
}
