/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** From a running node to a called module of one's own, in a few shell commands. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DevChainIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COIN = "0x1::aptos_coin::AptosCoin";

  private NodeProcess node;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = new NodeProcess(directory);
    var result = node.start();
    assertThat(result.exit()).as(result.output()).isZero();
  }

  @AfterAll
  void end() throws IOException {
    node.close();
  }

  private String shell(String command) throws Exception {
    var result = node.sluice("shell", command);
    assertThat(result.exit()).as(result.output()).isZero();
    return result.output();
  }

  private JsonNode json(String command) throws Exception {
    String output = shell(command);
    String line =
        Arrays.stream(output.split("\n"))
            .filter(l -> l.startsWith("["))
            .findFirst()
            .orElseThrow(() -> new AssertionError(output));
    return JSON.readTree(line).get(0);
  }

  private JsonNode awaitChain() throws Exception {
    for (int i = 0; i < 30; i++) {
      String output = shell("chain:list --json");
      if (output.contains("\"state\":\"ok\"")) {
        return json("chain:list --json");
      }
      Thread.sleep(1_000);
    }
    throw new AssertionError(shell("chain:list"));
  }

  @Test
  void aModuleOfOnesOwnIsPublishedAndCalled() throws Exception {
    shell("feature:install sluice-dev");
    assertThat(awaitChain().get("development").asBoolean()).isTrue();

    JsonNode funded = json("chain:fund --json dev alice");
    String alice = funded.get("address").asText();
    assertThat(funded.get("balance").asText()).isEqualTo("1000000000");
    assertThat(json("chain:info --json dev").get("software").asText())
        .contains("development-chain");

    JsonNode called = json("chain:call --json dev alice 0x1::aptos_account::transfer 0xb0b 12345");
    assertThat(called.get("state").asText()).isEqualTo("COMMITTED");
    assertThat(
            json("chain:view --json --type " + COIN + " dev 0x1::coin::balance 0xb0b")
                .get("values")
                .asText())
        .isEqualTo("[\"12345\"]");
    assertThat(json("chain:tx --json dev " + called.get("hash").asText()).get("state").asText())
        .isEqualTo("Committed");
    assertThat(shell("chain:events --json --type CoinWithdraw dev 0x1::coin"))
        .contains(called.get("hash").asText());

    String module = publish(alice);
    json("chain:call --json --type u64 dev alice " + module + "::put 7 hello");
    assertThat(
            json("chain:view --json --type u64 dev " + module + "::look " + alice + " 7")
                .get("values")
                .asText())
        .contains("hello");
    String refused =
        node.sluice("shell", "chain:call dev alice 0x1::aptos_account::transfer 0xb0b 99999999999")
            .output();
    assertThat(refused).contains("ABORTED");
  }

  /** Publishes the module probe, compiled for 0xcafe, at {@code account}; gives its name. */
  private String publish(String account) throws Exception {
    byte[] code =
        Files.readAllBytes(
            Path.of(System.getProperty("sluice.root"))
                .resolve("itests/ts-sdk/src/test/resources/probe/probe.mv"));
    String placeholder = "0".repeat(60) + "cafe";
    String hex = HexFormat.of().formatHex(code).replace(placeholder, account.substring(2));
    Path file = node.directory.resolve("probe.mv");
    Files.write(file, HexFormat.of().parseHex(hex));
    assertThat(json("chain:publish --json dev alice " + file).get("state").asText())
        .isEqualTo("COMMITTED");
    return account + "::probe";
  }
}
