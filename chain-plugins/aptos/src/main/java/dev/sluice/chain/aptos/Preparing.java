/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.aptos.codec.AccountAuthenticator;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.TransactionAuthenticator;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.Fee;
import dev.sluice.chain.api.Head;
import dev.sluice.chain.api.PreparedTransaction;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.Signature;
import dev.sluice.chain.api.SignedTransaction;
import dev.sluice.chain.api.TransactionRequest;
import dev.sluice.chain.api.TxHash;
import dev.sluice.chain.api.Validity;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.crypto.Ed25519;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** From a request to signed bytes. Thread-safe. */
final class Preparing {
  /** Longest time to live; nodes drop what waits longer. */
  static final Duration LONGEST_VALIDITY = Duration.ofMinutes(10);

  /** What is added to the gas that a simulated run used: a half, and some units. */
  static final long SPARE_GAS = 20;

  /**
   * Simulated runs that are repeated because another transaction of the account was committed in
   * between.
   */
  static final int SIMULATIONS = 5;

  /** The part of a salt that goes into the gas limit; the rest goes into seconds of validity. */
  static final int SALT_GAS = 1_024;

  /**
   * A simulated run takes as much gas as the account can pay for; this is the end of one that can
   * pay for none.
   */
  private static final String TOO_POOR = "MAX_GAS_UNITS_BELOW_MIN_TRANSACTION_GAS_UNITS";

  private static final Bytes NO_SIGNATURE = Bytes.of(new byte[AccountAuthenticator.SIGNATURE_SIZE]);
  private static final String SIMULATE =
      "transactions/simulate?estimate_gas_unit_price=true&estimate_max_gas_amount=true";

  private final Settings settings;
  private final NodeClient node;

  Preparing(Settings settings, NodeClient node) {
    this.settings = settings;
    this.node = node;
  }

  /** What the chain knows of the sender. */
  private record Sender(AccountAddress address, OptionalLong sequence, Head head) {}

  CompletableFuture<PreparedTransaction> prepare(Calls.Scope scope, TransactionRequest request) {
    if (request.validFor().compareTo(LONGEST_VALIDITY) > 0) {
      throw new ChainException(
          Code.INVALID_REQUEST, "valid for " + request.validFor() + ": at most PT10M");
    }
    AccountAddress own = Reads.address(request.key());
    AccountAddress address = request.sender().map(Reads::address).orElse(own);
    return sender(scope, address)
        .thenCompose(
            sender ->
                request
                    .fee()
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> fee(scope, request, sender, SIMULATIONS))
                    .thenApply(fee -> prepared(request, sender, fee)));
  }

  private CompletableFuture<Sender> sender(Calls.Scope scope, AccountAddress address) {
    return node.ask(scope, NodeRequest.get("accounts/" + address.toLongString()))
        .thenApply(answer -> new Sender(address, Reads.sequence(answer), answer.head()));
  }

  private PreparedTransaction prepared(TransactionRequest request, Sender sender, Fee fee) {
    long sequence = request.sequence().orElse(sender.sequence().orElse(0));
    RawTransaction raw = raw(request, sender, sequence, fee);
    Bytes unsigned = raw.toBcs();
    requireFits(request.key(), raw);
    return new PreparedTransaction(
        request.key(),
        raw.signingMessage(),
        unsigned,
        new Validity(
            Optional.of(new Address(sender.address().toStandardString())),
            OptionalLong.of(sequence),
            Optional.of(Instant.ofEpochSecond(raw.expirationSeconds()))),
        fee);
  }

  private RawTransaction raw(TransactionRequest request, Sender sender, long sequence, Fee fee) {
    // By the chain's clock, so that a wrong clock here does no harm.
    Instant end = sender.head().time().plus(request.validFor());
    long expiration = end.getNano() == 0 ? end.getEpochSecond() : end.getEpochSecond() + 1;
    return new RawTransaction(
        sender.address(),
        sequence,
        Reads.entryFunction(request.call()),
        fee.gasLimit(),
        price(fee),
        expiration + request.salt() / SALT_GAS,
        settings.chainId());
  }

  private static long price(Fee fee) {
    if (fee.gasPrice().bitLength() > 63) {
      throw new ChainException(Code.INVALID_REQUEST, "gas price " + fee.gasPrice());
    }
    return fee.gasPrice().longValue();
  }

  private static void requireFits(PublicKey key, RawTransaction raw) {
    int size = signed(key, raw, NO_SIGNATURE).toBcs().length();
    if (size > Reads.MAX_TRANSACTION_BYTES) {
      throw new ChainException(
          Code.TOO_LARGE,
          "a transaction of " + size + " bytes: at most " + Reads.MAX_TRANSACTION_BYTES);
    }
  }

  private static dev.sluice.aptos.codec.SignedTransaction signed(
      PublicKey key, RawTransaction raw, Bytes signature) {
    return new dev.sluice.aptos.codec.SignedTransaction(
        raw, TransactionAuthenticator.of(new AccountAuthenticator.Ed25519(key.bytes(), signature)));
  }

  /**
   * By a simulated run with the account's present number: the number of a lane may be ahead of it,
   * which a simulated run refuses.
   */
  private CompletableFuture<Fee> fee(
      Calls.Scope scope, TransactionRequest request, Sender sender, int runs) {
    if (sender.sequence().isEmpty()) {
      throw new CompletionException(
          new ChainException(
              Code.NO_FUNDS,
              "account " + sender.address().toStandardString() + " has no coins yet"));
    }
    RawTransaction raw = raw(request, sender, sender.sequence().getAsLong(), Fee.NONE);
    requireFits(request.key(), raw);
    Bytes body = signed(request.key(), raw, NO_SIGNATURE).toBcs();
    var simulate = NodeRequest.post(SIMULATE, NodeRequest.SIGNED_BCS, body, NodeRequest.JSON);
    return node.ask(scope, simulate)
        .thenCompose(
            answer -> {
              try {
                return CompletableFuture.completedFuture(
                    fee(Reads.body(answer), request.salt() % SALT_GAS));
              } catch (ChainException | CompletionException e) {
                boolean overtaken =
                    Calls.refusal(e) instanceof ChainException refused
                        && refused.code() == Code.STALE_SEQUENCE;
                if (!overtaken || runs <= 1) {
                  throw e;
                }
                return sender(scope, sender.address())
                    .thenCompose(newer -> fee(scope, request, newer, runs - 1));
              }
            });
  }

  private static Fee fee(byte[] body, int salt) {
    var results = NodeJson.array(NodeJson.tree(body, Events.SKIPPED));
    if (results.size() != 1) {
      throw NodeJson.bad(results.size() + " results of one simulated run");
    }
    Map<String, Object> result = NodeJson.object(results.get(0));
    if (!NodeJson.flag(result, "success")) {
      String status = NodeJson.text(result, "vm_status");
      if (status.contains(TOO_POOR)) {
        throw new ChainException(
            Code.NO_FUNDS, "the account's coins do not pay for the least gas", status);
      }
      throw VmStatus.refusal(status);
    }
    long used = NodeJson.number(result, "gas_used");
    long most = NodeJson.number(result, "max_gas_amount");
    if (used > most) {
      throw NodeJson.bad("a simulated run used more gas than it had");
    }
    long wanted = used + used / 2 + SPARE_GAS + salt;
    return new Fee(
        Math.min(wanted, most), BigInteger.valueOf(NodeJson.number(result, "gas_unit_price")));
  }

  /** Pure. */
  static SignedTransaction assemble(PreparedTransaction prepared, Signature signature) {
    RawTransaction raw;
    try {
      raw = BcsReader.read(prepared.unsigned().toArray(), RawTransaction::read);
    } catch (CodecException e) {
      throw new ChainException(Code.INVALID_REQUEST, "no transaction of this chain", e + "");
    }
    boolean valid =
        signature.key().equals(prepared.key())
            && raw.signingMessage().equals(prepared.message())
            && Ed25519.verifyStrict(
                signature.key().bytes().toArray(),
                prepared.message().toArray(),
                signature.bytes().toArray());
    if (!valid) {
      throw new ChainException(
          Code.BAD_SIGNATURE, "the signature does not match key and transaction");
    }
    Bytes bytes = signed(prepared.key(), raw, signature.bytes()).toBcs();
    TxHash hash = new TxHash(dev.sluice.aptos.codec.SignedTransaction.hash(bytes));
    return new SignedTransaction(hash, bytes, prepared.validity());
  }
}
