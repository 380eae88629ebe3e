/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.codec.Bytes;
import dev.sluice.devchain.ledger.ModuleMetadata;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.Ability;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Deserializer;
import dev.sluice.move.format.FieldDefinition;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.Visibility;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A module as JSON: its bytecode, and what of it can be seen from outside. */
final class ModuleJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final CompiledModule module;
  private final ModuleMetadata metadata;

  private ModuleJson(CompiledModule module) {
    this.module = module;
    this.metadata = ModuleMetadata.of(module);
  }

  /** The module of some bytecode. */
  static ObjectNode of(Bytes code) {
    ObjectNode json = JSON.objectNode();
    json.put("bytecode", code.toString());
    json.set("abi", new ModuleJson(new Deserializer().module(code.toArray())).abi());
    return json;
  }

  private ObjectNode abi() {
    ObjectNode abi = JSON.objectNode();
    ModuleId id = module.id();
    abi.put("address", id.address().toStandardString()).put("name", id.name());
    ArrayNode friends = abi.putArray("friends");
    module.friends().forEach(friend -> friends.add(text(module.moduleId(friend))));
    ArrayNode functions = abi.putArray("exposed_functions");
    module.functions().stream().filter(this::isExposed).forEach(f -> functions.add(function(f)));
    ArrayNode structs = abi.putArray("structs");
    module.structs().forEach(struct -> structs.add(struct(struct)));
    return abi;
  }

  private static String text(ModuleId id) {
    return id.address().toStandardString() + "::" + id.name();
  }

  private boolean isExposed(FunctionDefinition function) {
    return function.visibility() != Visibility.PRIVATE
        || function.entry()
        || metadata.isView(module.name(function));
  }

  private ObjectNode function(FunctionDefinition function) {
    FunctionHandle handle = module.functionHandles().get(function.handle());
    ObjectNode json = JSON.objectNode();
    json.put("name", module.name(function));
    json.put("visibility", function.visibility().name().toLowerCase(Locale.ROOT));
    json.put("is_entry", function.entry());
    json.put("is_view", metadata.isView(module.name(function)));
    ArrayNode parameters = json.putArray("generic_type_params");
    handle.typeParameters().forEach(set -> parameters.addObject().set("constraints", names(set)));
    types(json.putArray("params"), module.signatures().get(handle.parameters()).tokens());
    types(json.putArray("return"), module.signatures().get(handle.returns()).tokens());
    return json;
  }

  private void types(ArrayNode array, List<SignatureToken> tokens) {
    tokens.forEach(token -> array.add(text(token)));
  }

  private static ArrayNode names(AbilitySet set) {
    ArrayNode names = JSON.arrayNode();
    for (Ability ability : Ability.values()) {
      if (set.has(ability)) {
        names.add(ability.name().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  private ObjectNode struct(StructDefinition struct) {
    StructHandle handle = module.structHandles().get(struct.handle());
    ObjectNode json = JSON.objectNode();
    json.put("name", module.name(struct));
    json.put("is_native", struct.layout() instanceof StructDefinition.Native);
    json.put("is_event", metadata.isEvent(module.name(struct)));
    json.put("is_enum", struct.layout() instanceof StructDefinition.Variants);
    json.set("abilities", names(handle.abilities()));
    ArrayNode parameters = json.putArray("generic_type_params");
    handle
        .typeParameters()
        .forEach(p -> parameters.addObject().set("constraints", names(p.constraints())));
    ArrayNode fields = json.putArray("fields");
    if (struct.layout() instanceof StructDefinition.Fields layout) {
      layout.fields().forEach(field -> fields.add(field(field)));
    } else if (struct.layout() instanceof StructDefinition.Variants layout) {
      ArrayNode variants = json.putArray("variants");
      layout
          .variants()
          .forEach(
              variant -> {
                ObjectNode item = variants.addObject();
                item.put("name", module.identifiers().get(variant.name()));
                ArrayNode items = item.putArray("fields");
                variant.fields().forEach(field -> items.add(field(field)));
              });
    }
    return json;
  }

  private ObjectNode field(FieldDefinition field) {
    return JSON.objectNode()
        .put("name", module.identifiers().get(field.name()))
        .put("type", text(field.type()));
  }

  private String text(SignatureToken token) {
    if (token instanceof SignatureToken.Vector vector) {
      return "vector<" + text(vector.element()) + ">";
    } else if (token instanceof SignatureToken.Reference reference) {
      return "&" + text(reference.target());
    } else if (token instanceof SignatureToken.MutableReference reference) {
      return "&mut " + text(reference.target());
    } else if (token instanceof SignatureToken.TypeParameter parameter) {
      return "T" + parameter.index();
    } else if (token instanceof SignatureToken.Struct struct) {
      return text(struct.handle());
    } else if (token instanceof SignatureToken.StructInstantiation struct) {
      return struct.arguments().stream()
          .map(this::text)
          .collect(Collectors.joining(", ", text(struct.handle()) + "<", ">"));
    }
    return ((SignatureToken.Primitive) token).name().toLowerCase(Locale.ROOT);
  }

  private String text(int structHandle) {
    StructHandle struct = module.structHandles().get(structHandle);
    ModuleId owner = module.moduleId(module.moduleHandles().get(struct.module()));
    return text(owner) + "::" + module.identifiers().get(struct.name());
  }
}
