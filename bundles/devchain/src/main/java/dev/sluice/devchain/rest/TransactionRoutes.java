/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.aptos.codec.AccountAuthenticator;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.aptos.codec.TransactionAuthenticator;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.devchain.ledger.AccountInfo;
import dev.sluice.devchain.ledger.Block;
import dev.sluice.devchain.ledger.Faucet;
import dev.sluice.devchain.ledger.Ledger;
import dev.sluice.devchain.ledger.LedgerException;
import dev.sluice.devchain.ledger.LedgerException.Code;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.ledger.LedgerTransaction;
import dev.sluice.devchain.ledger.PendingTransaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Transactions in and out, blocks, the faucet. Thread-safe. */
final class TransactionRoutes {
  /** Most transactions of a page. */
  static final int MAX_PAGE = 100;

  /** Transactions of a page unless asked otherwise. */
  static final int USUAL_PAGE = 25;

  /** Most transactions of a batch. */
  static final int MAX_BATCH = 100;

  private static final long MAX_OFFSET = Integer.MAX_VALUE;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String SIGNED_BCS = "application/x.aptos.signed_transaction+bcs";

  private final Ledger ledger;
  private final Faucet faucet;
  private final StateRoutes state;

  TransactionRoutes(Ledger ledger, Faucet faucet, StateRoutes state) {
    this.ledger = ledger;
    this.faucet = faucet;
    this.state = state;
  }

  private TransactionJson json() {
    return new TransactionJson(state.layouts());
  }

  // In

  Response submit(Request request) {
    Bytes bytes =
        request.contentType().equals(SIGNED_BCS) ? request.body() : signed(request).toBcs();
    PendingTransaction pending = ledger.submit(bytes);
    if (request.wantsBcs()) {
      // The hash alone: the sender has the rest.
      return new Response(202, Request.BCS, pending.hash(), Map.of());
    }
    return Response.json(202, json().pending(pending));
  }

  Response submitBatch(Request request) {
    List<SignedTransaction> batch = new ArrayList<>();
    if (request.contentType().equals(SIGNED_BCS)) {
      batch.addAll(decode(request.body(), in -> in.list(SignedTransaction::read)));
    } else {
      request.json().forEach(item -> batch.add(signed(item)));
    }
    if (batch.size() > MAX_BATCH) {
      throw new ApiException(
          413, "web_framework_error", "A batch has at most " + MAX_BATCH + " transactions");
    }
    ObjectNode answer = JSON.objectNode();
    ArrayNode failures = answer.putArray("transaction_failures");
    for (int i = 0; i < batch.size(); i++) {
      try {
        ledger.submit(batch.get(i).toBcs());
      } catch (LedgerException e) {
        ObjectNode failure = failures.addObject();
        failure.set("error", RestHandler.error(ApiException.of(e)));
        failure.put("transaction_index", i);
      }
    }
    return Response.json(failures.isEmpty() ? 202 : 206, answer);
  }

  private static <T> T decode(Bytes body, Function<BcsReader, T> type) {
    try {
      return BcsReader.read(body.toArray(), type);
    } catch (CodecException e) {
      throw ApiException.invalid(
          "Failed to deserialize input into SignedTransaction: " + e.getMessage());
    }
  }

  private SignedTransaction signed(Request request) {
    return request.contentType().equals(SIGNED_BCS)
        ? decode(request.body(), SignedTransaction::read)
        : signed(request.json());
  }

  /** A transaction as JSON: an entry function signed with one classic key. */
  private SignedTransaction signed(JsonNode json) {
    JsonNode signature = json.path("signature");
    if (!signature.path("type").asText().equals("ed25519_signature")) {
      throw ApiException.invalid(
          "JSON transactions have a signature of type ed25519_signature; send others as BCS");
    }
    try {
      AccountAuthenticator authenticator =
          new AccountAuthenticator.Ed25519(
              Bytes.fromHex(signature.path("public_key").asText()),
              Bytes.fromHex(signature.path("signature").asText()));
      return new SignedTransaction(raw(json), TransactionAuthenticator.of(authenticator));
    } catch (CodecException e) {
      throw ApiException.invalid("the signature has another form: " + e.getMessage());
    }
  }

  private RawTransaction raw(JsonNode json) {
    JsonNode payload = json.path("payload");
    if (!payload.path("type").asText().equals("entry_function_payload")) {
      throw ApiException.invalid(
          "JSON transactions have a payload of type entry_function_payload; send others as BCS");
    }
    EntryFunction call = CallJson.read(payload, state.layouts(), new ValueJson(state.layouts()));
    return new RawTransaction(
        Request.address(json.path("sender").asText()),
        u64(json, "sequence_number"),
        call,
        u64(json, "max_gas_amount"),
        u64(json, "gas_unit_price"),
        u64(json, "expiration_timestamp_secs"),
        ledger.settings().chainId());
  }

  private static long u64(JsonNode json, String field) {
    try {
      return Long.parseUnsignedLong(json.path(field).asText());
    } catch (NumberFormatException e) {
      throw ApiException.invalid(field + " is no number of 64 bits");
    }
  }

  /** What has to be signed for a transaction in JSON. */
  Response encodeSubmission(Request request) {
    return Response.json(TextNode.valueOf(raw(request.json()).signingMessage().toString()));
  }

  Response simulate(Request request) {
    SignedTransaction transaction = signed(request);
    RawTransaction raw = transaction.raw();
    long price = raw.gasUnitPrice();
    if (request.flag("estimate_prioritized_gas_unit_price")) {
      price = LedgerSettings.MIN_GAS_PRICE * 3 / 2;
    } else if (request.flag("estimate_gas_unit_price")) {
      price = LedgerSettings.MIN_GAS_PRICE;
    }
    long gas = raw.maxGasAmount();
    if (request.flag("estimate_max_gas_amount")) {
      long balance =
          AccountInfo.balance(ledger.state(ledger.head().version()), transaction.payer());
      long affordable = price == 0 ? Long.MAX_VALUE : Long.divideUnsigned(balance, price);
      gas = Math.min(LedgerSettings.MAX_GAS_UNITS, affordable);
    }
    RawTransaction estimated =
        new RawTransaction(
            raw.sender(),
            raw.sequenceNumber(),
            raw.payload(),
            gas,
            price,
            raw.expirationSeconds(),
            raw.chainId());
    SignedTransaction tried =
        estimated.equals(raw)
            ? transaction
            : new SignedTransaction(estimated, transaction.authenticator());
    if (request.wantsBcs()) {
      throw StateRoutes.noBcs();
    }
    return Response.json(JSON.arrayNode().add(json().committed(ledger.simulate(tried))));
  }

  // Out

  Response byHash(Request request) {
    return answer(request, request.hash(2))
        .orElseThrow(
            () -> notFound("Transaction not found by Transaction hash(" + request.hash(2) + ")"));
  }

  private static LedgerException notFound(String message) {
    return new LedgerException(Code.TRANSACTION_NOT_FOUND, message);
  }

  /** A transaction that is in the ledger or waits. */
  private Optional<Response> answer(Request request, Bytes hash) {
    if (request.wantsBcs()) {
      throw StateRoutes.noBcs();
    }
    // Waiting first: one that is executed in between is found in the ledger.
    Optional<PendingTransaction> pending = ledger.pending(hash);
    Optional<LedgerTransaction> done = ledger.transaction(hash);
    if (done.isPresent()) {
      return Optional.of(Response.json(json().committed(done.get())));
    }
    return pending.map(transaction -> Response.json(json().pending(transaction)));
  }

  Response byVersion(Request request) {
    long version = Request.u63(request.path().get(2));
    return Response.json(json().committed(ledger.transaction(version)));
  }

  /** Transactions from a version on; the newest ones if there is none. */
  Response list(Request request) {
    int limit = StateRoutes.limit(request, USUAL_PAGE, MAX_PAGE);
    long newest = ledger.head().version();
    long start =
        request.number("start").orElse(Math.max(ledger.oldestVersion(), newest - limit + 1));
    ArrayNode array = JSON.arrayNode();
    TransactionJson json = json();
    for (long version = start; version < start + limit && version <= newest; version++) {
      array.add(json.committed(ledger.transaction(version)));
    }
    return Response.json(array);
  }

  /** Transactions of an account from a sequence number on. */
  Response ofAccount(Request request) {
    AccountAddress sender = request.address(1);
    int limit = StateRoutes.limit(request, USUAL_PAGE, MAX_PAGE);
    List<Long> versions = ledger.versionsOf(sender);
    long next =
        AccountInfo.read(ledger.state(ledger.head().version()), sender)
            .map(AccountInfo::sequenceNumber)
            .orElse(0L);
    // The newest version has the sequence number before the next one.
    long oldest = next - versions.size();
    long start = request.number("start").orElse(Math.max(oldest, next - limit));
    if (start < oldest) {
      throw new LedgerException(
          Code.VERSION_PRUNED,
          "Transaction " + start + " of the account has been pruned; " + oldest + " is the oldest");
    }
    ArrayNode array = JSON.arrayNode();
    TransactionJson json = json();
    for (long version :
        StateRoutes.from(versions, (int) Math.min(start - oldest, MAX_OFFSET), limit)) {
      array.add(json.committed(ledger.transaction(version)));
    }
    return Response.json(array);
  }

  Response blockByHeight(Request request) {
    return block(request, ledger.block(Request.u63(request.path().get(2))));
  }

  Response blockByVersion(Request request) {
    long version = Request.u63(request.path().get(2));
    return block(request, ledger.block(ledger.transaction(version).height()));
  }

  private Response block(Request request, Block block) {
    List<LedgerTransaction> transactions = new ArrayList<>();
    boolean with = request.flag("with_transactions");
    if (with) {
      for (long version = block.firstVersion(); version <= block.lastVersion(); version++) {
        transactions.add(ledger.transaction(version));
      }
    }
    return Response.json(json().block(block, with ? Optional.of(transactions) : Optional.empty()));
  }

  // Faucet

  Response fund(Request request) {
    JsonNode body = request.json();
    String address = body.path("address").asText();
    return fund(Request.address(address), body.path("amount").asText());
  }

  /** The older form, with the values in the query; answers a bare list. */
  Response mint(Request request) {
    String address = request.query().getOrDefault("address", "");
    JsonNode answer = hashes(Request.address(address), request.query().getOrDefault("amount", ""));
    return Response.json(answer);
  }

  private Response fund(AccountAddress account, String amount) {
    ObjectNode answer = JSON.objectNode();
    answer.set("txn_hashes", hashes(account, amount));
    return Response.json(answer);
  }

  private ArrayNode hashes(AccountAddress account, String amount) {
    BigInteger octas;
    try {
      octas =
          amount.isEmpty() || amount.length() > 20
              ? BigInteger.ONE.negate()
              : new BigInteger(amount);
    } catch (NumberFormatException e) {
      octas = BigInteger.ONE.negate();
    }
    if (octas.signum() < 0 || octas.bitLength() > 64) {
      throw ApiException.invalid("amount must be a number of 64 bits");
    }
    ArrayNode hashes = JSON.arrayNode();
    // Without 0x, as the public faucets write them.
    faucet.fund(account, octas.longValue()).forEach(hash -> hashes.add(hash.toHex()));
    return hashes;
  }
}
