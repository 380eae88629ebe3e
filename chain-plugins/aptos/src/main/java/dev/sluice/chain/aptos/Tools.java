/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.chain.api.Address;
import dev.sluice.chain.api.Call;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.ChainTools;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.aptos.contract.MovePackage;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.TypeTag;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Texts in and out, coins, publishing. Thread-safe. */
final class Tools {
  /** Between two looks for the coins of the faucet. */
  static final Duration LOOK = Duration.ofMillis(100);

  private static final AccountAddress FRAMEWORK = AccountAddress.of(1);
  private static final List<MovePackage.Dependency> LIBRARIES =
      List.of(
          new MovePackage.Dependency(FRAMEWORK, "MoveStdlib"),
          new MovePackage.Dependency(FRAMEWORK, "AptosFramework"));

  private final Settings settings;
  private final Calls calls;
  private final NodeClient node;
  private final Layouts layouts;
  private final Values values;

  Tools(Settings settings, Calls calls, NodeClient node, Layouts layouts) {
    this.settings = settings;
    this.calls = calls;
    this.node = node;
    this.layouts = layouts;
    this.values = new Values(layouts, Code.INVALID_REQUEST);
  }

  CompletableFuture<Call> encode(
      Calls.Scope scope, String function, List<String> types, List<String> arguments) {
    int cut = function.lastIndexOf("::");
    if (cut < 0) {
      throw new ChainException(
          Code.INVALID_REQUEST, "'" + function + "' is no function: write address::module::name");
    }
    ModuleName module = ModuleName.of(new Address(function.substring(0, cut)));
    String name = function.substring(cut + 2);
    return layouts
        .abi(scope, module)
        .thenCompose(
            abi -> {
              List<TypeTag> parameters = parameters(function, name, abi, types);
              if (parameters.size() != arguments.size()) {
                throw new ChainException(
                    Code.INVALID_REQUEST,
                    function + " takes " + parameters + ", not " + arguments.size() + " values");
              }
              return layouts.with(
                  scope,
                  () -> new Call(module.text(), name, types, encoded(parameters, arguments)));
            });
  }

  private List<Call.Argument> encoded(List<TypeTag> parameters, List<String> arguments) {
    List<Call.Argument> encoded = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String text = arguments.get(i);
      boolean isJson = text.startsWith("[") || text.startsWith("{");
      Object value = isJson ? json(text) : text;
      encoded.add(Call.Argument.of(values.bcs(parameters.get(i), value)));
    }
    return encoded;
  }

  private static Object json(String text) {
    try {
      return NodeJson.tree(text.getBytes(StandardCharsets.UTF_8));
    } catch (ChainException e) {
      throw new ChainException(Code.INVALID_REQUEST, "no JSON: " + text, e.raw());
    }
  }

  private static List<TypeTag> parameters(
      String function, String name, Optional<Map<String, Object>> abi, List<String> types) {
    Map<String, Object> found =
        abi
            .map(fields -> NodeJson.array(NodeJson.field(fields, "exposed_functions")))
            .orElse(List.of())
            .stream()
            .map(NodeJson::object)
            .filter(f -> NodeJson.text(f, "name").equals(name))
            .findFirst()
            .orElseThrow(
                () -> new ChainException(Code.NOT_FOUND, "there is no function " + function));
    List<TypeTag> tags = types.stream().map(TypeTag::parse).toList();
    List<TypeTag> parameters = new ArrayList<>();
    for (Object parameter : NodeJson.array(NodeJson.field(found, "params"))) {
      String text = String.valueOf(parameter);
      if (!text.equals("&signer") && !text.equals("signer")) {
        parameters.add(Values.type(text, tags));
      }
    }
    return parameters;
  }

  CompletableFuture<String> view(Calls.Scope scope, Call call, Optional<Height> at) {
    var out = new BcsWriter();
    EntryFunction function = Reads.entryFunction(call);
    function.writeCall(out);
    String path = "view" + at.map(height -> "?ledger_version=" + height).orElse("");
    return node.ask(
            scope, NodeRequest.post(path, NodeRequest.VIEW_BCS, out.toBytes(), NodeRequest.JSON))
        .thenApply(
            answer -> {
              byte[] body = Reads.body(answer);
              NodeJson.array(NodeJson.tree(body));
              return new String(body, StandardCharsets.UTF_8);
            });
  }

  static Call publish(String name, Optional<Bytes> metadata, List<ChainTools.Module> modules) {
    if (modules.isEmpty()) {
      throw new ChainException(Code.INVALID_REQUEST, "a package without modules");
    }
    List<MovePackage.Module> code = new ArrayList<>();
    modules.forEach(module -> code.add(new MovePackage.Module(module.name(), module.code())));
    Bytes given =
        metadata.orElseGet(() -> new MovePackage(name, FRAMEWORK, code, LIBRARIES).metadata());
    return new Call(
        new Address("0x1::code"),
        "publish_package_txn",
        List.of(),
        List.of(
            Call.Argument.of(new BcsWriter().bytes(given).toBytes()),
            Call.Argument.of(
                new BcsWriter().list(modules, (out, m) -> out.bytes(m.code())).toBytes())));
  }

  CompletableFuture<Void> fund(Calls.Scope scope, Address account, BigInteger amount) {
    URI faucet =
        settings
            .faucet()
            .orElseThrow(
                () ->
                    new ChainException(
                        Code.UNSUPPORTED,
                        "chain " + settings.name() + " has no faucet: the setting faucet.url"));
    String body =
        "{\"address\":\"" + Reads.address(account).toLongString() + "\",\"amount\":" + amount + "}";
    var request = NodeRequest.post("fund", NodeRequest.JSON, Bytes.utf8(body), NodeRequest.JSON);
    return node.askFaucet(scope, faucet, request)
        .thenCompose(answer -> await(scope, hashes(Reads.body(answer))));
  }

  private static List<String> hashes(byte[] body) {
    Map<String, Object> answer = NodeJson.object(NodeJson.tree(body));
    List<String> hashes = new ArrayList<>();
    for (Object hash : NodeJson.array(NodeJson.field(answer, "txn_hashes"))) {
      try {
        hashes.add(Bytes.fromHex(String.valueOf(hash)).toHex());
      } catch (CodecException e) {
        throw NodeJson.bad("hash of a transaction", e);
      }
    }
    return hashes;
  }

  private CompletableFuture<Void> await(Calls.Scope scope, List<String> hashes) {
    if (hashes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return node.ask(scope, NodeRequest.get("transactions/by_hash/0x" + hashes.get(0)))
        .thenCompose(
            answer -> {
              Optional<Map<String, Object>> found =
                  Reads.maybeBody(answer)
                      .map(body -> NodeJson.object(NodeJson.tree(body, Events.SKIPPED)))
                      .filter(transaction -> transaction.containsKey("success"));
              if (found.isEmpty()) {
                return calls.after(LOOK, scope, s -> await(s, hashes));
              }
              if (!NodeJson.flag(found.get(), "success")) {
                throw new CompletionException(
                    VmStatus.refusal(NodeJson.text(found.get(), "vm_status")));
              }
              return await(scope, hashes.subList(1, hashes.size()));
            });
  }
}
