/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.SignatureToken;
import java.util.ArrayList;
import java.util.List;

/** Calls as JSON: {@code function}, {@code type_arguments}, {@code arguments}. */
final class CallJson {
  private CallJson() {}

  /**
   * Reads a call; arguments are those after the signers.
   *
   * @throws ApiException invalid_input, also if there is no such function
   */
  static EntryFunction read(JsonNode json, Layouts layouts, ValueJson values) {
    String name = json.path("function").asText();
    String[] parts = name.split("::", -1);
    if (parts.length != 3) {
      throw ApiException.invalid("not a function: " + Request.shortened(name));
    }
    ModuleId id = new ModuleId(Request.address(parts[0]), parts[1]);
    CompiledModule module =
        layouts.module(id).orElseThrow(() -> ApiException.invalid("no module " + id));
    FunctionDefinition function =
        layouts
            .function(id, parts[2])
            .orElseThrow(() -> ApiException.invalid(name + " could not be found"));
    List<TypeTag> typeArguments = new ArrayList<>();
    try {
      json.path("type_arguments").forEach(tag -> typeArguments.add(TypeTag.parse(tag.asText())));
    } catch (CodecException e) {
      throw ApiException.invalid("a type argument is none: " + e.getMessage());
    }
    List<TypeTag> parameters = Layouts.parameters(module, function, typeArguments);
    JsonNode given = json.path("arguments");
    if (given.size() != parameters.size()) {
      throw ApiException.invalid(
          parameters.size() + " arguments expected, " + given.size() + " given");
    }
    List<Bytes> arguments = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      arguments.add(values.toBcs(parameters.get(i), given.get(i)));
    }
    return new EntryFunction(id.address(), id.name(), parts[2], typeArguments, arguments);
  }

  static boolean takesNoSigner(CompiledModule module, FunctionDefinition function) {
    int parameters = module.functionHandles().get(function.handle()).parameters();
    return module.signatures().get(parameters).tokens().stream()
        .noneMatch(CallJson::containsSigner);
  }

  private static boolean containsSigner(SignatureToken token) {
    if (token instanceof SignatureToken.Reference reference) {
      return containsSigner(reference.target());
    } else if (token instanceof SignatureToken.MutableReference reference) {
      return containsSigner(reference.target());
    } else if (token instanceof SignatureToken.Vector vector) {
      return containsSigner(vector.element());
    }
    return token == SignatureToken.Primitive.SIGNER;
  }
}
