/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.chain.aptos;

import dev.sluice.chain.api.ChainEvent;
import dev.sluice.chain.api.ChainException;
import dev.sluice.chain.api.ChainException.Code;
import dev.sluice.chain.api.EventFilter;
import dev.sluice.chain.api.EventPosition;
import dev.sluice.chain.api.Height;
import dev.sluice.chain.api.TxHash;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Events out of a transaction's JSON. May throw {@link Layouts.Missing}.
 *
 * <p>The data is in BCS. An event of a type that has no known form in BCS, such as one with an enum
 * in it, comes without data.
 */
final class EventReader {
  private final Values values;

  EventReader(Layouts layouts) {
    this.values = new Values(layouts, Code.BAD_ANSWER);
  }

  /** The wanted events of a transaction from an index on. */
  List<ChainEvent> read(Map<String, Object> transaction, int from, Predicate<StructTag> wanted) {
    if (!transaction.containsKey("events")) {
      return List.of();
    }
    List<Object> events = NodeJson.array(NodeJson.field(transaction, "events"));
    List<ChainEvent> found = new ArrayList<>();
    for (int i = from; i < events.size(); i++) {
      Map<String, Object> event = NodeJson.object(events.get(i));
      StructTag type = type(NodeJson.text(event, "type"));
      if (wanted.test(type)) {
        found.add(event(transaction, i, type, NodeJson.field(event, "data")));
      }
    }
    return found;
  }

  private static StructTag type(String text) {
    try {
      return StructTag.parse(text);
    } catch (CodecException e) {
      throw NodeJson.bad("type of an event", e);
    }
  }

  private ChainEvent event(
      Map<String, Object> transaction, int index, StructTag type, Object data) {
    TxHash hash = hash(transaction);
    return new ChainEvent(
        new EventPosition(
            new Height(NodeJson.number(transaction, "version")), hash.bytes(), 0, index),
        hash,
        new ModuleName(type.address(), type.module()).text(),
        Reads.text(type),
        data(type, data),
        time(transaction));
  }

  private List<Bytes> data(StructTag type, Object json) {
    try {
      return List.of(values.bcs(type, json));
    } catch (ChainException e) {
      if (e.code() == Code.UNSUPPORTED) {
        return List.of();
      }
      throw e;
    }
  }

  static TxHash hash(Map<String, Object> transaction) {
    try {
      return new TxHash(Bytes.fromHex(NodeJson.text(transaction, "hash")));
    } catch (IllegalArgumentException e) {
      throw NodeJson.bad("hash of a transaction", e);
    }
  }

  /** Genesis has no time. */
  private static Instant time(Map<String, Object> transaction) {
    return transaction.containsKey("timestamp")
        ? Instant.EPOCH.plus(NodeJson.number(transaction, "timestamp"), ChronoUnit.MICROS)
        : Instant.EPOCH;
  }

  /** What a filter lets through. */
  static Predicate<StructTag> wanted(EventFilter filter) {
    String source = filter.source().text();
    boolean whole = !source.contains("::");
    AccountAddress address =
        whole ? AccountAddress.parse(source) : ModuleName.of(filter.source()).address();
    Optional<String> module =
        whole ? Optional.empty() : Optional.of(ModuleName.of(filter.source()).name());
    List<Predicate<StructTag>> types = filter.types().stream().map(EventReader::named).toList();
    return type ->
        type.address().equals(address)
            && module.map(type.module()::equals).orElse(true)
            && (types.isEmpty() || types.stream().anyMatch(t -> t.test(type)));
  }

  private static Predicate<StructTag> named(String text) {
    if (!text.contains("::")) {
      return type -> type.name().equals(text);
    }
    StructTag wanted = StructTag.parse(text);
    return wanted.typeArguments().isEmpty()
        ? type ->
            type.name().equals(wanted.name())
                && type.module().equals(wanted.module())
                && type.address().equals(wanted.address())
        : wanted::equals;
  }
}
