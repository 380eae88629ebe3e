/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.Bytes;
import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.Event;

/** The result of a call as JSON. */
final class ResultJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ResultJson() {}

  /**
   * An object with {@code status}, {@code status_code}, {@code gas_used}, {@code returns}, {@code
   * events} and {@code changes}; on failure also with {@code message} and what is known of {@code
   * sub_status} and {@code location}. Bytes are hexadecimal, unsigned 64-bit numbers are text.
   */
  static String of(CallResult result) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("status", result.status().name())
            .put("status_code", result.status().code())
            .put("gas_used", result.gasUsed());
    result.failure().ifPresent(failure -> failure(root, failure));
    ArrayNode returns = root.putArray("returns");
    result
        .values()
        .forEach(
            value ->
                returns
                    .addObject()
                    .put("type", value.type().toString())
                    .put("bcs", value.bcs().toHex()));
    ArrayNode events = root.putArray("events");
    result.events().forEach(event -> event(events.addObject(), event));
    changes(root.putObject("changes"), result.changes());
    return root.toPrettyString();
  }

  private static void failure(ObjectNode root, MoveException failure) {
    root.put("message", failure.getMessage());
    failure.subStatus().ifPresent(code -> root.put("sub_status", Long.toUnsignedString(code)));
    failure.location().ifPresent(location -> location(root.putObject("location"), location));
  }

  private static void location(ObjectNode node, Location location) {
    node.put("module", location.module().map(ModuleId::toString).orElse("script"));
    put(node, "function", location.function());
    put(node, "offset", location.offset());
  }

  private static void put(ObjectNode node, String name, int number) {
    if (number != Location.UNKNOWN) {
      node.put(name, number);
    }
  }

  private static void event(ObjectNode node, Event event) {
    if (event instanceof Event.OfHandle handle) {
      node.put("guid", handle.guid().toHex());
      node.put("sequence", Long.toUnsignedString(handle.sequence()));
    }
    node.put("type", event.type().toString()).put("data", event.data().toHex());
  }

  private static void changes(ObjectNode node, ChangeSet changes) {
    node.put("hash", changes.hash().toHex());
    ArrayNode resources = node.putArray("resources");
    changes
        .resources()
        .forEach(
            change ->
                values(
                    resources
                        .addObject()
                        .put("address", change.address().toString())
                        .put("type", change.type().toString()),
                    change.change()));
    ArrayNode items = node.putArray("items");
    changes
        .items()
        .forEach(
            change ->
                values(
                    items
                        .addObject()
                        .put("handle", change.table().toString())
                        .put("key", change.key().toHex()),
                    change.change()));
    ArrayNode modules = node.putArray("modules");
    changes
        .modules()
        .forEach(
            change ->
                values(
                    modules.addObject().put("module", change.module().toString()),
                    change.change()));
  }

  private static void values(ObjectNode node, Change change) {
    node.put("op", ChangeNames.of(change));
    change.before().map(Bytes::toHex).ifPresent(value -> node.put("before", value));
    change.after().map(Bytes::toHex).ifPresent(value -> node.put("after", value));
  }
}
