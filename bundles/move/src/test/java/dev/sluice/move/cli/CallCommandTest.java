/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.format.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallCommandTest {
  private Path modules = Vectors.path("mv-v7");
  private int status;

  private String call(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of("call", "--modules", modules.toString()));
    all.addAll(List.of(words));
    status = Main.run(List.of(new CallCommand()), all.toArray(String[]::new), stream, stream);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void callsAndPrints() {
    assertThat(call("0x42::lists::item", "--args", "3", "258"))
        .contains("status: EXECUTED 4001", "returns: 0x42::lists::Item 0x0303020103010900");
    assertThat(status).isZero();
    assertThat(call("0x42::lists::at", "--args", "[1, 2]", "5"))
        .startsWith("status: VECTOR_OPERATION_ERROR 4018 (sub-status 1) at 0x42::lists");
    assertThat(status).isEqualTo(Main.FAILED);
    assertThat(call("0x42::lists::at", "--args", "[1, 2]", "1", "--gas", "10"))
        .contains("OUT_OF_GAS", "gas used: 10");
  }

  @Test
  void keepsState(@TempDir Path directory) {
    String state = directory.resolve("state.json").toString();
    String[] open = {
      "0x42::purse::open", "--type-args", "0x42::purse::Red", "--signer", "0x7", "--state", state
    };
    assertThat(call(open)).contains("new 0x000000000000000000", "change set: 0x");
    assertThat(call(open)).contains("RESOURCE_ALREADY_EXISTS");
    assertThat(
            call(
                "0x42::purse::put",
                "--type-args",
                "0x42::purse::Red",
                "--signer",
                "0x7",
                "--args",
                "5",
                "--state",
                state))
        .contains("modify 0x000000000000000000 to 0x05");
    assertThat(
            call(
                "0x42::purse::coins",
                "--type-args",
                "0x42::purse::Red",
                "--args",
                "@0x7",
                "--state",
                state))
        .contains("returns: u64 0x0500000000000000");
  }

  @Test
  void refusesWrongWords() {
    assertThat(call("purse")).contains("not a function");
    assertThat(call("0x42::lists::at", "--args", "[1]"))
        .contains("parameters are [vector<u64>, u64]");
    assertThat(call("0x42::lists::at", "--args", "[1]", "1", "2")).contains("too many arguments");
    assertThat(call("0x42::lists::narrow", "--args", "-1")).contains("not a u64");
    assertThat(status).isEqualTo(Main.USAGE);
    assertThat(call("0x42::nowhere::f")).contains("LINKER_ERROR");
    assertThat(call("0x42::lists::nothing")).contains("FUNCTION_RESOLUTION_FAILURE");
  }

  @Test
  void printsJson() throws IOException {
    JsonNode done = json("0x42::purse::open", "--type-args", "0x42::purse::Red", "--signer", "0x7");
    assertThat(done.path("status").asText()).isEqualTo("EXECUTED");
    assertThat(done.path("gas_used").asLong()).isPositive();
    JsonNode change = done.at("/changes/resources/0");
    assertThat(change.path("address").asText()).isEqualTo("0x7");
    assertThat(change.path("type").asText()).contains("::purse::Purse<");
    assertThat(change.path("op").asText()).isEqualTo("new");
    assertThat(change.path("after").asText()).isEqualTo("000000000000000000");
    assertThat(change.has("before")).isFalse();
    assertThat(json("0x42::lists::item", "--args", "3", "258").at("/returns/0/bcs").asText())
        .isEqualTo("0303020103010900");
    JsonNode failed = json("0x42::lists::at", "--args", "[1, 2]", "5");
    assertThat(failed.path("status_code").asInt()).isEqualTo(4018);
    assertThat(failed.path("sub_status").asText()).isEqualTo("1");
    assertThat(failed.at("/location/module").asText()).isEqualTo("0x42::lists");
    assertThat(failed.path("returns")).isEmpty();
    assertThat(failed.at("/changes/resources")).isEmpty();
    assertThat(status).isEqualTo(Main.FAILED);
  }

  private JsonNode json(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(words));
    return new ObjectMapper().readTree(call(all.toArray(String[]::new)));
  }

  @Test
  void refusesWrongFilesAndNames(@TempDir Path directory) throws IOException {
    String[][] wrong = {
      {"zz::lists::at"},
      {"0x42::lists::at", "--type-args", "u65"},
      {"0x42::lists::at", "--args", "[1]", "1", "--gas", "-1"},
      {"0x42::lists::at", "--args", "[1]", "1", "--gas", "18446744073709551615"},
      {"0x42::lists::at", "--args", "[1]", "1", "--json=yes"},
      {"0x42::lists::at", "0x42::lists::at"},
      {},
    };
    for (String[] words : wrong) {
      assertThat(call(words)).as(List.of(words).toString()).contains("usage: call");
      assertThat(status).isEqualTo(Main.USAGE);
    }
    Path state = Files.writeString(directory.resolve("state.json"), "{");
    String[] at = {"0x42::lists::at", "--args", "[1]", "0", "--state", state.toString()};
    assertThat(call(at)).contains("not JSON");
    assertThat(status).isEqualTo(Main.USAGE);
    Files.writeString(state, "{\"resources\": [{\"type\": \"u8\"}]}");
    assertThat(call(at)).contains("not a struct type");
    assertThat(status).isEqualTo(Main.USAGE);
    modules = Path.of("no/such/directory");
    assertThat(call("0x42::lists::at")).contains("no such file: no/such/directory");
    assertThat(status).isEqualTo(Main.USAGE);
  }

  @Test
  void readsValues() {
    assertThat(value("bool", "true")).isEqualTo("01");
    assertThat(value("u8", "0xff")).isEqualTo("ff");
    assertThat(value("u16", "258")).isEqualTo("0201");
    assertThat(value("u32", "1_000")).isEqualTo("e8030000");
    assertThat(value("u128", "1")).isEqualTo("01" + "00".repeat(15));
    assertThat(value("u256", "1")).isEqualTo("01" + "00".repeat(31));
    assertThat(value("address", "@0x1")).isEqualTo("00".repeat(31) + "01");
    assertThat(value("vector<u8>", "0x0102")).isEqualTo("020102");
    assertThat(value("vector<u8>", "[1, 2]")).isEqualTo("020102");
    assertThat(value("vector<vector<u16>>", "[[1], [], [2, 3]]")).isEqualTo("03010100000202000300");
    assertThat(value("0x1::string::String", "hi")).isEqualTo("026869");
    assertThat(value("0x1::option::Option<u8>", "[7]")).isEqualTo("0107");
    assertThat(value("0x1::object::Object<0x1::a::A>", "0x2")).isEqualTo("00".repeat(31) + "02");
    assertThat(value("0x2::a::B", "bcs:0102")).isEqualTo("0102");
    for (String[] wrong :
        new String[][] {
          {"u8", "256"}, {"bool", "1"}, {"vector<u8>", "1"}, {"0x2::a::B", "1"}, {"address", "7"}
        }) {
      assertThatThrownBy(() -> value(wrong[0], wrong[1])).isInstanceOf(UsageException.class);
    }
  }

  private static String value(String type, String text) {
    return ValueText.parse(TypeTag.parse(type), text).toHex();
  }
}
