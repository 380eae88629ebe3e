/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.consensus.api.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.CodecException;
import dev.sluice.consensus.api.message.PeerFrame;
import dev.sluice.consensus.api.message.PeerMessage;
import dev.sluice.consensus.api.object.Bounds;
import dev.sluice.consensus.api.object.Certificate;
import dev.sluice.consensus.api.object.Encodable;
import dev.sluice.consensus.api.object.Evidence;
import dev.sluice.consensus.api.object.Hash;
import dev.sluice.consensus.api.object.HashFunction;
import dev.sluice.consensus.api.object.JoinArguments;
import dev.sluice.consensus.api.object.LayoutTest;
import dev.sluice.consensus.api.object.MerkleTree;
import dev.sluice.consensus.api.object.NetChangePage;
import dev.sluice.consensus.api.object.Settlement;
import dev.sluice.consensus.api.object.Signature;
import dev.sluice.consensus.api.object.SignedTransaction;
import dev.sluice.consensus.api.object.Tag;
import dev.sluice.consensus.api.object.Transaction;
import dev.sluice.consensus.api.object.TxResult;
import dev.sluice.crypto.Ed25519;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The published vectors: what this code makes, byte for byte, and what it reads back. A protocol
 * version's vectors never change; {@code -Dsluice.vectors.write=true} writes those of a new one.
 */
class VectorsTest {
  private static final Path FILE = Path.of("../../docs/reference/vectors/channel-protocol.json");

  private static JsonNode file() {
    try {
      return new ObjectMapper().readTree(FILE.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  private static Stream<JsonNode> entries(String section) {
    return StreamSupport.stream(file().path(section).spliterator(), false);
  }

  /** The whole with one entry a line. */
  private static String text(ObjectNode root) {
    StringBuilder text = new StringBuilder("{\n");
    for (Map.Entry<String, JsonNode> section : root.properties()) {
      text.append("  \"").append(section.getKey()).append("\": ");
      if (section.getValue() instanceof ArrayNode list) {
        List<String> lines = new ArrayList<>();
        list.forEach(entry -> lines.add(entry.toString()));
        text.append("[\n    ").append(String.join(",\n    ", lines)).append("\n  ]");
      } else {
        text.append(section.getValue());
      }
      text.append(",\n");
    }
    return text.substring(0, text.length() - 2) + "\n}\n";
  }

  @Test
  void areWhatThisCodeMakes() throws IOException {
    String made = text(Vectors.make());
    if (Boolean.getBoolean("sluice.vectors.write")) {
      Files.writeString(FILE, made);
    }
    assertThat(Files.readString(FILE)).isEqualTo(made);
  }

  private static Function<BcsReader, ? extends Encodable> reader(String name) {
    Map<String, Function<BcsReader, ? extends Encodable>> readers =
        LayoutTest.objects()
            .collect(Collectors.toMap(LayoutTest.Case::name, LayoutTest.Case::read, (a, b) -> a));
    return readers.get(name);
  }

  private static Hash hash(JsonNode entry, byte[] bytes) {
    Encodable object = BcsReader.read(bytes, reader(entry.path("name").asText()));
    return object instanceof SignedTransaction signed
        ? signed.hash()
        : HashFunction.valueOf(entry.path("hash").asText()).hash(bytes);
  }

  static Stream<JsonNode> objects() {
    return entries("objects");
  }

  @ParameterizedTest
  @MethodSource("objects")
  void objectsComeBackAndNoByteIsWithoutMeaning(JsonNode entry) {
    byte[] bytes = bytes(entry.path("bytes"));
    Function<BcsReader, ? extends Encodable> read = reader(entry.path("name").asText());
    Encodable object = BcsReader.read(bytes, read);
    assertThat(object.encode()).isEqualTo(bytes);
    if (entry.has("value")) {
      assertThat(hash(entry, bytes).toHex()).isEqualTo(entry.path("value").asText());
    }
    for (int at = 0; at < bytes.length; at++) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      try {
        assertThat(BcsReader.read(other, read)).isNotEqualTo(object);
      } catch (CodecException refused) {
        assertThat(refused.reason()).isNotNull();
      }
    }
  }

  @Test
  void everyTagHasAVector() {
    List<String> seen = new ArrayList<>();
    for (String section : List.of("objects", "signed")) {
      entries(section)
          .map(e -> bytes(e.path("bytes")))
          .filter(b -> b.length >= Tag.LENGTH)
          .forEach(b -> seen.add(HexFormat.of().formatHex(b, 0, Tag.LENGTH)));
    }
    for (Tag tag : Tag.values()) {
      assertThat(seen).as("%s", tag).contains(HexFormat.of().formatHex(tag.toArray()));
    }
  }

  static Stream<JsonNode> frames() {
    return entries("frames");
  }

  @ParameterizedTest
  @MethodSource("frames")
  void framesComeBackAndNoByteIsWithoutMeaning(JsonNode entry) {
    byte[] bytes = bytes(entry.path("bytes"));
    PeerFrame frame = PeerFrame.decode(bytes);
    assertThat(frame.message().getClass().getSimpleName()).isEqualTo(entry.path("name").asText());
    assertThat(frame.encode()).isEqualTo(bytes);
    for (int at = 0; at < bytes.length; at++) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      try {
        assertThat(PeerFrame.decode(other)).isNotEqualTo(frame);
      } catch (CodecException refused) {
        assertThat(refused.reason()).isNotNull();
      }
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> PeerFrame.decode(longer)).isInstanceOf(CodecException.class);
  }

  @Test
  void everyMessageHasAFrame() {
    assertThat(entries("frames").map(e -> e.path("name").asText()))
        .hasSize(PeerMessage.class.getPermittedSubclasses().length)
        .doesNotHaveDuplicates();
  }

  private static byte[] key(JsonNode all, int number) {
    return bytes(all.path("keys").path(number).path("public"));
  }

  @Test
  void signaturesHoldAndChangedOnesDoNot() {
    JsonNode all = file();
    for (JsonNode entry : all.path("signed")) {
      byte[] message = bytes(entry.path("bytes"));
      byte[] signature = bytes(entry.path("signature"));
      byte[] key = key(all, entry.path("key").asInt());
      assertThat(Ed25519.verify(key, message, signature)).isTrue();
      assertThat(Ed25519.verifyStrict(key, message, signature)).isTrue();
      message[message.length / 2] ^= 1;
      assertThat(Ed25519.verify(key, message, signature)).isFalse();
      message[message.length / 2] ^= 1;
      signature[40] ^= 1;
      assertThat(Ed25519.verify(key, message, signature)).isFalse();
    }
  }

  private static String verdict(JsonNode all, JsonNode entry) {
    Certificate certificate = BcsReader.read(bytes(entry.path("bytes")), Certificate::read);
    byte[] statement = bytes(all.path("settlement").path("statement"));
    if (!Arrays.equals(certificate.statement().encode(), statement)) {
      return "E_WRONG_STATEMENT";
    }
    if (certificate.signers() >>> entry.path("members").asInt() != 0) {
      return "E_BAD_SIGNER";
    }
    int quorum = entry.path("quorum").asInt();
    return Long.bitCount(certificate.signers()) != quorum
            || certificate.signatures().size() != quorum
        ? "E_QUORUM"
        : signatures(all, certificate);
  }

  private static String signatures(JsonNode all, Certificate certificate) {
    int at = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      if ((certificate.signers() >>> i & 1) == 1) {
        Signature signature = certificate.signatures().get(at++);
        if (!Ed25519.verifyStrict(
            key(all, i), certificate.statement().encode(), signature.toArray())) {
          return "E_BAD_SIGNATURE";
        }
      }
    }
    return "valid";
  }

  @Test
  void certificatesAreWhatTheyAreSaidToBe() {
    JsonNode all = file();
    for (JsonNode entry : all.path("certificates")) {
      assertThat(verdict(all, entry))
          .as("%s", entry.path("name"))
          .isEqualTo(entry.path("verdict").asText());
    }
  }

  @Test
  void settlementAndJoinComeBack() {
    JsonNode settlement = file().path("settlement");
    byte[] bytes = bytes(settlement.path("bytes"));
    Settlement read = BcsReader.read(bytes, Settlement::read);
    assertThat(read.encode()).isEqualTo(bytes);
    assertThat(read.payouts().root()).isEqualTo(read.header().finality().payoutRoot());
    JsonNode join = file().path("join");
    JoinArguments joiner = BcsReader.read(bytes(join.path("bytes")), JoinArguments::read);
    assertThat(joiner.encode()).isEqualTo(bytes(join.path("bytes")));
    byte[] possession = bytes(join.path("possession"));
    byte[] txKey = joiner.txKey().toArray();
    byte[] memberKey = joiner.memberKey().toArray();
    assertThat(Ed25519.verifyStrict(txKey, possession, joiner.possessionTx().toArray())).isTrue();
    assertThat(Ed25519.verifyStrict(memberKey, possession, joiner.possessionMember().toArray()))
        .isTrue();
  }

  @Test
  void evidenceShowsItsOffence() {
    JsonNode all = file();
    for (JsonNode entry : all.path("evidence")) {
      Evidence evidence = BcsReader.read(bytes(entry.path("bytes")), Evidence::read);
      assertThat(evidence.kind().map(Enum::name).orElse("none"))
          .isEqualTo(entry.path("kind").asText());
      assertThat(
              Ed25519.verifyStrict(
                  key(all, 1), evidence.first().encode(), evidence.firstSignature().toArray()))
          .isTrue();
      assertThat(
              Ed25519.verifyStrict(
                  key(all, 1), evidence.second().encode(), evidence.secondSignature().toArray()))
          .isTrue();
    }
  }

  @Test
  void proofsLeadToTheirRoots() {
    for (JsonNode entry : file().path("trees")) {
      if (!entry.has("proof")) {
        assertThat(entry.path("root").asText()).isEqualTo(Hash.ZERO.toHex());
        continue;
      }
      HashFunction function = HashFunction.valueOf(entry.path("function").asText());
      int leaf = entry.path("leaf").asInt();
      List<Hash> proof = new ArrayList<>();
      entry.path("proof").forEach(h -> proof.add(Hash.of(bytes(h))));
      byte[] content = new TxResult(leaf, 0, Hash.ZERO, Hash.ZERO).encode();
      Hash root = Hash.of(bytes(entry.path("root")));
      int count = entry.path("leaves").asInt();
      assertThat(MerkleTree.verify(function, root, content, leaf, count, proof)).isTrue();
      content[0] ^= 1;
      assertThat(MerkleTree.verify(function, root, content, leaf, count, proof)).isFalse();
    }
  }

  @Test
  void pagesStayBelowTheirBoundAndLeadToTheirRoots() {
    for (JsonNode entry : file().path("net_change")) {
      List<NetChangePage> pages = new ArrayList<>();
      for (JsonNode page : entry.path("pages")) {
        byte[] bytes = bytes(page);
        assertThat(bytes.length).isLessThanOrEqualTo(Bounds.MAX_PAGE);
        pages.add(BcsReader.read(bytes, NetChangePage::read));
      }
      assertThat(NetChangePage.root(pages).toHex()).isEqualTo(entry.path("root").asText());
      assertThat(pages.stream().mapToInt(p -> p.entries().size()).sum())
          .isEqualTo(entry.path("entries").asInt());
    }
  }

  @Test
  void transactionHashesLeaveOutTheVariant() {
    for (JsonNode entry : file().path("objects")) {
      byte[] bytes = bytes(entry.path("bytes"));
      if (entry.path("name").asText().equals("SignedTransaction")) {
        assertThat(BcsReader.read(bytes, Transaction::read).encode()).isEqualTo(bytes);
        byte[] signed = Arrays.copyOfRange(bytes, 1, bytes.length);
        assertThat(HashFunction.T.hash(signed).toHex()).isEqualTo(entry.path("value").asText());
      }
    }
  }
}
