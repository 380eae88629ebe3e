/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.aptos.codec.AuthenticationKeys;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.devchain.DevChain;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.rest.RestSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official client and the plugin make the same bytes of one transaction. Skipped where Node.js
 * or the client is not installed ({@code npm ci --prefix itests/ts-sdk --ignore-scripts}).
 */
class SameBytesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final AccountAddress RECEIVER = AccountAddress.of(0xb0b);

  @TempDir Path directory;

  @Test
  void clientAndPluginSignToEqualBytes() throws Exception {
    assumeTrue(
        Files.isDirectory(Path.of("node_modules/@aptos-labs/ts-sdk")),
        "the client is not installed: npm ci --prefix itests/ts-sdk --ignore-scripts");
    try (DevChain ledger =
            new DevChain(
                LedgerSettings.DEFAULT,
                Optional.empty(),
                InstantSource.system(),
                DevChain.Pace.DEFAULT,
                RestSettings.DEFAULT);
        Ed25519KeyPair pair = Ed25519KeyPair.generate(new SecureRandom())) {
      run("fund", ledger, pair, Optional.empty());
      var chain = new AptosChain(settings(ledger));
      try {
        var key = new PublicKey(SignatureScheme.ED25519, Bytes.of(pair.publicKey()));
        PreparedTransaction prepared =
            chain.prepare(TransactionRequest.of(key, transfer()), TIMEOUT).get();
        var signature = new Signature(key, Bytes.of(pair.sign(prepared.message().toArray())));
        SignedTransaction signed = chain.assemble(prepared, signature);
        String theirs = run("sign", ledger, pair, Optional.of(prepared));
        assertThat(theirs).isEqualTo(signed.bytes().toHex());
        chain.send(signed, TIMEOUT).get();
        assertThat(outcome(chain, signed)).isInstanceOf(TransactionStatus.Committed.class);
      } finally {
        chain.stop();
      }
    }
  }

  private static TransactionStatus outcome(AptosChain chain, SignedTransaction signed)
      throws Exception {
    TransactionStatus status = new TransactionStatus.Unknown();
    for (int i = 0; i < 100 && !(status instanceof TransactionStatus.Committed); i++) {
      Thread.sleep(50);
      status = chain.status(signed.hash(), signed.validity(), TIMEOUT).get();
    }
    return status;
  }

  private static Call transfer() {
    return new Call(
        new Address("0x1::aptos_account"),
        "transfer",
        List.of(),
        List.of(
            Call.Argument.of(new BcsWriter().address(RECEIVER).toBytes()),
            Call.Argument.of(new BcsWriter().u64(12_345).toBytes())));
  }

  private static Settings settings(DevChain ledger) {
    return new Settings(
        new ChainName("dev"),
        URI.create(ledger.uri() + "/"),
        Optional.empty(),
        LedgerSettings.DEFAULT.chainId(),
        Optional.empty(),
        Duration.ofMillis(50),
        1 << 20,
        16,
        64,
        3,
        Duration.ofSeconds(5));
  }

  private String run(
      String task, DevChain ledger, Ed25519KeyPair pair, Optional<PreparedTransaction> prepared)
      throws IOException, InterruptedException {
    Path output = directory.resolve(task + ".txt");
    var node = new ProcessBuilder("node", "same-bytes.mjs", task);
    node.environment().put("DEVCHAIN_URL", ledger.uri().toString());
    node.environment().put("SEED", Bytes.of(pair.seed()).toHex());
    node.environment().put("RECEIVER", RECEIVER.toLongString());
    node.environment()
        .put(
            "SENDER",
            AuthenticationKeys.address(AuthenticationKeys.ed25519(Bytes.of(pair.publicKey())))
                .toLongString());
    prepared.ifPresent(
        transaction -> {
          RawTransaction raw =
              BcsReader.read(transaction.unsigned().toArray(), RawTransaction::read);
          node.environment().put("SEQUENCE", Long.toString(raw.sequenceNumber()));
          node.environment().put("MAX_GAS", Long.toString(raw.maxGasAmount()));
          node.environment().put("GAS_PRICE", Long.toString(raw.gasUnitPrice()));
          node.environment().put("EXPIRES", Long.toString(raw.expirationSeconds()));
        });
    Process process = node.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      String text = Files.readString(output, StandardCharsets.UTF_8).strip();
      assertThat(process.exitValue()).as(text).isZero();
      // The client may print notes before.
      return text.substring(text.lastIndexOf('\n') + 1);
    } finally {
      process.destroyForcibly();
    }
  }
}
