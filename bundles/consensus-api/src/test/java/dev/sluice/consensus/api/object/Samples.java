/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.object;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** One object of every kind, with different values in all fields. */
public final class Samples {
  public static final Domain DOMAIN = new Domain(0x0100_0000_0000_0002L, address(0xc0), 5);

  public static final BatchHeader HEADER =
      new BatchHeader(
          1,
          DOMAIN,
          3,
          4,
          hash("claim"),
          17,
          4,
          101,
          150,
          hash("parent"),
          hash("carried"),
          hash("content"),
          hash("transactions"),
          hash("results"),
          hash("state"),
          1_700_000_000_000L,
          12,
          1_700_000_000_123L,
          new Finality(
              4,
              16,
              100,
              11,
              CheckpointKind.LEAVE,
              hash("final"),
              80,
              hash("base"),
              hash("net"),
              hash("payout")));

  private Samples() {}

  public static AccountAddress address(int i) {
    return AccountAddress.of(i);
  }

  public static Hash hash(String text) {
    return HashFunction.H.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  public static Key key(int i) {
    return Key.of(hash("key " + i).toArray());
  }

  public static Signature signature(int i) {
    byte[] bytes = new byte[Signature.LENGTH];
    Arrays.fill(bytes, (byte) (i + 1));
    return Signature.of(bytes);
  }

  public static AckStatement statement() {
    return AckStatement.of(HEADER, HEADER.hash());
  }

  public static Certificate certificate(int count) {
    List<Signature> signatures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signatures.add(signature(i));
    }
    return new Certificate(statement(), (1L << count) - 1, signatures);
  }

  public static SignedTransaction transaction(int i) {
    return new SignedTransaction(
        new ClientTransaction(DOMAIN, address(i), i, 1000, 500, Bytes.of(new byte[i % 200])),
        signature(i));
  }

  public static SystemTransaction system(SystemTransaction.Kind kind) {
    return new SystemTransaction(4, kind);
  }

  public static MemberRecord member(int i) {
    return new MemberRecord(
        address(i), key(3 * i), key(3 * i + 1), key(3 * i + 2), Bytes.of((byte) i), i);
  }

  public static ChainOpBody joined() {
    return new ChainOpBody.Joined(member(2), 3, -1);
  }

  public static ChainOpBody removed() {
    return new ChainOpBody.Removed(address(2), 4, RemovalCause.PUNISHED, 99);
  }

  public static ChainOpBody settled() {
    return new ChainOpBody.Settled(100, hash("final"), CheckpointKind.CLOSE, 4);
  }

  public static SignedLeave leave() {
    return new SignedLeave(new LeaveRequest(DOMAIN, address(2), 8, 900), signature(1));
  }

  public static SignedClose close() {
    return new SignedClose(new CloseRequest(DOMAIN, address(2), 8, 900), signature(1));
  }

  public static SignedStatus signedStatus() {
    return new SignedStatus(
        new Status(
            DOMAIN,
            4,
            hash("claim"),
            3,
            2,
            3,
            16,
            2,
            hash("lock"),
            hash("cert"),
            3,
            17,
            hash("acked"),
            1),
        signature(5));
  }

  public static NoConfidence noConfidence() {
    return new NoConfidence(DOMAIN, address(1), 4, 3, 2);
  }

  public static InclusionDemand demand() {
    return new InclusionDemand(DOMAIN, 2, 3, address(1), 44, 900, hash("transaction"));
  }

  public static JoinApproval approval() {
    return new JoinApproval(DOMAIN, 3, address(9), key(1), key(2), key(3), 1000, 55);
  }

  public static KeyPossession possession() {
    return new KeyPossession(DOMAIN, address(9), key(1), key(2), key(3));
  }

  public static WatchDelegation watch() {
    return new WatchDelegation(DOMAIN, address(1), 3, address(7), 99);
  }

  public static PeerHello hello() {
    return new PeerHello(
        DOMAIN, 1, 1, address(1), 3, key(3), BootId.of(new byte[16]), 1_700_000_000_000L);
  }

  public static Genesis genesis() {
    return new Genesis(
        DOMAIN, hash("config"), hash("genesis"), PayoutList.EMPTY.root(), 1, List.of(hash("code")));
  }

  public static ClaimSeed claim() {
    return new ClaimSeed(
        DOMAIN, hash("previous"), 4, 3, hash("members"), address(1), 99, EpochCause.REMOVAL);
  }

  public static ConfigRecord config() {
    return ConfigRecord.defaults().withMembers(9, 2).withTickInterval(50).withChallenge(60_000);
  }

  public static PayoutList payouts() {
    return new PayoutList(
        CheckpointKind.LEAVE,
        address(2),
        List.of(new PayoutList.Cut(address(3), 2, 40)),
        List.of(
            new PayoutList.Entry(address(1), hash("coin"), 5, false),
            new PayoutList.Entry(address(2), hash("coin"), -1, true)));
  }

  public static List<NetChange> changes(int count) {
    List<NetChange> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NetChange.Change change =
          switch (i % 3) {
            case 0 -> new NetChange.Change.New(Bytes.of(new byte[i % 60]));
            case 1 -> new NetChange.Change.Modify(hash("old " + i), Bytes.of((byte) i));
            default -> new NetChange.Change.Delete(hash("old " + i));
          };
      Bytes key = Bytes.of(hash("name " + i).toArray());
      changes.add(
          i % 2 == 0
              ? new NetChange.Resource(address(i), key, change)
              : new NetChange.Item(address(i), key, change));
    }
    Collections.sort(changes);
    return changes;
  }

  public static SettlementProposal settlementProposal() {
    return new SettlementProposal(
        DOMAIN, 80, 100, hash("base"), hash("final"), 11, hash("net"), payouts());
  }

  public static PunishmentProposal punishment() {
    return new PunishmentProposal(
        DOMAIN,
        address(1),
        HEADER,
        signature(3),
        0,
        2,
        50,
        Bytes.of(transaction(3).encode()),
        List.of(hash("left"), hash("right")),
        TxResult.NOTHING,
        List.of(),
        PunishmentProposal.Reason.TRANSACTION);
  }

  public static Evidence evidence() {
    AckStatement first = statement();
    AckStatement second =
        new AckStatement(
            DOMAIN, first.claimId(), 4, 17, 3, 4, first.parentHash(), hash("another header"));
    return new Evidence(first, signature(1), second, signature(2), 0);
  }

  public static NoConfidenceProof noConfidenceProof() {
    return new NoConfidenceProof(address(1), 4, 3, 6, List.of(signature(1), signature(2)));
  }

  public static JoinArguments joinArguments() {
    return new JoinArguments(
        address(9),
        key(1),
        key(2),
        key(3),
        Bytes.of((byte) 1),
        signature(1),
        signature(2),
        1000,
        Optional.of(new JoinArguments.Approval(55, 3, List.of(signature(3), signature(4)))));
  }

  public static LogState logState() {
    return new LogState(
        4,
        3,
        2,
        1_700_000_000_000L,
        100,
        16,
        CheckpointKind.LEAVE,
        80,
        80,
        hash("base"),
        0,
        List.of(
            new LogState.Account(address(1), key(3), 7, LogState.Standing.MEMBER),
            new LogState.Account(address(2), key(6), 8, LogState.Standing.LEAVING)));
  }

  public static SnapshotManifest manifest() {
    return new SnapshotManifest(
        DOMAIN,
        100,
        16,
        4,
        hash("header"),
        hash("final"),
        11,
        Bytes.of((byte) 1),
        10,
        List.of(hash("page")));
  }
}
