/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.consensus.api.Quorum;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerFrameTest;
import dev.sluice.consensus.api.object.AckStatement;
import dev.sluice.consensus.api.object.BatchHeader;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.ClaimSeed;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.EpochCause;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Finality;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinApproval;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.Key;
import dev.sluice.consensus.api.object.KeyPossession;
import dev.sluice.consensus.api.object.LayoutTest;
import dev.sluice.consensus.api.object.LogState;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.PeerHello;
import dev.sluice.consensus.api.object.Samples;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.crypto.Ed25519KeyPair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Makes the test vectors of the channel protocol (section 13 of the document). */
final class Vectors {
  private static final int KEYS = 7;
  private static final byte[] TAGGED = "SLUICE1:".getBytes(StandardCharsets.US_ASCII);

  /** The sample header, finalising what {@link Samples#payouts} allots. */
  private static final BatchHeader HEADER = header();

  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final List<Ed25519KeyPair> keys = new ArrayList<>();

  private Vectors() {
    for (int i = 0; i < KEYS; i++) {
      byte[] name = ("sluice member " + i).getBytes(StandardCharsets.UTF_8);
      keys.add(Ed25519KeyPair.ofSeed(HashFunction.H.hash(name).toArray()));
    }
  }

  private static BatchHeader header() {
    BatchHeader h = Samples.HEADER;
    Finality f = h.finality();
    return h.with(
        h.time(),
        new Finality(
            f.epoch(),
            f.batch(),
            f.height(),
            f.seq(),
            f.kind(),
            f.stateRoot(),
            f.baseHeight(),
            f.baseRoot(),
            f.netChangeRoot(),
            Samples.payouts().root()));
  }

  private static AckStatement statement() {
    return AckStatement.of(HEADER, HEADER.hash());
  }

  static ObjectNode make() {
    Vectors vectors = new Vectors();
    vectors.keys();
    vectors.objects();
    vectors.signed();
    vectors.certificates();
    vectors.settlement();
    vectors.join();
    vectors.evidence();
    vectors.claims();
    vectors.trees();
    vectors.pages();
    vectors.quorums();
    vectors.frames();
    return vectors.root;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean isTagged(byte[] bytes) {
    return bytes.length >= 16 && Arrays.equals(bytes, 0, TAGGED.length, TAGGED, 0, TAGGED.length);
  }

  private Signature sign(int key, Encodable statement) {
    return Signature.of(keys.get(key).sign(statement.encode()));
  }

  private void keys() {
    ArrayNode list = root.putArray("keys");
    for (int i = 0; i < KEYS; i++) {
      list.addObject()
          .put("name", "sluice member " + i)
          .put("seed", hex(keys.get(i).seed()))
          .put("public", hex(keys.get(i).publicKey()));
    }
  }

  /** The hash the document gives an object: T for work per transaction, H for tagged objects. */
  private static void hash(ObjectNode entry, Encodable object, byte[] bytes) {
    if (object instanceof SignedTransaction signed) {
      entry.put("hash", "T").put("value", signed.hash().toHex());
    } else if (object instanceof LogState) {
      entry.put("hash", "T").put("value", HashFunction.T.hash(bytes).toHex());
    } else if (isTagged(bytes)) {
      entry.put("hash", "H").put("value", HashFunction.H.hash(bytes).toHex());
    }
  }

  /** One of every object, with different values in all fields; signatures are placeholders. */
  private void objects() {
    ArrayNode list = root.putArray("objects");
    LayoutTest.objects()
        .forEach(
            example -> {
              byte[] bytes = example.object().encode();
              ObjectNode entry = list.addObject().put("name", example.name());
              hash(entry, example.object(), bytes);
              entry.put("bytes", hex(bytes));
            });
  }

  private void signed(ArrayNode list, int key, String rule, Encodable statement) {
    list.addObject()
        .put("name", statement.getClass().getSimpleName())
        .put("key", key)
        .put("rule", rule)
        .put("signature", sign(key, statement).toHex())
        .put("bytes", hex(statement.encode()));
  }

  /** One of every signed statement, with true signatures. */
  private void signed() {
    ArrayNode list = root.putArray("signed");
    for (int key = 0; key < 3; key++) {
      signed(list, key, "strict", statement());
    }
    signed(list, 2, "strict", Samples.signedStatus().status());
    signed(list, 2, "strict", Samples.noConfidence());
    signed(list, 2, "strict", Samples.demand());
    signed(list, 0, "strict", Samples.approval());
    signed(list, 0, "strict", Samples.possession());
    signed(list, 0, "strict", Samples.watch());
    PeerHello hello = Samples.hello();
    signed(list, 0, "strict", hello);
    signed(list, 1, "client", Samples.transaction(3).transaction());
    signed(list, 1, "client", Samples.leave().request());
    signed(list, 1, "client", Samples.close().request());
  }

  private Certificate certificate(AckStatement statement, long signers) {
    List<Signature> signatures = new ArrayList<>();
    for (int i = 0; i < Long.SIZE; i++) {
      if ((signers >>> i & 1) == 1) {
        signatures.add(sign(i, statement));
      }
    }
    return new Certificate(statement, signers, signatures);
  }

  private void certificate(ArrayNode list, int n, int quorum, String what, Certificate made) {
    list.addObject()
        .put("name", "n = " + n + ", " + what)
        .put("members", n)
        .put("quorum", quorum)
        .put("verdict", what)
        .put("hash", "H")
        .put("value", made.hash().toHex())
        .put("bytes", hex(made.encode()));
  }

  /** Certificates over the sample header by sets of the keys 0 to n - 1, and what is none. */
  private void certificates() {
    ArrayNode list = root.putArray("certificates");
    AckStatement s = statement();
    for (int n : new int[] {1, 4, 7}) {
      int q = Quorum.certificate(n);
      certificate(list, n, q, "valid", certificate(s, (1L << q) - 1));
      certificate(list, n, q, "valid", certificate(s, ((1L << q) - 1) << (n - q)));
    }
    Certificate good = certificate(s, 7);
    List<Signature> signatures = good.signatures();
    certificate(list, 4, 3, "E_QUORUM", certificate(s, 3));
    certificate(list, 4, 3, "E_QUORUM", certificate(s, 15));
    certificate(list, 4, 3, "E_QUORUM", new Certificate(s, 15, signatures));
    certificate(list, 4, 3, "E_BAD_SIGNER", certificate(s, 0b10011));
    certificate(list, 4, 3, "E_BAD_SIGNATURE", new Certificate(s, 0b1011, signatures));
    certificate(
        list,
        4,
        3,
        "E_BAD_SIGNATURE",
        new Certificate(s, 7, List.of(signatures.get(1), signatures.get(0), signatures.get(2))));
    AckStatement other =
        new AckStatement(
            s.domain(),
            s.claimId(),
            s.epoch(),
            s.batch(),
            s.setVersion(),
            s.parentEpoch(),
            s.parentHash(),
            Samples.hash("another header"));
    certificate(list, 4, 3, "E_WRONG_STATEMENT", certificate(other, 7));
  }

  /**
   * What a member hands to the contract: the sample header with true signatures and its payouts.
   */
  private void settlement() {
    Settlement made = new Settlement(HEADER, certificate(statement(), 7), Samples.payouts());
    root.putObject("settlement")
        .put("header", hex(HEADER.encode()))
        .put("header_hash", HEADER.hash().toHex())
        .put("statement", hex(statement().encode()))
        .put("payouts", hex(Samples.payouts().encode()))
        .put("payout_root", Samples.payouts().root().toHex())
        .put("bytes", hex(made.encode()));
  }

  /** A joiner with key 1 for transactions and key 2 as member, and the consent of keys 0, 3, 4. */
  private void join() {
    AccountAddress address = Samples.address(9);
    Key txKey = Key.of(keys.get(1).publicKey());
    Key memberKey = Key.of(keys.get(2).publicKey());
    KeyPossession possession =
        new KeyPossession(Samples.DOMAIN, address, txKey, memberKey, Samples.key(3));
    JoinApproval approval =
        new JoinApproval(
            Samples.DOMAIN, 3, address, txKey, memberKey, Samples.key(3), 1000, 1_700_000_000_000L);
    JoinArguments made =
        new JoinArguments(
            address,
            txKey,
            memberKey,
            Samples.key(3),
            Bytes.of("peer.example:7000".getBytes(StandardCharsets.UTF_8)),
            sign(1, possession),
            sign(2, possession),
            1000,
            Optional.of(
                new JoinArguments.Approval(
                    1_700_000_000_000L,
                    0b11001,
                    List.of(sign(0, approval), sign(3, approval), sign(4, approval)))));
    root.putObject("join")
        .put("possession", hex(possession.encode()))
        .put("approval", hex(approval.encode()))
        .put("bytes", hex(made.encode()));
  }

  private static AckStatement statement(
      Hash claim, long epoch, long batch, long parentEpoch, String parent, String header) {
    return new AckStatement(
        Samples.DOMAIN,
        claim,
        epoch,
        batch,
        3,
        parentEpoch,
        Samples.hash(parent),
        Samples.hash(header));
  }

  private void evidence(ArrayNode list, String name, AckStatement first, AckStatement second) {
    Evidence made = new Evidence(first, sign(1, first), second, sign(1, second), 1);
    list.addObject()
        .put("name", name)
        .put("kind", made.kind().map(Enum::name).orElse("none"))
        .put("key", 1)
        .put("bytes", hex(made.encode()));
  }

  private void evidence() {
    ArrayNode list = root.putArray("evidence");
    Hash claim = Samples.hash("claim");
    AckStatement a = statement(claim, 4, 17, 4, "p", "a");
    evidence(list, "E1", a, statement(claim, 4, 17, 4, "p", "b"));
    evidence(list, "E1, other parents", a, statement(claim, 4, 17, 4, "q", "b"));
    evidence(list, "E2", a, statement(claim, 4, 18, 4, "x", "c"));
    evidence(list, "E3", a, statement(claim, 4, 20, 3, "x", "c"));
    evidence(list, "the same twice", a, a);
    evidence(list, "its child", a, statement(claim, 4, 18, 4, "a", "c"));
    evidence(list, "a gap", a, statement(claim, 4, 19, 4, "x", "c"));
    evidence(list, "another epoch", a, statement(claim, 5, 17, 4, "p", "b"));
    evidence(list, "another claim", a, statement(Samples.hash("other"), 4, 17, 4, "p", "b"));
    evidence(list, "E2 turned round", statement(claim, 4, 18, 4, "x", "c"), a);
    evidence(
        list,
        "an opening, then its child",
        statement(claim, 4, 17, 3, "p", "a"),
        statement(claim, 4, 18, 4, "a", "c"));
  }

  private void claims() {
    ArrayNode list = root.putArray("claim_ids");
    Hash previous = Hash.ZERO;
    int epoch = 1;
    for (EpochCause cause : EpochCause.values()) {
      ClaimSeed seed =
          new ClaimSeed(
              Samples.DOMAIN,
              previous,
              epoch,
              (epoch + 1) / 2,
              Samples.hash("members " + (epoch + 1) / 2),
              Samples.address(epoch % 3),
              1_700_000_000_000L + epoch,
              cause);
      previous = seed.claimId();
      list.addObject()
          .put("cause", cause.name())
          .put("claim_id", previous.toHex())
          .put("bytes", hex(seed.encode()));
      epoch++;
    }
  }

  /** Leaf i is the result with status i and nothing else. */
  private void trees() {
    ArrayNode list = root.putArray("trees");
    for (HashFunction function : HashFunction.values()) {
      for (int count : new int[] {0, 1, 2, 3, 5, 256, 257}) {
        List<TxResult> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          leaves.add(new TxResult(i, 0, Hash.ZERO, Hash.ZERO));
        }
        ObjectNode entry =
            list.addObject()
                .put("function", function.name())
                .put("leaves", count)
                .put("root", MerkleTree.root(function, leaves).toHex());
        if (count > 0) {
          int leaf = count * 2 / 3;
          ArrayNode proof = entry.put("leaf", leaf).putArray("proof");
          MerkleTree.proof(function, leaves, leaf).forEach(h -> proof.add(h.toHex()));
        }
      }
    }
  }

  private void pages() {
    ArrayNode list = root.putArray("net_change");
    for (int count : new int[] {0, 1, 100, 400}) {
      List<NetChangePage> pages = NetChangePage.paginate(Samples.changes(count));
      ObjectNode entry =
          list.addObject().put("entries", count).put("root", NetChangePage.root(pages).toHex());
      ArrayNode bytes = entry.putArray("pages");
      pages.forEach(page -> bytes.add(hex(page.encode())));
    }
  }

  private void quorums() {
    ArrayNode list = root.putArray("quorums");
    for (int n = 1; n <= 100; n++) {
      list.addObject()
          .put("n", n)
          .put("f", Quorum.liars(n))
          .put("q", Quorum.certificate(n))
          .put("v", Quorum.votes(n))
          .put("majority_of_others", n == 1 ? 0 : Quorum.majority(n - 1))
          .put("statuses", Quorum.statuses(n, Quorum.certificate(n), 0))
          .put("delegations", n > 5 ? Quorum.delegations(n) : 0);
    }
  }

  /** One frame of every peer message, of channel 5 and epoch 4. */
  private void frames() {
    ArrayNode list = root.putArray("frames");
    PeerFrameTest.messages()
        .forEach(
            message ->
                list.addObject()
                    .put("name", message.getClass().getSimpleName())
                    .put("bytes", hex(new PeerFrame(5, 4, message).encode())));
  }
}
