/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Running development chains and what tests do on them. */
final class Chains {
  /** Coins of a funded account. */
  static final long FUNDS = 10_000_000_000L;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Chains() {}

  static DevChain start(Optional<Path> directory, int port) throws IOException {
    return new DevChain(
        LedgerSettings.DEFAULT,
        directory,
        InstantSource.system(),
        new DevChain.Pace(5, 100),
        RestSettings.DEFAULT.withPort(port));
  }

  static Settings settings(URI uri) {
    String base = uri.toString().replaceAll("/+$", "");
    String v1 = base.endsWith("/v1") ? base + "/" : base + "/v1/";
    return new Settings(
        new ChainName("dev"),
        URI.create(v1),
        Optional.of(URI.create(v1.replace("/v1/", "/"))),
        LedgerSettings.DEFAULT.chainId(),
        Optional.empty(),
        Duration.ofMillis(50),
        16 << 20,
        16,
        1024,
        3,
        Duration.ofSeconds(5));
  }

  static void fund(URI uri, AccountAddress account) throws IOException, InterruptedException {
    String body = "{\"address\":\"" + account.toLongString() + "\",\"amount\":" + FUNDS + "}";
    var request =
        HttpRequest.newBuilder(settings(uri).faucet().orElseThrow().resolve("fund"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("faucet: " + answer.statusCode() + " " + answer.body());
    }
    awaitCoins(uri, account);
  }

  /** The faucet makes an account by one transaction and its coins by the next. */
  private static void awaitCoins(URI uri, AccountAddress account)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(
                settings(uri)
                    .url()
                    .resolve(
                        "accounts/"
                            + account.toLongString()
                            + "/balance/0x1::aptos_coin::AptosCoin"))
            .build();
    for (int i = 0; i < 500; i++) {
      HttpResponse<String> balance = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (balance.statusCode() == 200 && !balance.body().equals("0")) {
        return;
      }
      Thread.sleep(10);
    }
    throw new IOException("the faucet's transfer does not come");
  }

  static void fund(URI uri, PublicKey key) throws IOException, InterruptedException {
    fund(uri, Reads.address(key));
  }

  /** A transfer that makes the account if need be. */
  static Call transfer(AccountAddress to, long amount) {
    return new Call(
        new Address("0x1::aptos_account"),
        "transfer",
        List.of(),
        List.of(
            Call.Argument.of(new BcsWriter().address(to).toBytes()),
            Call.Argument.of(new BcsWriter().u64(amount).toBytes())));
  }

  static Bytes u64(long value) {
    return new BcsWriter().u64(value).toBytes();
  }
}
