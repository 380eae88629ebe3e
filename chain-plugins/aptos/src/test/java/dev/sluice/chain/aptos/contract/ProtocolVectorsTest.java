/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.MoveVm;
import dev.sluice.move.session.Session;
import dev.sluice.move.state.StateView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The test vectors of the channel protocol before the contract's own code: it reads the layouts,
 * and judges signatures and proofs, as members do.
 */
class ProtocolVectorsTest {
  private static final Map<String, Long> CODES =
      Map.of(
          "E_WRONG_STATEMENT", 76L, "E_BAD_SIGNER", 77L, "E_QUORUM", 78L, "E_BAD_SIGNATURE", 79L);
  private static final long NO_OFFENCE = 100;

  private final JsonNode vectors;
  private final Session session;

  ProtocolVectorsTest() throws IOException {
    vectors =
        new ObjectMapper()
            .readTree(Path.of("../../docs/reference/vectors/channel-protocol.json").toFile());
    MoveVm vm = MoveTestModules.vm();
    session = vm.open(MoveTestModules.modules(vm, Optional.empty()), StateView.empty());
  }

  private CallResult call(String module, String function, Bytes... arguments) {
    return session.call(
        Call.function(new ModuleId(MovePackage.DEVELOPMENT_PUBLISHER, module), function)
            .withArguments(List.of(arguments)));
  }

  private Bytes value(String module, String function, Bytes... arguments) {
    CallResult result = call(module, function, arguments);
    assertThat(result.failure()).as("%s::%s", module, function).isEmpty();
    return result.values().isEmpty() ? Bytes.EMPTY : result.values().get(0).bcs();
  }

  /** 0 if the call ends well, else the code it aborts with. */
  private long code(String module, String function, Bytes... arguments) {
    CallResult result = call(module, function, arguments);
    return result.failure().map(f -> f.subStatus().orElseThrow()).orElse(0L);
  }

  private static byte[] raw(JsonNode node) {
    return HexFormat.of().parseHex(node.asText());
  }

  /** An argument of type {@code vector<u8>}. */
  private static Bytes bytes(byte[] content) {
    return new BcsWriter().bytes(Bytes.of(content)).toBytes();
  }

  private static Bytes u64(long value) {
    return new BcsWriter().u64(value).toBytes();
  }

  private Bytes keys(int count) {
    BcsWriter writer = new BcsWriter();
    writer.length(count);
    for (int i = 0; i < count; i++) {
      writer.bytes(Bytes.of(raw(vectors.path("keys").path(i).path("public"))));
    }
    return writer.toBytes();
  }

  private byte[] object(String name) {
    for (JsonNode entry : vectors.path("objects")) {
      if (entry.path("name").asText().equals(name)) {
        return raw(entry.path("bytes"));
      }
    }
    throw new AssertionError("no vector of " + name);
  }

  @Test
  void readsHeadersAtTheirOffsets() {
    JsonNode settlement = vectors.path("settlement");
    byte[] header = raw(settlement.path("header"));
    Bytes parsed = value("channel_header", "parse", bytes(header));
    assertThat(value("channel_header", "header_hash", parsed))
        .isEqualTo(bytes(raw(settlement.path("header_hash"))));
    assertThat(value("channel_header", "statement", parsed))
        .isEqualTo(bytes(raw(settlement.path("statement"))));
    Map<String, Integer> counters =
        Map.of(
            "set_version",
            66,
            "epoch",
            74,
            "batch",
            114,
            "chain_seq",
            346,
            "final_epoch",
            362,
            "final_batch",
            370,
            "final_height",
            378,
            "final_seq",
            386,
            "base_height",
            427);
    counters.forEach(
        (field, at) ->
            assertThat(value("channel_header", field, parsed))
                .as(field)
                .isEqualTo(u64(new BcsReader(header, at, at + 8).u64())));
    Map<String, Integer> hashes =
        Map.of(
            "claim_id",
            82,
            "transactions_root",
            242,
            "results_root",
            274,
            "final_state_root",
            395,
            "base_root",
            435,
            "net_change_root",
            467,
            "payout_root",
            499);
    hashes.forEach(
        (field, at) ->
            assertThat(value("channel_header", field, parsed))
                .as(field)
                .isEqualTo(bytes(Arrays.copyOfRange(header, at, at + 32))));
  }

  private Bytes settlement(byte[] certificate) {
    byte[] header = raw(vectors.path("settlement").path("header"));
    byte[] payouts = raw(vectors.path("settlement").path("payouts"));
    byte[] all = Arrays.copyOf(header, header.length + certificate.length + payouts.length);
    System.arraycopy(certificate, 0, all, header.length, certificate.length);
    System.arraycopy(payouts, 0, all, header.length + certificate.length, payouts.length);
    return bytes(all);
  }

  @Test
  void takesTheCertificatesThatMembersTake() {
    for (JsonNode entry : vectors.path("certificates")) {
      Bytes parsed = value("channel_posted", "parse", settlement(raw(entry.path("bytes"))));
      Bytes keys = keys(entry.path("members").asInt());
      long code =
          code(
              "channel_posted",
              "assert_certified",
              parsed,
              keys,
              u64(entry.path("quorum").asLong()));
      assertThat(code)
          .as("%s", entry.path("name"))
          .isEqualTo(CODES.getOrDefault(entry.path("verdict").asText(), 0L));
    }
  }

  @Test
  void takesTheSettlementWithItsPayouts() {
    byte[] settlement = raw(vectors.path("settlement").path("bytes"));
    Bytes parsed = value("channel_posted", "parse", bytes(settlement));
    value("channel_posted", "assert_certified", parsed, keys(4), u64(3));
    value("channel_posted", "assert_payouts", parsed);
    settlement[settlement.length - 2] ^= 1;
    Bytes other = value("channel_posted", "parse", bytes(settlement));
    assertThat(code("channel_posted", "assert_payouts", other)).isEqualTo(80);
  }

  @Test
  void seesTheOffencesThatMembersSee() {
    for (JsonNode entry : vectors.path("evidence")) {
      Bytes parsed = value("channel_header", "parse_evidence", bytes(raw(entry.path("bytes"))));
      assertThat(code("channel_header", "assert_offence", parsed))
          .as("%s", entry.path("name"))
          .isEqualTo(entry.path("kind").asText().equals("none") ? NO_OFFENCE : 0);
      Bytes key = bytes(raw(vectors.path("keys").path(1).path("public")));
      value("channel_header", "assert_evidence_signed", parsed, key);
      Bytes other = bytes(raw(vectors.path("keys").path(2).path("public")));
      assertThat(code("channel_header", "assert_evidence_signed", parsed, other)).isEqualTo(79);
    }
  }

  @Test
  void followsProofsAsMembersDo() {
    for (JsonNode entry : vectors.path("trees")) {
      if (!entry.has("proof")) {
        continue;
      }
      BcsWriter proof = new BcsWriter();
      proof.length(entry.path("proof").size());
      entry.path("proof").forEach(hash -> proof.bytes(Bytes.of(raw(hash))));
      long leaf = entry.path("leaf").asLong();
      byte[] result = new BcsWriter().u64(leaf).fixedBytes(new byte[72]).toByteArray();
      Bytes sha3 = Bytes.of((byte) (entry.path("function").asText().equals("H") ? 1 : 0));
      Bytes root = bytes(raw(entry.path("root")));
      Bytes count = u64(entry.path("leaves").asLong());
      assertThat(
              value(
                  "channel_codec",
                  "is_leaf",
                  sha3,
                  root,
                  bytes(result),
                  u64(leaf),
                  count,
                  proof.toBytes()))
          .isEqualTo(Bytes.of((byte) 1));
    }
  }

  @Test
  void readsConfigRecordsAndPages() {
    Bytes config = value("channel_config", "decode", bytes(object("ConfigRecord")));
    for (JsonNode entry : vectors.path("objects")) {
      if (entry.path("name").asText().equals("ConfigRecord")) {
        assertThat(value("channel_config", "config_hash", config))
            .isEqualTo(bytes(raw(entry.path("value"))));
      }
    }
    for (JsonNode entry : vectors.path("net_change")) {
      long entries = 0;
      for (JsonNode page : entry.path("pages")) {
        Bytes parsed = value("channel_changes", "parse", bytes(raw(page)));
        entries += new BcsReader(value("channel_changes", "length", parsed).toArray()).u64();
      }
      assertThat(entries).isEqualTo(entry.path("entries").asLong());
    }
  }

  @Test
  void believesTheJoinersProofOfPossession() {
    byte[] arguments = raw(vectors.path("join").path("bytes"));
    byte[] possession = raw(vectors.path("join").path("possession"));
    Bytes caller = new BcsWriter().address(AccountAddress.of(9)).toBytes();
    Bytes domain = bytes(Arrays.copyOfRange(possession, 16, 64));
    Bytes no = Bytes.of((byte) 0);
    Bytes joiner = value("channel_statements", "parse_join", bytes(arguments), no, caller);
    value("channel_statements", "assert_possession", joiner, domain);
    possession[20] ^= 1;
    Bytes other = bytes(Arrays.copyOfRange(possession, 16, 64));
    assertThat(code("channel_statements", "assert_possession", joiner, other)).isEqualTo(25);
  }
}
