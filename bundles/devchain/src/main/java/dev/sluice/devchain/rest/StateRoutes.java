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
import dev.sluice.aptos.codec.AuthenticationKeys;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.devchain.ledger.AccountInfo;
import dev.sluice.devchain.ledger.Framework;
import dev.sluice.devchain.ledger.Head;
import dev.sluice.devchain.ledger.Ledger;
import dev.sluice.devchain.ledger.LedgerException;
import dev.sluice.devchain.ledger.LedgerException.Code;
import dev.sluice.devchain.ledger.LedgerSettings;
import dev.sluice.devchain.ledger.ModuleMetadata;
import dev.sluice.devchain.state.StateAt;
import dev.sluice.devchain.state.Write;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.session.Call;
import dev.sluice.move.session.CallResult;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Questions about the state: accounts, resources, modules, table items, views. Thread-safe. */
final class StateRoutes {
  /** Most resources or modules of a page, and how many it has unless asked otherwise. */
  static final int MAX_PAGE = 1000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String CURSOR = "X-Aptos-Cursor";
  private static final String VIEW_BCS = "application/x.aptos.view_function+bcs";

  private record KnownLayouts(Head head, Layouts layouts) {}

  private final Ledger ledger;
  private volatile KnownLayouts known;

  StateRoutes(Ledger ledger) {
    this.ledger = ledger;
    Head head = ledger.head();
    this.known = new KnownLayouts(head, new Layouts(head.modules()));
  }

  /** Layouts of the newest state; kept until modules change. */
  @SuppressWarnings("ReferenceEquality") // modules are a new object exactly when they change
  Layouts layouts() {
    Head head = ledger.head();
    KnownLayouts now = known;
    if (now.head().modules() != head.modules()) {
      now = new KnownLayouts(head, new Layouts(head.modules()));
      known = now;
    }
    return now.layouts();
  }

  private Layouts layouts(long version) {
    return version == ledger.head().version() ? layouts() : new Layouts(ledger.modules(version));
  }

  private long version(Request request) {
    return request.number("ledger_version").orElse(ledger.head().version());
  }

  /** Reads the state of the version asked for, and makes sure that it was still there. */
  private <T> T read(Request request, Function<StateAt, T> question) {
    StateAt state = ledger.state(version(request));
    T answer = question.apply(state);
    if (!state.isReadable()) {
      throw new LedgerException(
          Code.VERSION_PRUNED, "Ledger version(" + state.version() + ") has been pruned");
    }
    return answer;
  }

  Response account(Request request) {
    AccountAddress address = request.address(1);
    AccountInfo account =
        read(request, state -> AccountInfo.read(state, address))
            .orElseThrow(
                () ->
                    new LedgerException(
                        Code.ACCOUNT_NOT_FOUND,
                        "Account not found by Address(" + address.toStandardString() + ")"));
    if (request.wantsBcs()) {
      return Response.bcs(
          new BcsWriter()
              .u64(account.sequenceNumber())
              .bytes(account.authenticationKey())
              .toBytes());
    }
    return Response.json(
        JSON.objectNode()
            .put("sequence_number", Long.toUnsignedString(account.sequenceNumber()))
            .put("authentication_key", account.authenticationKey().toString()));
  }

  private static StructTag struct(String text) {
    try {
      return StructTag.parse(text);
    } catch (CodecException e) {
      throw ApiException.invalid("not a struct type: " + Request.shortened(text));
    }
  }

  Response resource(Request request) {
    AccountAddress address = request.address(1);
    StructTag type = struct(request.path().get(3));
    Bytes value =
        read(request, state -> state.resource(address, type))
            .orElseThrow(
                () ->
                    new LedgerException(
                        Code.RESOURCE_NOT_FOUND,
                        "Resource not found by Address("
                            + address.toStandardString()
                            + "), Struct tag("
                            + ValueJson.text(type)
                            + ")"));
    return request.wantsBcs()
        ? Response.bcs(value)
        : Response.json(new TransactionJson(layouts(version(request))).resource(type, value));
  }

  Response resources(Request request) {
    AccountAddress address = request.address(1);
    List<Write.Resource> all = read(request, state -> state.resources(address));
    requireAccount(address, request, all.isEmpty());
    TransactionJson json = new TransactionJson(layouts(version(request)));
    return page(
        request,
        all,
        resource -> json.resource(resource.type(), resource.value().orElse(Bytes.EMPTY)));
  }

  private void requireAccount(AccountAddress address, Request request, boolean isEmpty) {
    if (isEmpty && read(request, state -> AccountInfo.read(state, address)).isEmpty()) {
      throw new LedgerException(
          Code.ACCOUNT_NOT_FOUND,
          "Account not found by Address(" + address.toStandardString() + ")");
    }
  }

  private static <T> Response page(Request request, List<T> all, Function<T, JsonNode> json) {
    if (request.wantsBcs()) {
      throw noBcs();
    }
    int limit = limit(request, MAX_PAGE, MAX_PAGE);
    int start = (int) Math.min(all.size(), request.number("start").orElse(0));
    int end = Math.min(all.size(), start + limit);
    ArrayNode array = JSON.arrayNode();
    all.subList(start, end).forEach(item -> array.add(json.apply(item)));
    Response response = Response.json(array);
    return end < all.size() ? response.with(CURSOR, Integer.toString(end)) : response;
  }

  static int limit(Request request, int usual, int most) {
    long limit = request.number("limit").orElse(usual);
    if (limit < 1 || limit > most) {
      throw ApiException.invalid("limit must be 1 to " + most);
    }
    return (int) limit;
  }

  static ApiException noBcs() {
    return new ApiException(406, "bcs_not_supported", "This answer is given as JSON only");
  }

  Response module(Request request) {
    ModuleId id = new ModuleId(request.address(1), request.path().get(3));
    Bytes code =
        read(request, state -> state.module(id))
            .orElseThrow(
                () ->
                    new LedgerException(
                        Code.MODULE_NOT_FOUND,
                        "Module not found by Address("
                            + id.address().toStandardString()
                            + "), Module name("
                            + Request.shortened(id.name())
                            + ")"));
    return request.wantsBcs() ? Response.bcs(code) : Response.json(ModuleJson.of(code));
  }

  Response modules(Request request) {
    AccountAddress address = request.address(1);
    List<Write.Module> all = read(request, state -> state.modules(address));
    requireAccount(address, request, all.isEmpty());
    return page(request, all, module -> ModuleJson.of(module.value().orElse(Bytes.EMPTY)));
  }

  /** A balance, by coin type or by the address of a fungible asset's metadata. */
  Response balance(Request request) {
    AccountAddress address = request.address(1);
    String asset = request.path().get(3);
    Optional<Bytes> value;
    if (asset.contains("::")) {
      StructTag store =
          new StructTag(Framework.ADDRESS, "coin", "CoinStore", List.of(struct(asset)));
      value = read(request, state -> state.resource(address, store));
    } else {
      AccountAddress metadata = Request.address(asset);
      boolean isCoin = metadata.equals(AccountAddress.of(0xa));
      value =
          isCoin
              ? read(request, s -> s.resource(address, coinStore()))
              : read(request, s -> s.resource(primaryStore(address, metadata), fungibleStore()))
                  .map(bytes -> Bytes.copyOfRange(bytes.toArray(), 32, 40));
    }
    long balance = value.map(bytes -> new BcsReader(bytes).u64()).orElse(0L);
    return Response.json(JSON.numberNode(new BigInteger(Long.toUnsignedString(balance))));
  }

  private static StructTag coinStore() {
    return new StructTag(Framework.ADDRESS, "coin", "CoinStore", List.of(Framework.COIN));
  }

  private static StructTag fungibleStore() {
    return StructTag.of(Framework.ADDRESS, "fungible_asset", "FungibleStore");
  }

  private static AccountAddress primaryStore(AccountAddress owner, AccountAddress metadata) {
    return AuthenticationKeys.derivedObject(owner, metadata);
  }

  Response tableItem(Request request, boolean raw) {
    JsonNode body = request.json();
    AccountAddress table = request.address(1);
    ValueJson values = new ValueJson(layouts(version(request)));
    Bytes key;
    if (raw) {
      key = hex(body.path("key").asText());
    } else {
      key = values.toBcs(type(body.path("key_type").asText()), body.path("key"));
    }
    Bytes item =
        read(request, state -> state.tableItem(table, key))
            .orElseThrow(
                () ->
                    new LedgerException(
                        Code.TABLE_ITEM_NOT_FOUND,
                        "Table Item not found by Table handle("
                            + table.toStandardString()
                            + "), Table key("
                            + Request.shortened(body.path("key").toString())
                            + ")"));
    if (request.wantsBcs()) {
      return Response.bcs(item);
    }
    return raw
        ? Response.json(TextNode.valueOf(item.toString()))
        : Response.json(value(values, type(body.path("value_type").asText()), item));
  }

  private static JsonNode value(ValueJson values, TypeTag type, Bytes bcs) {
    try {
      return values.toJson(type, bcs);
    } catch (CodecException e) {
      throw ApiException.invalid("the value is no " + ValueJson.text(type));
    }
  }

  private static Bytes hex(String text) {
    try {
      return Bytes.fromHex(text);
    } catch (CodecException e) {
      throw ApiException.invalid("not hexadecimal: " + Request.shortened(text));
    }
  }

  private static TypeTag type(String text) {
    try {
      return TypeTag.parse(text);
    } catch (CodecException e) {
      throw ApiException.invalid("not a type: " + Request.shortened(text));
    }
  }

  // Views

  Response view(Request request) {
    long version = version(request);
    Layouts layouts = layouts(version);
    ValueJson values = new ValueJson(layouts);
    EntryFunction call =
        request.contentType().equals(VIEW_BCS)
            ? viewBcs(request.body())
            : viewJson(request.json(), layouts, values);
    requireView(call, layouts);
    CallResult result =
        ledger
            .open(version)
            .call(
                Call.function(new ModuleId(call.address(), call.module()), call.function())
                    .withTypeArguments(call.typeArguments())
                    .withArguments(call.arguments())
                    .withGasLimit(LedgerSettings.MAX_GAS_UNITS * LedgerSettings.GAS_SCALE));
    if (result.failure().isPresent()) {
      throw ApiException.failed(result.failure().get(), ledger.modules(version));
    }
    Response response;
    if (request.wantsBcs()) {
      BcsWriter out = new BcsWriter();
      out.list(result.values(), (writer, value) -> writer.bytes(value.bcs()));
      response = Response.bcs(out.toBytes());
    } else {
      ArrayNode array = JSON.arrayNode();
      result.values().forEach(value -> array.add(value(values, value.type(), value.bcs())));
      response = Response.json(array);
    }
    long gas = Math.max(1, result.gasUsed() / LedgerSettings.GAS_SCALE);
    return response.with("X-Aptos-Gas-Used", Long.toString(gas));
  }

  private static EntryFunction viewBcs(Bytes body) {
    try {
      return BcsReader.read(body.toArray(), EntryFunction::readCall);
    } catch (CodecException e) {
      throw ApiException.invalid("Failed to deserialize input into ViewRequest: " + e.getMessage());
    }
  }

  private static EntryFunction viewJson(JsonNode body, Layouts layouts, ValueJson values) {
    return CallJson.read(body, layouts, values);
  }

  private static void requireView(EntryFunction call, Layouts layouts) {
    ModuleId id = new ModuleId(call.address(), call.module());
    Optional<CompiledModule> module = layouts.module(id);
    Optional<FunctionDefinition> function = layouts.function(id, call.function());
    boolean isView =
        module.isPresent()
            && function.isPresent()
            && ModuleMetadata.of(module.get()).isView(call.function())
            && CallJson.takesNoSigner(module.get(), function.get());
    if (!isView) {
      throw ApiException.invalid(
          call.name() + (function.isPresent() ? " is not a view function" : " could not be found"));
    }
  }

  /** Prices of gas: the lowest for all, since blocks are never full for long. */
  Response gasPrice() {
    ObjectNode json = JSON.objectNode();
    json.put("deprioritized_gas_estimate", LedgerSettings.MIN_GAS_PRICE);
    json.put("gas_estimate", LedgerSettings.MIN_GAS_PRICE);
    json.put("prioritized_gas_estimate", LedgerSettings.MIN_GAS_PRICE * 3 / 2);
    return Response.json(json);
  }

  /** What the list of versions has from a start on, the newest last; used for pages. */
  static List<Long> from(List<Long> versions, int start, int limit) {
    int from = Math.min(start, versions.size());
    return new ArrayList<>(versions.subList(from, Math.min(versions.size(), from + limit)));
  }
}
