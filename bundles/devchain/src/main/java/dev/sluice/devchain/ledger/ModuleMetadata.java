/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.ledger;

import dev.sluice.codec.BcsReader;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.move.format.CompiledModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a compiler notes in a module under the key {@code aptos::metadata_v1}: names of abort codes,
 * attributes of structs and functions. Bytes that are no such note count as none.
 */
public final class ModuleMetadata {
  /**
   * An abort code.
   *
   * @param name name of the constant
   * @param description its documentation
   */
  public record ErrorName(String name, String description) {}

  private record Attribute(int kind, List<String> arguments) {}

  private static final ModuleMetadata NONE = new ModuleMetadata(Map.of(), Map.of(), Map.of());
  private static final Bytes KEY = Bytes.utf8("aptos::metadata_v1");
  private static final int VIEW = 1;
  private static final int EVENT = 4;

  private final Map<Long, ErrorName> errors;
  private final Map<String, List<Attribute>> structs;
  private final Map<String, List<Attribute>> functions;

  private ModuleMetadata(
      Map<Long, ErrorName> errors,
      Map<String, List<Attribute>> structs,
      Map<String, List<Attribute>> functions) {
    this.errors = errors;
    this.structs = structs;
    this.functions = functions;
  }

  /** The notes of a module. */
  public static ModuleMetadata of(CompiledModule module) {
    return module.metadata().stream()
        .filter(entry -> entry.key().equals(KEY))
        .findFirst()
        .map(entry -> decode(entry.value()))
        .orElse(NONE);
  }

  private static ModuleMetadata decode(Bytes bytes) {
    try {
      return BcsReader.read(
          bytes.toArray(),
          in ->
              new ModuleMetadata(
                  in.map(BcsReader::u64, value -> new ErrorName(value.string(), value.string())),
                  in.map(BcsReader::string, ModuleMetadata::attributes),
                  in.map(BcsReader::string, ModuleMetadata::attributes)));
    } catch (CodecException e) {
      return NONE;
    }
  }

  private static List<Attribute> attributes(BcsReader in) {
    return in.list(item -> new Attribute(item.u8(), item.list(BcsReader::string)));
  }

  /** The name of an abort code; its lowest twelve bits when the whole has none. */
  public Optional<ErrorName> error(long code) {
    ErrorName name = errors.get(code);
    return Optional.ofNullable(name != null ? name : errors.get(code & 0xfff));
  }

  /** Whether a function may be asked by anybody. */
  public boolean isView(String function) {
    return has(functions, function, VIEW);
  }

  /** Whether a struct is an event. */
  public boolean isEvent(String struct) {
    return has(structs, struct, EVENT);
  }

  private static boolean has(Map<String, List<Attribute>> map, String name, int kind) {
    return map.getOrDefault(name, List.of()).stream().anyMatch(a -> a.kind() == kind);
  }
}
