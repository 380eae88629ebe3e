/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.StateView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A state in a JSON file: {@code resources} with address, type and bcs, {@code items} with handle,
 * key and bcs.
 */
final class StateFile implements StateView {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Place(String owner, String name) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int byOwner = owner.compareTo(other.owner);
      return byOwner != 0 ? byOwner : name.compareTo(other.name);
    }
  }

  private final TreeMap<Place, Bytes> resources = new TreeMap<>();
  private final TreeMap<Place, Bytes> items = new TreeMap<>();

  /** An empty state. */
  StateFile() {}

  /** Reads a file; one that does not exist is an empty state. */
  StateFile(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    JsonNode root = JSON.readTree(file.toFile());
    for (JsonNode node : root.path("resources")) {
      StructTag type = StructTag.parse(node.path("type").asText());
      resources.put(
          placeOf(AccountAddress.parse(node.path("address").asText()), type),
          Bytes.fromHex(node.path("bcs").asText()));
    }
    for (JsonNode node : root.path("items")) {
      items.put(
          placeOf(
              AccountAddress.parse(node.path("handle").asText()),
              Bytes.fromHex(node.path("key").asText())),
          Bytes.fromHex(node.path("bcs").asText()));
    }
  }

  private static Place placeOf(AccountAddress address, StructTag type) {
    return new Place(address.toString(), type.toString());
  }

  private static Place placeOf(AccountAddress table, Bytes key) {
    return new Place(table.toString(), key.toHex());
  }

  @Override
  public Optional<Bytes> resource(AccountAddress address, StructTag type) {
    return Optional.ofNullable(resources.get(placeOf(address, type)));
  }

  @Override
  public Optional<Bytes> tableItem(AccountAddress table, Bytes key) {
    return Optional.ofNullable(items.get(placeOf(table, key)));
  }

  /** Makes changes. */
  void apply(ChangeSet changes) {
    changes
        .resources()
        .forEach(
            change -> {
              Place place = placeOf(change.address(), change.type());
              resources.remove(place);
              change.change().after().ifPresent(value -> resources.put(place, value));
            });
    changes
        .items()
        .forEach(
            change -> {
              Place place = placeOf(change.table(), change.key());
              items.remove(place);
              change.change().after().ifPresent(value -> items.put(place, value));
            });
  }

  /** Writes the state. */
  void write(Path file) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    ArrayNode resourceNodes = root.putArray("resources");
    resources.forEach(
        (place, value) ->
            resourceNodes
                .addObject()
                .put("address", place.owner())
                .put("type", place.name())
                .put("bcs", value.toHex()));
    ArrayNode itemNodes = root.putArray("items");
    items.forEach(
        (place, value) ->
            itemNodes
                .addObject()
                .put("handle", place.owner())
                .put("key", place.name())
                .put("bcs", value.toHex()));
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
  }
}
