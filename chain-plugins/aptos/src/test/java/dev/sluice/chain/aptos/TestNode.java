/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainName;
import dev.sluice.codec.Bytes;
import dev.sluice.crypto.Ed25519KeyPair;
import dev.sluice.key.api.KeyException;
import dev.sluice.key.api.KeyName;
import dev.sluice.key.api.KeyService;
import dev.sluice.key.api.Signer;
import dev.sluice.outbox.Outbox;
import dev.sluice.outbox.api.Order;
import dev.sluice.outbox.api.Submission;
import dev.sluice.storage.api.Journals;
import dev.sluice.testkit.plugin.DirectPlugins;
import dev.sluice.testkit.storage.InMemoryJournals;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Outbox and plugin as in a node, over a journal that outlasts them. */
final class TestNode implements AutoCloseable {
  static final KeyName KEY = new KeyName("alice");
  static final ChainName CHAIN = new ChainName("dev");

  private static final Instant LATE = Instant.ofEpochSecond(4_000_000_000L);

  private final AptosChain chain;
  private final Outbox outbox;

  TestNode(URI uri, Ed25519KeyPair pair, InMemoryJournals journals, Duration call) {
    chain = new AptosChain(Chains.settings(uri));
    outbox =
        new Outbox(
            new DirectPlugins().with(Chain.class, chain).with(Journals.class, journals),
            new Keys(pair),
            Clock.systemUTC(),
            new SecureRandom(),
            "j",
            call);
  }

  /** A key store with this one key. */
  static KeyService keys(Ed25519KeyPair pair) {
    return new Keys(pair);
  }

  AptosChain chain() {
    return chain;
  }

  CompletableFuture<Submission> submit(String reference, dev.sluice.chain.api.Call call) {
    return outbox.submit(
        new Order(reference, CHAIN, KEY, call, Optional.empty(), Duration.ofSeconds(4), LATE));
  }

  @Override
  public void close() {
    try {
      outbox.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    chain.stop();
  }

  private record Keys(Ed25519KeyPair pair) implements KeyService {
    @Override
    public boolean unlocked() {
      return true;
    }

    @Override
    public void unlock(char[] passphrase) {}

    @Override
    public void lock() {}

    @Override
    public List<Signer> signers() {
      return List.of(signer(KEY));
    }

    @Override
    public Signer signer(KeyName name) {
      return new OneSigner(name, pair);
    }

    @Override
    public Signer generate(KeyName name) {
      throw new KeyException(KeyException.Code.FULL, "one key");
    }

    @Override
    public void remove(KeyName name) {}
  }

  private record OneSigner(KeyName name, Ed25519KeyPair pair) implements Signer {
    @Override
    public Bytes publicKey() {
      return Bytes.of(pair.publicKey());
    }

    @Override
    public Bytes sign(byte[] message) {
      return Bytes.of(pair.sign(message));
    }
  }
}
