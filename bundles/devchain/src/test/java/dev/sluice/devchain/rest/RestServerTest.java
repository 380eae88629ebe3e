/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.TestAccount;
import dev.sluice.devchain.ledger.LedgerSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The REST interface over real sockets, mostly with requests that it has to refuse. */
class RestServerTest {
  private static final String SIGNED = "application/x.aptos.signed_transaction+bcs";
  private static final int CONNECTIONS = 60;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestAccount ALICE = TestAccount.named("alice");
  private static DevChain chain;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    RestSettings rest = new RestSettings("127.0.0.1", 0, 100_000, CONNECTIONS, 2000, 500, 8);
    chain =
        new DevChain(
            LedgerSettings.DEFAULT,
            Optional.empty(),
            InstantSource.system(),
            DevChain.Pace.DEFAULT,
            rest);
    client = HttpClient.newHttpClient();
    HttpResponse<String> funded =
        post(
            "/fund",
            "application/json",
            "{\"address\":\"" + ALICE.address().toLongString() + "\",\"amount\":100000000}");
    JSON.readTree(funded.body()).path("txn_hashes").forEach(hash -> done(waited(hash.asText())));
  }

  @AfterAll
  static void stop() throws IOException {
    chain.close();
  }

  private static void done(JsonNode transaction) {
    assertThat(transaction.path("success").asBoolean()).as(transaction.toString()).isTrue();
  }

  private static JsonNode waited(String hash) {
    try {
      return JSON.readTree(get("/transactions/wait_by_hash/" + hash).body());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(chain.uri() + path)).timeout(Duration.ofSeconds(10));
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return post(path, type, body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResponse<String> post(String path, String type, byte[] body)
      throws IOException, InterruptedException {
    return client.send(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)).build(),
        BodyHandlers.ofString());
  }

  private static void refused(HttpResponse<String> response, int status, String code)
      throws IOException {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(JSON.readTree(response.body()).path("error_code").asText()).isEqualTo(code);
    assertThat(response.headers().firstValue("X-Sluice-Chain"))
        .contains("sluice-development-chain");
  }

  @Test
  void namesItselfADevelopmentChain() throws Exception {
    JsonNode index = JSON.readTree(get("").body());
    assertThat(index.path("development_chain").asBoolean()).isTrue();
    assertThat(index.path("git_hash").asText()).isEqualTo("sluice-development-chain");
    assertThat(index.path("ledger_version").isTextual()).isTrue();
    assertThat(get("").headers().firstValue("X-Aptos-Chain-Id")).contains("4");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404, web_framework_error",
    "/accounts/0xzz, 400, invalid_input",
    "/accounts/0x0123456789012345678901234567890123456789012345678901234567890123456789, 400, invalid_input",
    "/accounts/0x99, 404, account_not_found",
    "/accounts/0x99/resources, 404, account_not_found",
    "/accounts/0x1/resource/u64, 400, invalid_input",
    "/accounts/0x1/resource/0x1::a::%3C, 400, invalid_input",
    "/accounts/0x1/resource/0x1::a::B, 404, resource_not_found",
    "/accounts/0x1/resource/0x1::account::Account?ledger_version=99999999, 404, version_not_found",
    "/accounts/0x1/resource/0x1::account::Account?ledger_version=-1, 400, invalid_input",
    "/accounts/0x1/resource/0x1::account::Account?ledger_version=x, 400, invalid_input",
    "/accounts/0x1/module/none, 404, module_not_found",
    "/accounts/0x1/modules?limit=0, 400, invalid_input",
    "/accounts/0x1/events/0, 403, api_disabled",
    "/transactions/by_hash/0x12, 400, invalid_input",
    "/transactions/by_hash/0x0000000000000000000000000000000000000000000000000000000000000000, 404, transaction_not_found",
    "/transactions/wait_by_hash/0x0000000000000000000000000000000000000000000000000000000000000000, 404, transaction_not_found",
    "/transactions/by_version/99999999, 404, version_not_found",
    "/transactions/by_version/99999999999999999999, 400, invalid_input",
    "/transactions?limit=101, 400, invalid_input",
    "/transactions?start=%25, 400, invalid_input",
    "/blocks/by_height/99999999, 404, block_not_found",
    "/view, 405, web_framework_error",
  })
  void refusesBadQuestions(String path, int status, String code) throws Exception {
    refused(get(path), status, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/view|{|400|invalid_input",
        "/view|{}|400|invalid_input",
        "/view|[]|400|invalid_input",
        "/view|{} {}|400|invalid_input",
        "/view|{\"function\":\"0x1::coin::none\"}|400|invalid_input",
        "/view|{\"function\":\"0x1::coin::transfer\",\"type_arguments\":[\"u8\"],\"arguments\":[\"0x1\",\"1\"]}|400|invalid_input",
        "/view|{\"function\":\"0x1::account::exists_at\",\"type_arguments\":[],\"arguments\":[7]}|400|invalid_input",
        "/view|{\"function\":\"0x1::account::exists_at\",\"type_arguments\":[\"u8\"],\"arguments\":[\"0x1\"]}|400|invalid_input",
        "/view|{\"function\":\"0x1::account::exists_at\",\"arguments\":[]}|400|invalid_input",
        "/view|{\"function\":\"0x1::account::get_sequence_number\",\"arguments\":[\"0x99\"]}|400|invalid_input",
        "/tables/0x5/item|{\"key_type\":\"u64\",\"value_type\":\"u64\",\"key\":\"1\"}|404|table_item_not_found",
        "/tables/0x5/item|{\"key_type\":\"u8\",\"value_type\":\"u64\",\"key\":256}|400|invalid_input",
        "/tables/0x5/item|{\"key_type\":\"0x1::no::S\",\"value_type\":\"u64\",\"key\":{}}|400|invalid_input",
        "/tables/0x5/item|{\"key_type\":\"vector<vector<vector<vector<vector<vector<vector<vector<vector<u8>>>>>>>>>\",\"key\":[]}|400|invalid_input",
        "/fund|{\"address\":\"0x1\",\"amount\":-1}|400|invalid_input",
        "/fund|{\"address\":\"0x1\",\"amount\":18446744073709551616}|400|invalid_input",
        "/fund|{\"address\":\"\",\"amount\":1}|400|invalid_input",
        "/transactions|{\"sender\":\"0x1\"}|400|invalid_input",
        "/transactions|7|400|invalid_input",
      })
  void refusesBadBodies(String path, String body, int status, String code) throws Exception {
    refused(post(path, "application/json", body), status, code);
  }

  @Test
  void refusesDeepAndLongAndForeignBodies() throws Exception {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    refused(post("/view", "application/json", deep), 400, "invalid_input");
    String digits = "{\"function\":" + "9".repeat(5000) + "}";
    refused(post("/view", "application/json", digits), 400, "invalid_input");
    refused(post("/view", "application/json", new byte[100_001]), 413, "web_framework_error");
    refused(post("/transactions", SIGNED, new byte[90_000]), 400, "invalid_input");
    refused(post("/view", "text/plain", "{}"), 415, "web_framework_error");
    HttpRequest delete = request("/accounts/0x1").DELETE().build();
    refused(client.send(delete, BodyHandlers.ofString()), 405, "web_framework_error");
    assertThat(get("").statusCode()).isEqualTo(200);
  }

  /** A chunked body that never says how long it is, sent until the server stops it. */
  @Test
  void stopsABodyWithoutEnd() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), chain.uri().getPort())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          "POST /v1/view HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              .getBytes(StandardCharsets.US_ASCII));
      byte[] chunk = ("1000\r\n" + "x".repeat(4096) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      try {
        for (int i = 0; i < 10_000; i++) {
          out.write(chunk);
        }
        throw new AssertionError("40 MB were taken");
      } catch (SocketException e) {
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void refusesRandomBytesAsTransactionsAndViews() throws Exception {
    Random random = new Random(7);
    byte[] good = ALICE.transfer(ALICE.address(), 1, 0).toArray();
    long before = chain.ledger().waiting();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = good.clone();
      for (int k = 0; k <= i % 4; k++) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
      }
      HttpResponse<String> response = post("/transactions", SIGNED, bytes);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      response = post("/view", "application/x.aptos.view_function+bcs", noise);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
      response = post("/transactions/simulate", SIGNED, noise);
      assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    }
    assertThat((long) chain.ledger().waiting()).isEqualTo(before);
  }

  @Test
  void answersWhatIsNoHttpInJson() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), chain.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write("\u0001\u0002 rubbish\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).contains(" 400 ").contains("\"error_code\":\"web_framework_error\"");
    }
    HttpRequest long_ = request("/accounts/0x1?x=" + "y".repeat(9000)).build();
    assertThat(client.send(long_, BodyHandlers.ofString()).statusCode()).isIn(414, 431);
  }

  /** Idle connections up to the bound and beyond are closed soon and others get their turn. */
  @Test
  void outlivesIdleConnections() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * CONNECTIONS; i++) {
        Socket socket = new Socket();
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), chain.uri().getPort()), 5000);
        socket
            .getOutputStream()
            .write("POST /v1/view HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
        idle.add(socket);
      }
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(chain.uri()).timeout(Duration.ofSeconds(20)).build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @Test
  void takesATransactionAsBcsAndTellsWhenItIsDone() throws Exception {
    long sequence =
        Long.parseLong(
            JSON.readTree(get("/accounts/" + ALICE.address().toLongString()).body())
                .path("sequence_number")
                .asText());
    Bytes transfer = ALICE.transfer(TestAccount.named("carol").address(), 5, sequence);
    HttpResponse<String> taken = post("/transactions", SIGNED, transfer.toArray());
    assertThat(taken.statusCode()).isEqualTo(202);
    JsonNode pending = JSON.readTree(taken.body());
    assertThat(pending.path("type").asText()).isEqualTo("pending_transaction");
    JsonNode done = waited(pending.path("hash").asText());
    done(done);
    assertThat(done.path("payload").path("arguments").get(1).asText()).isEqualTo("5");
    refused(post("/transactions", SIGNED, transfer.toArray()), 400, "sequence_number_too_old");
  }

  /** What cannot come yet: the wait ends after its time with a transaction that still waits. */
  @Test
  void endsAWaitInTime() throws Exception {
    Bytes parked = ALICE.transfer(ALICE.address(), 1, 500);
    JsonNode pending = JSON.readTree(post("/transactions", SIGNED, parked.toArray()).body());
    long start = System.nanoTime();
    JsonNode still = waited(pending.path("hash").asText());
    assertThat(still.path("type").asText()).isEqualTo("pending_transaction");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(400), Duration.ofSeconds(5));
  }

  @Test
  void servesAbiBalanceAndPrices() throws Exception {
    JsonNode coin = JSON.readTree(get("/accounts/0x1/module/coin").body()).path("abi");
    assertThat(coin.path("name").asText()).isEqualTo("coin");
    assertThat(coin.path("exposed_functions").findValuesAsText("name"))
        .contains("balance", "transfer");
    assertThat(
            JSON.readTree(
                    get("/accounts/"
                            + ALICE.address().toLongString()
                            + "/balance/0x1::aptos_coin::AptosCoin")
                        .body())
                .isIntegralNumber())
        .isTrue();
    assertThat(JSON.readTree(get("/estimate_gas_price").body()).path("gas_estimate").asInt())
        .isEqualTo(100);
    HttpResponse<String> modules = get("/accounts/0x1/modules?limit=3");
    assertThat(JSON.readTree(modules.body()).size()).isEqualTo(3);
    assertThat(modules.headers().firstValue("X-Aptos-Cursor")).contains("3");
  }

  /** As the public networks do: the abort with its name, and the number of the status. */
  @Test
  void namesTheAbortOfAView() throws Exception {
    HttpResponse<String> answer =
        post(
            "/view",
            "application/json",
            "{\"function\":\"0x1::object::owner\","
                + "\"type_arguments\":[\"0x1::object::ObjectCore\"],"
                + "\"arguments\":[\"0x99\"]}");
    refused(answer, 400, "invalid_input");
    JsonNode error = JSON.readTree(answer.body());
    assertThat(error.path("message").asText())
        .startsWith("Move abort in 0x1::object: EOBJECT_DOES_NOT_EXIST(0x60002): ");
    assertThat(error.path("vm_error_code").asInt()).isEqualTo(4016);
  }

  /** Open connections up to what the process may have: bounded memory, and others are served. */
  @Test
  void outlivesAsManyConnectionsAsThereAreDescriptors() throws Exception {
    int many = Math.min(1_000, freeDescriptors() / 2 - 50);
    assertThat(many).as("descriptors for this test").isGreaterThan(100);
    List<Socket> idle = new ArrayList<>();
    try (DevChain roomy =
        new DevChain(
            LedgerSettings.DEFAULT,
            Optional.empty(),
            InstantSource.system(),
            DevChain.Pace.DEFAULT,
            RestSettings.DEFAULT.withPort(0))) {
      long before = usedMemory();
      for (int i = 0; i < many; i++) {
        Socket socket = new Socket();
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), roomy.uri().getPort()), 5000);
        socket
            .getOutputStream()
            .write("POST /v1/view HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
        idle.add(socket);
      }
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(roomy.uri()).timeout(Duration.ofSeconds(20)).build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat((usedMemory() - before) / many).as("bytes for a connection").isLessThan(65_536);
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  private static int freeDescriptors() {
    var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    if (system instanceof com.sun.management.UnixOperatingSystemMXBean unix) {
      return (int)
          Math.min(unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount(), 1_000_000);
    }
    return 1_000;
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** What an account sent before the history began is gone, and said to be. */
  @Test
  void tellsThatAnAccountsOldTransactionsAreGone() throws Exception {
    var settings = new LedgerSettings(4, 1_000, 100, 1 << 26, 5_000, 5_000, 50, 1 << 20);
    try (DevChain small =
        new DevChain(
            settings,
            Optional.empty(),
            InstantSource.system(),
            new DevChain.Pace(0, 0),
            RestSettings.DEFAULT.withPort(0))) {
      client.send(
          HttpRequest.newBuilder(URI.create(small.uri() + "/fund"))
              .header("Content-Type", "application/json")
              .POST(
                  BodyPublishers.ofString(
                      "{\"address\":\""
                          + ALICE.address().toLongString()
                          + "\",\"amount\":10000000000}"))
              .build(),
          BodyHandlers.ofString());
      while (small.ledger().waiting() > 0) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < 1_500; i++) {
        small.ledger().submit(ALICE.transfer(ALICE.address(), 1, i));
      }
      while (small.ledger().makeBlock(false) || small.ledger().waiting() > 0) {
        Thread.onSpinWait();
      }
      String path = small.uri() + "/accounts/" + ALICE.address().toLongString() + "/transactions";
      for (String start : List.of("?start=0", "?start=200")) {
        HttpResponse<String> gone =
            client.send(
                HttpRequest.newBuilder(URI.create(path + start)).build(), BodyHandlers.ofString());
        refused(gone, 410, "version_pruned");
      }
      JsonNode kept =
          JSON.readTree(
              client
                  .send(
                      HttpRequest.newBuilder(URI.create(path + "?start=1400&limit=3")).build(),
                      BodyHandlers.ofString())
                  .body());
      List<String> numbers = new ArrayList<>();
      kept.forEach(transaction -> numbers.add(transaction.path("sequence_number").asText()));
      assertThat(numbers).containsExactly("1400", "1401", "1402");
    }
  }
}
