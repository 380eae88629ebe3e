/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.devchain.DevChain;
import dev.sluice.outbox.Outbox;
import dev.sluice.rest.ApiFace;
import dev.sluice.rest.ChainResource;
import dev.sluice.rest.OrderResource;
import dev.sluice.storage.api.Journals;
import dev.sluice.testkit.plugin.DirectPlugins;
import dev.sluice.testkit.storage.InMemoryJournals;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The node's HTTP routes for chains, with outbox, plugin and development chain behind them. */
class ChainRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COIN = "0x1::aptos_coin::AptosCoin";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static DevChain ledger;
  private static AptosChain chain;
  private static Outbox outbox;
  private static ApiFace face;
  private static AccountAddress alice;

  @BeforeAll
  static void start() throws Exception {
    ledger = Chains.start(Optional.empty(), 0);
    chain = new AptosChain(Chains.settings(ledger.uri()));
    Ed25519KeyPair pair = Ed25519KeyPair.generate(new SecureRandom());
    alice = Reads.address(new PublicKey(SignatureScheme.ED25519, Bytes.of(pair.publicKey())));
    DirectPlugins plugins =
        new DirectPlugins("dev")
            .with(Chain.class, chain)
            .with(ChainTools.class, chain)
            .with(Journals.class, new InMemoryJournals());
    outbox =
        new Outbox(
            plugins,
            TestNode.keys(pair),
            Clock.systemUTC(),
            new SecureRandom(),
            "j",
            Duration.ofSeconds(5));
    face = new ApiFace(List.of(new ChainResource(plugins), new OrderResource(plugins, outbox)));
  }

  @AfterAll
  static void stop() throws Exception {
    face.stop();
    outbox.stop();
    chain.stop();
    ledger.close();
  }

  private static HttpResponse<String> send(String role, String path, Optional<String> body)
      throws Exception {
    String login =
        Base64.getEncoder().encodeToString((role + ":secret").getBytes(StandardCharsets.UTF_8));
    var request =
        HttpRequest.newBuilder(URI.create(face.uri() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", "Basic " + login);
    body.ifPresent(
        text ->
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(text)));
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send("viewer", path, Optional.empty());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static JsonNode post(String path, Object body) throws Exception {
    HttpResponse<String> answer = send("operator", path, Optional.of(body.toString()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static ObjectNode object(String... fields) {
    ObjectNode object = JSON.createObjectNode();
    for (int i = 0; i < fields.length; i += 2) {
      object.put(fields[i], fields[i + 1]);
    }
    return object;
  }

  private static JsonNode awaitOrder(String reference) throws Exception {
    for (int i = 0; i < 400; i++) {
      JsonNode order = get("orders/" + reference);
      if (!List.of("WAITING", "SENT").contains(order.path("state").asText())) {
        return order;
      }
      Thread.sleep(25);
    }
    throw new AssertionError("order " + reference + " does not end");
  }

  @Test
  void listsAndDescribesChains() throws Exception {
    assertThat(get("chains").findValuesAsText("name")).containsExactly("dev");
    JsonNode info = get("chains/dev");
    assertThat(info.path("development").asBoolean()).isTrue();
    assertThat(info.path("type").asText()).isEqualTo("aptos");
    assertThat(info.path("chainId").asText()).isEqualTo("4");
    assertThat(info.path("software").asText()).contains("development-chain");
  }

  @Test
  void fundsCallsViewsAndFindsAgain() throws Exception {
    fund(5_000_000_000L);
    ObjectNode call =
        object("reference", "pay", "key", "alice", "function", "0x1::aptos_account::transfer");
    call.putArray("types");
    call.putArray("arguments").add("0xb0b").add("12345");
    post("chains/dev/calls", call);
    JsonNode order = awaitOrder("pay");
    assertThat(order.path("state").asText()).as(order.toString()).isEqualTo("COMMITTED");
    post("chains/dev/calls", call);
    assertThat(awaitOrder("pay").path("hash")).isEqualTo(order.path("hash"));

    assertThat(balance("0xb0b")).isEqualTo("[\"12345\"]");
    JsonNode transaction = get("chains/dev/transactions/" + order.path("hash").asText());
    assertThat(transaction.path("state").asText()).isEqualTo("Committed");
    assertThat(Long.parseLong(transaction.path("fee").asText())).isPositive();

    JsonNode events = get("chains/dev/events?source=0x1::coin&type=CoinWithdraw&limit=1000");
    assertThat(events.path("events").findValuesAsText("transaction"))
        .contains(order.path("hash").asText());
    JsonNode none = get("chains/dev/events?source=0x1::coin&from=" + events.path("next").asText());
    assertThat(none.path("events")).isEmpty();
  }

  private static void fund(long amount) throws Exception {
    post(
        "chains/dev/fund",
        object("address", alice.toLongString(), "amount", Long.toString(amount)));
    for (int i = 0; i < 400 && balance(alice.toLongString()).equals("[\"0\"]"); i++) {
      Thread.sleep(25);
    }
  }

  private static String balance(String account) throws Exception {
    ObjectNode view = object("function", "0x1::coin::balance");
    view.putArray("types").add(COIN);
    view.putArray("arguments").add(account);
    return post("chains/dev/view", view).path("values").asText();
  }

  @Test
  void publishesAPackage() throws Exception {
    fund(5_000_000_000L);
    MovePackage own = MovePackage.channelCore().at(alice);
    ObjectNode wanted =
        object(
            "reference",
            "code",
            "key",
            "alice",
            "name",
            "channel_core",
            "metadata",
            own.metadata().toHex());
    for (MovePackage.Module module : own.modules()) {
      wanted.withArray("modules").add(object("name", module.name(), "code", module.code().toHex()));
    }
    post("chains/dev/packages", wanted);
    JsonNode order = awaitOrder("code");
    assertThat(order.path("state").asText()).as(order.toString()).isEqualTo("COMMITTED");
  }

  @Test
  void tellsWhyAnOrderFailed() throws Exception {
    fund(5_000_000_000L);
    ObjectNode call =
        object("reference", "much", "key", "alice", "function", "0x1::aptos_account::transfer");
    call.putArray("types");
    call.putArray("arguments").add("0xb0b").add("99999999999999999");
    post("chains/dev/calls", call);
    JsonNode order = awaitOrder("much");
    assertThat(order.path("state").asText()).isEqualTo("REFUSED");
    assertThat(order.path("error").asText()).contains("ABORTED").contains("EINSUFFICIENT_BALANCE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chains/none|404|NOT_FOUND",
        "chains/none/events?source=0x1::coin|404|NOT_FOUND",
        "chains/dev/transactions/zz|400|BAD_REQUEST",
        "chains/dev/transactions/0x12|400|BAD_REQUEST",
        "chains/dev/events|400|BAD_REQUEST",
        "chains/dev/events?source=coin|400|INVALID_REQUEST",
        "chains/dev/events?source=0x1::coin&limit=0|400|INVALID_REQUEST",
        "chains/dev/events?source=0x1::coin&limit=1001|400|INVALID_REQUEST",
        "chains/dev/events?source=0x1::coin&limit=x|400|BAD_REQUEST",
        "chains/dev/events?source=0x1::coin&from=yesterday|400|INVALID_REQUEST",
        "orders/none|404|NOT_FOUND",
      })
  void refusesBadQuestions(String path, int status, String code) throws Exception {
    refused(send("viewer", path, Optional.empty()), status, code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "view|{\"function\":\"0x1::coin::none\",\"types\":[],\"arguments\":[]}|404|NOT_FOUND",
        "view|{\"function\":\"0x1::coin::none\"}|400|BAD_REQUEST",
        "view|{\"function\":\"coin\",\"types\":[],\"arguments\":[]}|400|INVALID_REQUEST",
        "view|{}|400|BAD_REQUEST",
        "view|{|400|BAD_REQUEST",
        "view|{\"function\":\"0x1::object::owner\",\"types\":[\"0x1::object::ObjectCore\"],\"arguments\":[\"0x99\"]}|409|ABORTED",
        "view|{\"function\":\"0x1::account::exists_at\",\"types\":[],\"arguments\":[\"zz\"]}|400|INVALID_REQUEST",
        "view|{\"function\":\"0x1::account::exists_at\",\"types\":[],\"arguments\":[]}|400|INVALID_REQUEST",
        "fund|{\"address\":\"0x1\",\"amount\":\"much\"}|400|BAD_REQUEST",
        "fund|{\"address\":\"\",\"amount\":\"1\"}|400|BAD_REQUEST",
        "fund|{\"address\":\"0x1\"}|400|BAD_REQUEST",
        "fund|{\"address\":\"alice\",\"amount\":\"1\"}|400|INVALID_REQUEST",
        "calls|{\"reference\":\"\",\"key\":\"alice\",\"function\":\"0x1::aptos_account::create_account\",\"types\":[],\"arguments\":[\"0x7\"]}|400|INVALID_ORDER",
        "calls|{\"key\":\"alice\",\"function\":\"0x1::aptos_account::create_account\",\"types\":[],\"arguments\":[\"0x7\"]}|400|BAD_REQUEST",
        "calls|{\"reference\":\"x\",\"key\":\"\",\"function\":\"0x1::aptos_account::create_account\",\"types\":[],\"arguments\":[\"0x7\"]}|400|BAD_REQUEST",
        "calls|{\"reference\":\"x\",\"key\":\"alice\",\"function\":\"0x1::coin::none\",\"types\":[],\"arguments\":[]}|404|NOT_FOUND",
        "packages|{\"reference\":\"p\",\"key\":\"alice\",\"name\":\"p\",\"metadata\":\"\",\"modules\":[{\"name\":\"m\",\"code\":\"zz\"}]}|400|BAD_REQUEST",
        "packages|{\"reference\":\"p\",\"key\":\"alice\",\"name\":\"p\",\"metadata\":\"\",\"modules\":[]}|400|INVALID_REQUEST",
      })
  void refusesBadBodies(String route, String body, int status, String code) throws Exception {
    refused(send("operator", "chains/dev/" + route, Optional.of(body)), status, code);
  }

  @ParameterizedTest
  @CsvSource({"fund", "calls", "packages"})
  void letsViewersChangeNothing(String route) throws Exception {
    refused(send("viewer", "chains/dev/" + route, Optional.of("{}")), 403, "FORBIDDEN");
  }

  private static void refused(HttpResponse<String> answer, int status, String code)
      throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = JSON.readTree(answer.body());
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain("Exception");
  }
}
