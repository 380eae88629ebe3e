/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.channel.sandbox;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.ExecutionOutcome;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.CheckpointKind;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.PayoutList;
import dev.sluice.consensus.api.object.SnapshotPage;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.consensus.api.object.Wire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state after a batch. Its root is T(tag | tree hash | T(escrow) | net-change root | log root).
 * Immutable.
 */
final class SandboxState {
  private static final Bytes ROOT_TAG = Bytes.utf8("SLUICE1:CHSTATE.");

  /** Bytes of content in a page; the page has a tag, number and length besides. */
  private static final int PAGE_BYTES = Bounds.MAX_SNAP_PAGE - 64;

  final StateTree tree;
  final NetChanges net;
  final Escrow escrow;
  final Hash root;
  final ExecutionOutcome outcome;
  final List<NetChangePage> pages;

  private SandboxState(
      StateTree tree,
      NetChanges net,
      Escrow escrow,
      List<NetChangePage> pages,
      ExecutionOutcome outcome) {
    this.tree = tree;
    this.net = net;
    this.escrow = escrow;
    this.pages = pages;
    this.outcome = outcome;
    root = outcome.stateRoot();
  }

  static SandboxState genesis(SandboxGenesis genesis) {
    Bytes key = EntryKey.resource(genesis.stateAddress(), genesis.stateType());
    PayoutList nothing = PayoutList.EMPTY;
    return new SandboxState(
        StateTree.EMPTY.with(key, genesis.state()),
        new NetChanges(),
        Escrow.EMPTY,
        List.of(),
        new ExecutionOutcome(
            List.of(), genesis.root(), Hash.ZERO, 0, nothing, nothing.root(), List.of(), false));
  }

  static SandboxState of(
      StateTree tree,
      NetChanges net,
      Escrow escrow,
      Hash coin,
      Hash logRoot,
      List<TxResult> results) {
    List<NetChangePage> pages = net.pages();
    Hash netRoot = NetChangePage.root(pages);
    BcsWriter side = new BcsWriter();
    escrow.write(side);
    BcsWriter all = new BcsWriter().fixedBytes(ROOT_TAG);
    Wire.put(all, tree.hash());
    Wire.put(all, HashFunction.T.hash(side.toByteArray()));
    Wire.put(all, netRoot);
    Wire.put(all, logRoot);
    PayoutList payouts = escrow.payouts(coin);
    return new SandboxState(
        tree,
        net,
        escrow,
        pages,
        new ExecutionOutcome(
            results,
            HashFunction.T.hash(all.toByteArray()),
            netRoot,
            pages.size(),
            payouts,
            payouts.root(),
            List.copyOf(escrow.leavesAsked()),
            escrow.closeAsked()));
  }

  /** Where net changes are counted from for the batches above. */
  NetChanges netAbove() {
    return escrow.kind() == CheckpointKind.NONE ? new NetChanges(net) : new NetChanges();
  }

  /** Escrow, keys of net changes with the hashes at the base, then the entries; cut into pages. */
  List<SnapshotPage> snapshot() {
    BcsWriter head = new BcsWriter();
    escrow.write(head);
    SortedMap<Bytes, Optional<Hash>> bases = net.bases();
    head.length(bases.size());
    bases.forEach((key, old) -> head.bytes(key).option(old, Wire::put));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.toByteArray());
    tree.forEach(
        (key, value) -> out.writeBytes(new BcsWriter().bytes(key).bytes(value).toByteArray()));
    byte[] bytes = out.toByteArray();
    List<SnapshotPage> snapshot = new ArrayList<>();
    for (int at = 0; at < bytes.length; at += PAGE_BYTES) {
      byte[] data = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + PAGE_BYTES));
      snapshot.add(new SnapshotPage(snapshot.size(), Bytes.of(data)));
    }
    return snapshot;
  }

  /** The state in the pages of a snapshot. */
  static SandboxState restore(Iterable<SnapshotPage> snapshot, Hash coin, Hash logRoot) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    snapshot.forEach(page -> all.writeBytes(page.data().toArray()));
    BcsReader reader = new BcsReader(all.toByteArray());
    Escrow escrow = Escrow.read(reader);
    TreeMap<Bytes, Optional<Hash>> bases = new TreeMap<>();
    for (int i = reader.length(); i > 0; i--) {
      bases.put(Bytes.of(reader.bytes()), reader.option(Wire::hash));
    }
    StateTree tree = StateTree.EMPTY;
    while (reader.remaining() > 0) {
      tree = tree.with(Bytes.of(reader.bytes()), Bytes.of(reader.bytes()));
    }
    NetChanges net = new NetChanges();
    for (var entry : bases.entrySet()) {
      net.put(entry.getKey(), entry.getValue(), tree.get(entry.getKey()));
    }
    return of(tree, net, escrow, coin, logRoot, List.of());
  }
}
