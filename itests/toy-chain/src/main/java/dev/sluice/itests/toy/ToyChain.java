/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.itests.toy;

import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.Chain;
import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.ChainName;
import dev.sluice.chain.api.Cursor;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventNotice;
import dev.sluice.chain.api.EventPage;
import dev.sluice.chain.api.EventPosition;
import dev.sluice.chain.api.Fee;
import dev.sluice.chain.api.Head;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.chain.api.StateValue;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TransactionStatus;
import dev.sluice.chain.api.TransactionStatus.Finality;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.Bytes;
import dev.sluice.plugin.api.SluicePlugin;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The plugin. The same classes make version 1 and 2; a resource in the bundle says which it is, so
 * that a stale class or class loader shows. The version {@code broken} does not start.
 */
@Component(
    configurationPid = "sluice.chain.toy",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = ToyConfiguration.class, factory = true)
@SluicePlugin(name = "chain-toy", type = "chain")
public final class ToyChain implements Chain {
  private static final Address CONTRACT = new Address("toy");
  private static final byte[] KEY_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final ToyWork work = new ToyWork();
  private final ChainName name;
  private final String version;
  private final int workMicros;
  private final ToyLedger ledger;

  /** Opens the file. */
  @Activate
  public ToyChain(ToyConfiguration configuration) throws IOException {
    version = version();
    if (version.equals("broken")) {
      throw new IllegalStateException("this version does not start");
    }
    name = new ChainName(configuration.chain_name());
    workMicros = configuration.work_micros();
    ledger = new ToyLedger(Path.of(configuration.ledger()));
  }

  private static String version() throws IOException {
    try (InputStream in = ToyChain.class.getResourceAsStream("version.txt")) {
      return in == null ? "none" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Deactivate
  void stop() throws InterruptedException, IOException {
    work.stop();
    ledger.close();
  }

  @Override
  public CompletableFuture<ChainInfo> info(Duration timeout) {
    return work.submit(
        () ->
            new ChainInfo(
                name,
                "toy",
                "toy-1",
                true,
                "toy " + version,
                new ChainInfo.Coin("TOY", 0),
                1 << 16,
                head()));
  }

  private Head head() {
    Height height = ledger.height();
    return new Head(height, height, new Height(0), Instant.EPOCH);
  }

  @Override
  public CompletableFuture<Account> account(PublicKey key, Duration timeout) {
    return work.submit(() -> new Account(address(key), OptionalLong.empty(), BigInteger.ZERO));
  }

  private static Address address(PublicKey key) {
    return new Address("0x" + key.bytes().toHex());
  }

  @Override
  public CompletableFuture<Optional<StateValue>> read(
      StateQuery query, Optional<Height> at, Duration timeout) {
    return CompletableFuture.failedFuture(
        new ChainException(Code.UNSUPPORTED, "the toy chain has no state to read"));
  }

  @Override
  public CompletableFuture<List<StateValue>> view(
      Call call, Optional<Height> at, Duration timeout) {
    return work.submit(
        () -> {
          toil();
          if (!call.function().equals("version")) {
            throw ChainException.aborted(CONTRACT, 1, "no function " + call.function());
          }
          return List.of(new StateValue(Bytes.utf8(version), "text", ledger.height()));
        });
  }

  @Override
  public CompletableFuture<PreparedTransaction> prepare(
      TransactionRequest request, Duration timeout) {
    return work.submit(
        () -> {
          var text = new StringBuilder(request.call().function());
          request.call().arguments().forEach(a -> text.append(' ').append(a.value().toHex()));
          Bytes bytes = Bytes.utf8(text.toString());
          return new PreparedTransaction(request.key(), bytes, bytes, Validity.UNKNOWN, Fee.NONE);
        });
  }

  @Override
  public SignedTransaction assemble(PreparedTransaction prepared, Signature signature) {
    if (!verify(prepared, signature)) {
      throw new ChainException(Code.BAD_SIGNATURE, "signature does not match");
    }
    return new SignedTransaction(
        new TxHash(sha256(prepared.unsigned())), prepared.unsigned(), prepared.validity());
  }

  private static boolean verify(PreparedTransaction prepared, Signature signature) {
    try {
      byte[] key = new byte[KEY_PREFIX.length + 32];
      System.arraycopy(KEY_PREFIX, 0, key, 0, KEY_PREFIX.length);
      System.arraycopy(prepared.key().bytes().toArray(), 0, key, KEY_PREFIX.length, 32);
      var verifier = java.security.Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(key)));
      verifier.update(prepared.message().toArray());
      return verifier.verify(signature.bytes().toArray());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Bytes sha256(Bytes bytes) {
    try {
      return Bytes.of(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletableFuture<Void> send(SignedTransaction transaction, Duration timeout) {
    return work.submit(
        () -> {
          toil();
          ledger.execute(new ToyLedger.Entry(transaction.hash(), transaction.bytes()));
          return null;
        });
  }

  @Override
  public CompletableFuture<TransactionStatus> status(
      TxHash hash, Validity validity, Duration timeout) {
    return work.submit(
        () ->
            ledger
                .find(hash)
                .<TransactionStatus>map(
                    at ->
                        new TransactionStatus.Committed(
                            at, Finality.FINAL, BigInteger.ZERO, List.of()))
                .orElseGet(TransactionStatus.Unknown::new));
  }

  @Override
  public CompletableFuture<EventPage> events(
      EventFilter filter, Cursor from, int limit, Duration wait) {
    return work.submit(
        () -> {
          if (limit < 1 || limit > EventPage.MAX_NOTICES) {
            throw new ChainException(Code.INVALID_REQUEST, "limit " + limit);
          }
          Height after = after(from);
          var notices = new ArrayList<EventNotice>();
          Height at = after;
          for (ToyLedger.Entry entry : ledger.after(after, limit, wait.toMillis())) {
            at = new Height(at.value() + 1);
            notices.add(new EventNotice.Observed(event(entry, at)));
          }
          return new EventPage(notices, Cursor.at(new Height(at.value() + 1)), head());
        });
  }

  /** The last height that the cursor has behind it. */
  private Height after(Cursor from) {
    if (from.equals(Cursor.EARLIEST)) {
      return new Height(0);
    }
    if (from.equals(Cursor.LATEST)) {
      return ledger.height();
    }
    try {
      return new Height(Long.parseLong(from.token().replaceFirst("^height:", "")) - 1);
    } catch (IllegalArgumentException e) {
      throw new ChainException(Code.INVALID_REQUEST, "no cursor of this chain: " + from.token());
    }
  }

  private static ChainEvent event(ToyLedger.Entry entry, Height at) {
    return new ChainEvent(
        new EventPosition(at, entry.hash().bytes(), 0, 0),
        entry.hash(),
        CONTRACT,
        "executed",
        List.of(entry.payload()),
        Instant.EPOCH);
  }

  private void toil() throws InterruptedException {
    if (workMicros > 0) {
      Thread.sleep(Duration.ofNanos(workMicros * 1_000L).toMillis(), workMicros % 1_000 * 1_000);
    }
  }
}
