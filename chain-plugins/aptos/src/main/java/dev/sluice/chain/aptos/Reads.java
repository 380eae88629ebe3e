/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.aptos.codec.AuthenticationKeys;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.chain.api.Account;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChainInfo;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.PublicKey;
import dev.sluice.chain.api.SignatureScheme;
import dev.sluice.chain.api.StateQuery;
import dev.sluice.chain.api.StateValue;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What changes nothing: chain, accounts, state, views. Thread-safe. */
final class Reads {
  /** Largest signed transaction, as the public networks have it. */
  static final int MAX_TRANSACTION_BYTES = 64 * 1024;

  private static final ChainInfo.Coin COIN = new ChainInfo.Coin("APT", 8);
  private static final String COIN_TYPE = "0x1::aptos_coin::AptosCoin";
  private static final int MAX_SOFTWARE = 200;

  private final Settings settings;
  private final NodeClient node;

  Reads(Settings settings, NodeClient node) {
    this.settings = settings;
    this.node = node;
  }

  CompletableFuture<ChainInfo> info(Calls.Scope scope) {
    return node.ask(scope, NodeRequest.get(""))
        .thenApply(
            answer -> {
              Map<String, Object> fields = NodeJson.object(NodeJson.tree(body(answer)));
              String software = String.valueOf(fields.getOrDefault("git_hash", "unknown"));
              return new ChainInfo(
                  settings.name(),
                  "aptos",
                  Long.toString(answer.chainId()),
                  Boolean.TRUE.equals(fields.get("development_chain")),
                  software.length() > MAX_SOFTWARE ? software.substring(0, MAX_SOFTWARE) : software,
                  COIN,
                  MAX_TRANSACTION_BYTES,
                  answer.head());
            });
  }

  /** The body of an answer that is not an error. */
  static byte[] body(NodeAnswer answer) {
    if (!answer.isOk()) {
      throw new CompletionException(NodeErrors.of(answer));
    }
    return answer.body();
  }

  /** The body, empty if the node does not have what was asked for. */
  static Optional<byte[]> maybeBody(NodeAnswer answer) {
    if (answer.isOk()) {
      return Optional.of(answer.body());
    }
    ChainException refused = NodeErrors.of(answer);
    if (NodeErrors.isAbsent(refused)) {
      return Optional.empty();
    }
    throw new CompletionException(refused);
  }

  static AccountAddress address(PublicKey key) {
    if (key.scheme() != SignatureScheme.ED25519) {
      throw new ChainException(Code.UNSUPPORTED, "keys of " + key.scheme() + " are not used here");
    }
    return AuthenticationKeys.address(AuthenticationKeys.ed25519(key.bytes()));
  }

  static AccountAddress address(Address address) {
    return AccountAddress.parse(address.text());
  }

  CompletableFuture<Account> account(Calls.Scope scope, PublicKey key) {
    AccountAddress address = address(key);
    String path = "accounts/" + address.toLongString();
    var sequence = node.ask(scope, NodeRequest.get(path)).thenApply(Reads::sequence);
    var balance =
        node.ask(scope, NodeRequest.get(path + "/balance/" + encoded(COIN_TYPE)))
            .thenApply(answer -> maybeBody(answer).map(Reads::amount).orElse(BigInteger.ZERO));
    return sequence.thenCombine(
        balance,
        (next, coins) ->
            new Account(
                new Address(address.toStandardString()), OptionalLong.of(next.orElse(0)), coins));
  }

  /** Next sequence number; empty for an account the chain has never seen. */
  static OptionalLong sequence(NodeAnswer answer) {
    return maybeBody(answer)
        .map(NodeJson::tree)
        .map(NodeJson::object)
        .map(fields -> OptionalLong.of(NodeJson.number(fields, "sequence_number")))
        .orElse(OptionalLong.empty());
  }

  private static BigInteger amount(byte[] body) {
    if (NodeJson.tree(body) instanceof String digits && digits.matches("\\d{1,40}")) {
      return new BigInteger(digits);
    }
    throw NodeJson.bad("no amount");
  }

  CompletableFuture<Optional<StateValue>> read(
      Calls.Scope scope, StateQuery query, Optional<Height> at) {
    String suffix = at.map(height -> "?ledger_version=" + height).orElse("");
    if (query instanceof StateQuery.Code code) {
      ModuleName module = ModuleName.of(code.address());
      return value(scope, NodeRequest.getBcs(module.path() + suffix), "", at);
    } else if (query instanceof StateQuery.Resource resource) {
      StructTag type = StructTag.parse(resource.type());
      String path =
          "accounts/"
              + address(resource.address()).toLongString()
              + "/resource/"
              + encoded(type.toLongString());
      return value(scope, NodeRequest.getBcs(path + suffix), text(type), at);
    } else if (query instanceof StateQuery.Item item) {
      String path = "tables/" + address(item.container()).toLongString() + "/raw_item" + suffix;
      Bytes body = Bytes.utf8("{\"key\":\"0x" + item.key().toHex() + "\"}");
      return value(
          scope,
          NodeRequest.post(path, NodeRequest.JSON, body, NodeRequest.BCS),
          item.valueType(),
          at);
    }
    throw new ChainException(
        Code.UNSUPPORTED, "this chain has no whole objects; read the resources of one");
  }

  private CompletableFuture<Optional<StateValue>> value(
      Calls.Scope scope, NodeRequest request, String type, Optional<Height> at) {
    return node.ask(scope, request)
        .thenApply(
            answer ->
                maybeBody(answer)
                    .map(
                        body ->
                            new StateValue(
                                Bytes.of(body), type, at.orElseGet(answer.head()::latest))));
  }

  CompletableFuture<List<StateValue>> view(Calls.Scope scope, Call call, Optional<Height> at) {
    var out = new BcsWriter();
    entryFunction(call).writeCall(out);
    String path = "view" + at.map(height -> "?ledger_version=" + height).orElse("");
    return node.ask(
            scope, NodeRequest.post(path, NodeRequest.VIEW_BCS, out.toBytes(), NodeRequest.BCS))
        .thenApply(
            answer -> {
              byte[] body = body(answer);
              Height height = at.orElseGet(answer.head()::latest);
              try {
                return BcsReader.read(body, in -> in.list(item -> Bytes.of(item.bytes()))).stream()
                    .map(bytes -> new StateValue(bytes, "", height))
                    .toList();
              } catch (CodecException e) {
                throw NodeJson.bad("no list of values", e);
              }
            });
  }

  static EntryFunction entryFunction(Call call) {
    ModuleName module = ModuleName.of(call.target());
    return new EntryFunction(
        module.address(),
        module.name(),
        call.function(),
        call.typeArguments().stream().map(TypeTag::parse).toList(),
        call.arguments().stream().map(Call.Argument::value).toList());
  }

  static String text(StructTag type) {
    return type.format(AccountAddress::toStandardString);
  }

  static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
