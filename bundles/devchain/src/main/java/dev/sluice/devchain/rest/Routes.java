/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.devchain.ledger.Head;
import dev.sluice.devchain.ledger.Ledger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Which request asks what. Thread-safe. */
final class Routes {
  /** What the chain says of itself wherever there is room. */
  static final String NAME = "sluice-development-chain";

  private final Ledger ledger;

  /** Functions by method and path, in which {@code *} stands for any segment. */
  private final Map<String, Function<Request, Response>> routes = new TreeMap<>();

  Routes(Ledger ledger, StateRoutes state, TransactionRoutes transactions) {
    this.ledger = ledger;
    add("GET ", request -> index());
    add("GET -/healthy", request -> healthy());
    add("GET estimate_gas_price", request -> state.gasPrice());
    add("GET accounts/*", state::account);
    add("GET accounts/*/resources", state::resources);
    add("GET accounts/*/resource/*", state::resource);
    add("GET accounts/*/modules", state::modules);
    add("GET accounts/*/module/*", state::module);
    add("GET accounts/*/balance/*", state::balance);
    add("GET accounts/*/transactions", transactions::ofAccount);
    add("GET accounts/*/events/*", request -> noEvents());
    add("GET accounts/*/events/*/*", request -> noEvents());
    add("POST tables/*/item", request -> state.tableItem(request, false));
    add("POST tables/*/raw_item", request -> state.tableItem(request, true));
    add("POST view", state::view);
    add("GET transactions", transactions::list);
    add("POST transactions", transactions::submit);
    add("POST transactions/batch", transactions::submitBatch);
    add("POST transactions/simulate", transactions::simulate);
    add("POST transactions/encode_submission", transactions::encodeSubmission);
    add("GET transactions/by_hash/*", transactions::byHash);
    add("GET transactions/wait_by_hash/*", transactions::byHash);
    add("GET transactions/by_version/*", transactions::byVersion);
    add("GET blocks/by_height/*", transactions::blockByHeight);
    add("GET blocks/by_version/*", transactions::blockByVersion);
    add("POST fund", transactions::fund);
    add("POST mint", transactions::mint);
  }

  private void add(String route, Function<Request, Response> function) {
    routes.put(route, function);
  }

  /**
   * The answer to a request.
   *
   * @throws ApiException or LedgerException instead of one
   */
  Response answer(Request request) {
    Function<Request, Response> exact = find(request.method(), request.path());
    if (exact == null) {
      boolean other = find(otherMethod(request.method()), request.path()) != null;
      throw new ApiException(
          other ? 405 : 404,
          "web_framework_error",
          other ? "The method must be another" : "There is nothing at this path");
    }
    return exact.apply(request);
  }

  private static String otherMethod(String method) {
    return method.equals("GET") ? "POST" : "GET";
  }

  private @org.jspecify.annotations.Nullable Function<Request, Response> find(
      String method, List<String> path) {
    StringBuilder pattern = new StringBuilder(method).append(' ');
    for (int i = 0; i < path.size(); i++) {
      pattern.append(i == 0 ? "" : "/").append(isVariable(path, i) ? "*" : path.get(i));
    }
    return routes.get(pattern.toString());
  }

  /** In all routes names and values take turns, but for the two values of an event handle. */
  private static boolean isVariable(List<String> path, int i) {
    boolean afterName =
        switch (path.get(0)) {
          case "accounts" -> i == 1 || i == 3 || i == 4;
          case "tables" -> i == 1;
          case "transactions", "blocks" -> i == 2;
          default -> false;
        };
    return afterName;
  }

  private Response index() {
    Head head = ledger.head();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("chain_id", ledger.settings().chainId());
    json.put("epoch", "1");
    json.put("ledger_version", Long.toString(head.version()));
    json.put("oldest_ledger_version", Long.toString(ledger.oldestVersion()));
    json.put("ledger_timestamp", Long.toString(head.timestampMicros()));
    json.put("node_role", "full_node");
    json.put("oldest_block_height", Long.toString(ledger.oldestHeight()));
    json.put("block_height", Long.toString(head.height()));
    json.put("git_hash", NAME);
    json.put("development_chain", true);
    return Response.json(json);
  }

  private static Response healthy() {
    return Response.json(JsonNodeFactory.instance.objectNode().put("message", NAME + ":ok"));
  }

  private static Response noEvents() {
    throw new ApiException(
        403, "api_disabled", "Events are not indexed by handle; read them out of transactions");
  }
}
