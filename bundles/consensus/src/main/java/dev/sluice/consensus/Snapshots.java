/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus;

import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.RefusalCode;
import dev.sluice.consensus.api.message.SnapshotManifestMessage;
import dev.sluice.consensus.api.message.SnapshotPageMessage;
import dev.sluice.consensus.api.message.SnapshotRequest;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.SnapshotManifest;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.step.JournalRecord;
import dev.sluice.consensus.api.step.Output;
import dev.sluice.consensus.api.step.Publication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Snapshots at settled checkpoints: takes them, serves them, starts from them (section 9.2). */
final class Snapshots {
  private static final Bytes FORMAT = Bytes.of("1".getBytes(StandardCharsets.US_ASCII));

  /** Pages asked for at once. */
  private static final int OPEN_PAGES = 2;

  /** Times in a row that late pages are asked for again before the snapshot is given up. */
  private static final int MOST_STALLS = 3;

  private final Core core;
  private long base;
  private Optional<SnapshotManifestMessage> taken = Optional.empty();
  private Optional<SnapshotManifestMessage> kept = Optional.empty();
  private Optional<Hash> older = Optional.empty();
  private long requestedHeight;

  private Optional<SnapshotManifestMessage> wanted = Optional.empty();
  private Optional<Key> source = Optional.empty();
  private final TreeSet<Long> open = new TreeSet<>();
  private long nextPage;
  private long stored;
  private long progressAt;
  private int stalls;
  private boolean restoring;

  Snapshots(Core core) {
    this.core = core;
  }

  /** Number of the batch the log here begins after; 0 = genesis. */
  long base() {
    return base;
  }

  /** The executor stands on this snapshot after a start. */
  void startFrom(SnapshotManifestMessage manifest) {
    base = manifest.manifest().batch();
    kept = Optional.of(manifest);
    requestedHeight = manifest.manifest().height();
  }

  /** A batch is confirmed; if it is the end of a checkpoint its state is kept. */
  void confirmed(Block block, BatchHeader confirming, Certificate certificate) {
    if (block.kind() == CheckpointKind.NONE
        || block.lastHeight() <= requestedHeight
        || block.header().isEmpty()
        || !confirming.parentHash().equals(block.hash())
        || !confirming.isConfirming()) {
      return;
    }
    requestedHeight = block.lastHeight();
    core.effects.takeSnapshot(
        block.outcome().stateRoot(),
        answer -> taken(block, confirming, certificate, answer.pages(), answer.total()));
  }

  private void taken(
      Block block, BatchHeader confirming, Certificate certificate, List<Hash> pages, long total) {
    SnapshotManifest manifest =
        new SnapshotManifest(
            core.domain,
            block.lastHeight(),
            block.batch(),
            block.epoch(),
            block.hash(),
            block.outcome().stateRoot(),
            block.log().opSeq(),
            FORMAT,
            total,
            pages);
    taken.ifPresent(t -> core.out.add(new Output.ReleaseSnapshot(t.manifest().stateRoot())));
    taken =
        Optional.of(
            new SnapshotManifestMessage(
                manifest, block.header().orElseThrow(), confirming, certificate, block.log()));
    keepIfSettled();
  }

  /** A settlement is final on the chain. */
  void settled() {
    keepIfSettled();
  }

  private void keepIfSettled() {
    if (taken.filter(t -> t.manifest().height() <= core.chain.settledHeight()).isEmpty()) {
      return;
    }
    SnapshotManifestMessage now = taken.orElseThrow();
    older.ifPresent(root -> core.out.add(new Output.ReleaseSnapshot(root)));
    older = kept.map(k -> k.manifest().stateRoot());
    kept = taken;
    taken = Optional.empty();
    base = now.manifest().batch();
    core.out.add(new Output.KeepSnapshot(now));
    core.effects.append(new JournalRecord.Pruned(now.manifest().height(), now.manifest().hash()));
  }

  /** A peer asks for a manifest or a page. */
  void onRequest(Key peer, SnapshotRequest request) {
    boolean matches =
        kept.filter(k -> request.height() == 0 || k.manifest().height() == request.height())
            .isPresent();
    if (!matches) {
      core.peers.refuse(peer, RefusalCode.PRUNED, Hash.ZERO, Limits.CATCHUP_MS);
      return;
    }
    SnapshotManifestMessage manifest = kept.orElseThrow();
    if (request.page().isEmpty()) {
      core.peers.send(List.of(peer), manifest);
      return;
    }
    long page = request.page().get();
    if (page >= manifest.manifest().pages().size()) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    boolean asked =
        core.effects.readPage(
            manifest.manifest().stateRoot(),
            page,
            found ->
                found.ifPresent(p -> core.peers.send(List.of(peer), new SnapshotPageMessage(p))));
    if (!asked) {
      core.peers.refuse(peer, RefusalCode.OVERLOADED, Hash.ZERO, Limits.CATCHUP_MS);
    }
  }

  /**
   * The log of others begins above the own one: asks for a snapshot. One that is on its way goes
   * on: pages that are late are asked for again, first of another peer that may have it too, and
   * only when that does not help either does it begin anew.
   */
  void request(Key peer) {
    if (restoring || (source.isPresent() && core.now - progressAt < Limits.SNAPSHOT_STALL_MS)) {
      return;
    }
    progressAt = core.now;
    source = Optional.of(peer);
    stalls++;
    if (wanted.isPresent() && stalls <= MOST_STALLS) {
      long height = wanted.get().manifest().height();
      for (long page : open) {
        core.peers.send(List.of(peer), new SnapshotRequest(height, Optional.of(page)));
      }
      return;
    }
    wanted = Optional.empty();
    open.clear();
    core.peers.send(List.of(peer), new SnapshotRequest(0, Optional.empty()));
  }

  void onManifest(Key peer, SnapshotManifestMessage message) {
    if (source.filter(peer::equals).isEmpty() || wanted.isPresent() || restoring) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    if (!agrees(message)) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    core.certificates.verify(
        true,
        message.certificate(),
        valid -> {
          if (!valid) {
            core.peers.drop(peer, RefusalCode.BAD_SIGNATURE);
            return;
          }
          wanted = Optional.of(message);
          progressAt = core.now;
          stalls = 0;
          nextPage = 0;
          stored = 0;
          askPages(peer);
          restoreIfComplete();
        });
  }

  /** Whether manifest, headers and certificate are about one batch. */
  private boolean agrees(SnapshotManifestMessage message) {
    SnapshotManifest manifest = message.manifest();
    BatchHeader confirming = message.confirming();
    Finality end = confirming.finality();
    return manifest.domain().equals(core.domain)
        && manifest.executor().equals(FORMAT)
        && manifest.height() > core.log.confirmed().lastHeight()
        && message.base().hash().equals(manifest.headerHash())
        && message.base().batch() == manifest.batch()
        && message.base().epoch() == manifest.epoch()
        && message.base().lastHeight() == manifest.height()
        && message.base().stateRoot().equals(manifest.stateRoot())
        && confirming.parentHash().equals(manifest.headerHash())
        && confirming.isConfirming()
        && end.batch() == manifest.batch()
        && end.height() == manifest.height()
        && end.seq() == manifest.seq()
        && end.stateRoot().equals(manifest.stateRoot())
        && message.log().opSeq() == manifest.seq()
        && message.certificate().statement().equals(AckStatement.of(confirming, confirming.hash()));
  }

  private void askPages(Key peer) {
    SnapshotManifest manifest = wanted.orElseThrow().manifest();
    while (open.size() < OPEN_PAGES && nextPage < manifest.pages().size()) {
      open.add(nextPage);
      core.peers.send(List.of(peer), new SnapshotRequest(manifest.height(), Optional.of(nextPage)));
      nextPage++;
    }
  }

  void onPage(Key peer, SnapshotPageMessage message) {
    SnapshotPage page = message.page();
    if (source.filter(peer::equals).isEmpty()
        || wanted.isEmpty()
        || !open.contains(page.number())) {
      core.count(RefusalCode.IGNORED);
      return;
    }
    SnapshotManifest manifest = wanted.get().manifest();
    if (!manifest.pages().get((int) page.number()).equals(page.hash())) {
      core.peers.drop(peer, RefusalCode.MALFORMED);
      return;
    }
    open.remove(page.number());
    progressAt = core.now;
    stalls = 0;
    stored++;
    core.out.add(new Output.StorePage(manifest.stateRoot(), page));
    askPages(peer);
    restoreIfComplete();
  }

  private void restoreIfComplete() {
    SnapshotManifestMessage message = wanted.orElseThrow();
    if (stored == message.manifest().pages().size() && !restoring) {
      restoring = true;
      core.effects.restore(message, outcome -> restored(message, outcome));
    }
  }

  private void restored(SnapshotManifestMessage message, Optional<ExecutionOutcome> outcome) {
    restoring = false;
    wanted = Optional.empty();
    Optional<Key> from = source;
    source = Optional.empty();
    boolean right =
        outcome
            .filter(o -> o.stateRoot().equals(message.manifest().stateRoot()))
            .filter(o -> o.payoutRoot().equals(message.confirming().finality().payoutRoot()))
            .isPresent();
    if (!right || message.manifest().height() <= core.log.confirmed().lastHeight()) {
      from.ifPresent(peer -> core.peers.drop(peer, RefusalCode.MALFORMED));
      return;
    }
    Block block = Block.ofSnapshot(message.base(), message.log(), outcome.orElseThrow());
    core.replay.clear();
    core.log.reset(block);
    startFrom(message);
    core.out.add(new Output.KeepSnapshot(message));
    core.effects.append(
        new JournalRecord.Pruned(message.manifest().height(), message.manifest().hash()));
    core.certificates.trust(message.certificate());
    core.certificates.accept(message.certificate(), Optional.of(message.confirming()));
    core.publish(
        new Publication.Restored(
            message.manifest().batch(), message.manifest().height(), block.outcome()));
    from.ifPresent(core.catchUp::restored);
  }
}
