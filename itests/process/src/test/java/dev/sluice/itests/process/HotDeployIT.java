/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The aptos plugin dropped into a running node as a jar, exchanged under traffic and taken out
 * again. Every order that was taken is done, once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HotDeployIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COIN = "0x1::aptos_coin::AptosCoin";
  private static final int AMOUNT = 7;

  private NodeProcess node;
  private Path jar;
  private Path deployed;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node = new NodeProcess(directory);
    var result = node.start();
    assertThat(result.exit()).as(result.output()).isZero();
    jar =
        Path.of(System.getProperty("sluice.root"))
            .resolve("chain-plugins/aptos/target/chain-aptos-0.1.0-SNAPSHOT.jar");
    deployed = directory.resolve("dist/deploy/chain-aptos.jar");
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path etc = node.data().resolve("etc");
    Files.writeString(etc.resolve("sluice.devchain.cfg"), "port = " + port + "\n");
    Files.writeString(
        etc.resolve("sluice.chain.aptos-dev.cfg"),
        "chain.name = dev\nurl = http://127.0.0.1:"
            + port
            + "/v1\nfaucet.url = http://127.0.0.1:"
            + port
            + "/\nchain.id = 4\n");
    shell("feature:install sluice-devchain");
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

  private List<String> chains() throws Exception {
    HttpResponse<String> answer = node.get("/api/v1/chains");
    return answer.statusCode() == 200
        ? JSON.readTree(answer.body()).findValuesAsText("name")
        : List.of();
  }

  private void awaitChains(List<String> names) throws Exception {
    for (int i = 0; i < 300; i++) {
      if (chains().equals(names)) {
        return;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("chains " + chains() + ", not " + names);
  }

  private void deploy() throws IOException {
    Path part = node.directory.resolve("chain-aptos.part");
    Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
    Files.createDirectories(deployed.getParent());
    Files.move(part, deployed, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return node.send(
        node.request("/api/v1/" + path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /** Gives an order; true if the node took it. */
  private boolean order(String reference) throws Exception {
    HttpResponse<String> answer =
        post(
            "chains/dev/calls",
            "{\"reference\":\""
                + reference
                + "\",\"key\":\"alice\",\"function\":\"0x1::aptos_account::transfer\","
                + "\"types\":[],\"arguments\":[\"0xb0b\",\""
                + AMOUNT
                + "\"]}");
    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404, 503, 504);
    return answer.statusCode() == 200;
  }

  @Test
  void comesAndGoesWithoutLosingAnOrder() throws Exception {
    assertThat(chains()).isEmpty();
    deploy();
    awaitChains(List.of("dev"));
    shell("chain:fund dev alice");

    var over = new AtomicBoolean();
    var taken = new ArrayList<String>();
    var failure = new ArrayList<Throwable>();
    var traffic =
        new Thread(
            () -> {
              try {
                for (int i = 0; !over.get(); i++) {
                  if (order("r" + i)) {
                    taken.add("r" + i);
                  }
                  Thread.sleep(20);
                }
              } catch (Exception | AssertionError e) {
                failure.add(e);
              }
            });
    traffic.start();
    Thread.sleep(2_000);
    int before = taken.size();
    Files.delete(deployed);
    awaitChains(List.of());
    Thread.sleep(500);
    deploy();
    awaitChains(List.of("dev"));
    Thread.sleep(2_000);
    over.set(true);
    traffic.join();
    assertThat(failure).isEmpty();
    assertThat(before).isPositive();
    assertThat(taken.size()).isGreaterThan(before);

    for (String reference : taken) {
      assertThat(awaitOrder(reference)).as(reference).isEqualTo("COMMITTED");
    }
    HttpResponse<String> view =
        post(
            "chains/dev/view",
            "{\"function\":\"0x1::coin::balance\",\"types\":[\""
                + COIN
                + "\"],\"arguments\":[\"0xb0b\"]}");
    assertThat(JSON.readTree(view.body()).path("values").asText())
        .isEqualTo("[\"" + (long) AMOUNT * taken.size() + "\"]");

    Files.delete(deployed);
    awaitChains(List.of());
    assertThat(post("chains/dev/view", "{}").statusCode()).isIn(400, 404);
  }

  private String awaitOrder(String reference) throws Exception {
    JsonNode order = JSON.createObjectNode();
    for (int i = 0; i < 600; i++) {
      order = JSON.readTree(node.get("/api/v1/orders/" + reference).body());
      if (!List.of("WAITING", "SENT").contains(order.path("state").asText())) {
        break;
      }
      Thread.sleep(100);
    }
    return order.path("state").asText();
  }
}
