/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.ledger.AccountInfo;
import dev.sluice.devchain.ledger.Faucet;
import dev.sluice.devchain.ledger.Ledger;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.ledger.LedgerTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A chain in a process of its own that is killed while it commits. */
class CrashTest {
  private static final String SIGNED = "application/x.aptos.signed_transaction+bcs";
  private static final TestAccount ALICE = TestAccount.named("alice");
  private static final TestAccount BOB = TestAccount.named("bob");

  private static final int BATCHES = 20;

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private String ask(URI chain, String path, Optional<byte[]> body, String type)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(chain + path));
    body.ifPresent(
        bytes -> request.header("Content-Type", type).POST(BodyPublishers.ofByteArray(bytes)));
    return client.send(request.build(), BodyHandlers.ofString()).body();
  }

  @Test
  void losesNothingThatWasToldAndDoesNothingTwice() throws Exception {
    long next = 0;
    List<Bytes> told = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      Process process = start();
      try {
        URI chain = address(process);
        if (round == 0) {
          String fund =
              "{\"address\":\"" + ALICE.address().toLongString() + "\",\"amount\":100000000000}";
          ask(
              chain,
              "/fund",
              Optional.of(fund.getBytes(StandardCharsets.UTF_8)),
              "application/json");
          String path =
              "/accounts/"
                  + ALICE.address().toLongString()
                  + "/resource/0x1::coin::CoinStore%3C0x1::aptos_coin::AptosCoin%3E";
          while (!ask(chain, path, Optional.empty(), "").contains("100000000000")) {
            Thread.onSpinWait();
          }
        }
        next = submitUntilKilled(process, chain, next, told);
      } finally {
        process.destroyForcibly().waitFor();
      }
      next = check(told);
    }
    assertThat(told).hasSizeGreaterThan(100);
  }

  /** Submits as fast as it goes; after some batches another thread kills the process. */
  private long submitUntilKilled(Process process, URI chain, long from, List<Bytes> told)
      throws InterruptedException {
    Thread killer = new Thread(process::destroyForcibly);
    long sequence = from;
    try {
      for (int batch = 0; ; batch++) {
        if (batch == BATCHES) {
          killer.start();
        }
        List<Bytes> hashes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          Bytes transfer = ALICE.transfer(BOB.address(), 1, sequence++);
          ask(chain, "/transactions", Optional.of(transfer.toArray()), SIGNED);
          hashes.add(SignedTransaction.hash(transfer));
        }
        String last = hashes.get(9).toHex();
        String done = ask(chain, "/transactions/wait_by_hash/" + last, Optional.empty(), "");
        if (done.contains("\"success\":true")) {
          told.addAll(hashes);
        }
      }
    } catch (IOException e) {
      // The process is gone.
    }
    killer.join();
    return sequence;
  }

  /** Opens what the process left; the next sequence number. */
  private long check(List<Bytes> told) throws IOException {
    try (Ledger ledger =
        new Ledger(
            LedgerSettings.DEFAULT,
            Optional.of(directory),
            InstantSource.system(),
            Faucet.publicKey())) {
      for (Bytes hash : told) {
        assertThat(ledger.transaction(hash).map(LedgerTransaction::output))
            .hasValueSatisfying(output -> assertThat(output.success()).isTrue());
      }
      long sequence =
          AccountInfo.read(ledger.newestState(), ALICE.address()).orElseThrow().sequenceNumber();
      // Each transfer moved one: as many as there were, no more.
      assertThat(AccountInfo.balance(ledger.newestState(), BOB.address())).isEqualTo(sequence);
      assertThat(ledger.versionsOf(ALICE.address())).hasSize((int) sequence);
      assertThat(sequence).isGreaterThanOrEqualTo(told.size());
      return sequence;
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "0",
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static URI address(Process process) throws IOException {
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return URI.create(out.readLine());
  }
}
