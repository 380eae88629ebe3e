/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import dev.sluice.move.format.StructDefinition.Fields;
import dev.sluice.move.format.StructDefinition.Variants;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lists a module or script for people: declarations as in Move, and the code with the names and
 * types that operands stand for. The number before an instruction is its offset in the function,
 * the number after a declaration its index, both as errors report them.
 */
public final class Disassembler {
  private final CompiledUnit unit;
  private final UnitNames names;
  private final StringBuilder text = new StringBuilder();

  private Disassembler(CompiledUnit unit) {
    this.unit = unit;
    this.names = new UnitNames(unit);
  }

  /** The listing of a unit, which need not have passed the verifier. */
  public static String disassemble(CompiledUnit unit) {
    Disassembler disassembler = new Disassembler(unit);
    if (unit instanceof CompiledModule module) {
      disassembler.module(module);
    } else if (unit instanceof CompiledScript script) {
      disassembler.script(script);
    }
    return disassembler.text.toString();
  }

  private void line(Object... parts) {
    for (Object part : parts) {
      text.append(part);
    }
    text.append('\n');
  }

  private void module(CompiledModule module) {
    line("// bytecode version ", module.version());
    line("module ", names.module(module.self()), " {");
    module.friends().forEach(friend -> line("  friend ", names.module(friend)));
    for (int i = 0; i < module.structs().size(); i++) {
      struct(module.structs().get(i), i);
    }
    constants();
    for (int i = 0; i < module.functions().size(); i++) {
      function(module.functions().get(i), i);
    }
    metadata();
    line("}");
  }

  private void script(CompiledScript script) {
    line("// bytecode version ", script.version());
    line("script {");
    constants();
    line();
    line(
        "  main",
        UnitNames.typeParameters(script.typeParameters()),
        "(",
        names.types(script.parameters()),
        ") {");
    code(script.code(), script.parameters());
    line("  }");
    metadata();
    line("}");
  }

  private void struct(StructDefinition struct, int index) {
    line();
    String kind =
        struct.layout() instanceof Variants
            ? "enum"
            : struct.layout() instanceof Fields ? "struct" : "native struct";
    String head =
        UnitNames.text(
            unit.structHandles(),
            struct.handle(),
            handle -> {
              String abilities = handle.abilities().toString();
              return names.identifier(handle.name())
                  + typeParameters(handle)
                  + (abilities.isEmpty() ? "" : " has " + abilities);
            });
    if (struct.layout() instanceof Fields declared) {
      line("  ", kind, " ", head, " { // struct ", index);
      fields(declared.fields(), "    ");
      line("  }");
    } else if (struct.layout() instanceof Variants declared) {
      line("  ", kind, " ", head, " { // struct ", index);
      for (VariantDefinition variant : declared.variants()) {
        line("    ", names.identifier(variant.name()), " {");
        fields(variant.fields(), "      ");
        line("    }");
      }
      line("  }");
    } else {
      line("  ", kind, " ", head, " // struct ", index);
    }
  }

  private static String typeParameters(StructHandle handle) {
    List<StructTypeParameter> parameters = handle.typeParameters();
    StringBuilder list = new StringBuilder();
    for (int i = 0; i < parameters.size(); i++) {
      list.append(i == 0 ? "<" : ", ")
          .append(parameters.get(i).phantom() ? "phantom T" : "T")
          .append(i)
          .append(UnitNames.constraint(parameters.get(i).constraints()));
    }
    return parameters.isEmpty() ? "" : list.append('>').toString();
  }

  private void fields(List<FieldDefinition> fields, String indent) {
    for (FieldDefinition field : fields) {
      line(indent, names.identifier(field.name()), ": ", names.type(field.type()), ",");
    }
  }

  private void constants() {
    if (!unit.constants().isEmpty()) {
      line();
    }
    for (int i = 0; i < unit.constants().size(); i++) {
      Constant constant = unit.constants().get(i);
      line("  const ", i, ": ", names.type(constant.type()), " = 0x", constant.data().toHex());
    }
  }

  private void metadata() {
    if (!unit.metadata().isEmpty()) {
      line();
    }
    for (Metadata entry : unit.metadata()) {
      String key = new String(entry.key().toArray(), StandardCharsets.ISO_8859_1);
      line("  // metadata ", key.replaceAll("[^ -~]", "?"), ": 0x", entry.value().toHex());
    }
  }

  private void function(FunctionDefinition function, int index) {
    line();
    String visibility =
        switch (function.visibility()) {
          case PRIVATE -> "";
          case PUBLIC -> "public ";
          case FRIEND -> "public(friend) ";
        };
    String modifiers =
        visibility + (function.entry() ? "entry " : "") + (function.isNative() ? "native " : "");
    String head =
        UnitNames.text(
            unit.functionHandles(),
            function.handle(),
            handle ->
                names.identifier(handle.name())
                    + UnitNames.typeParameters(handle.typeParameters())
                    + "("
                    + names.types(handle.parameters())
                    + ")"
                    + returns(handle));
    String acquires =
        function.acquires().isEmpty()
            ? ""
            : function.acquires().stream()
                .map(s -> InstructionText.struct(unit, names, s))
                .collect(Collectors.joining(", ", " acquires ", ""));
    if (function.code().isEmpty()) {
      line("  ", modifiers, "fun ", head, acquires, " // function ", index);
      return;
    }
    line("  ", modifiers, "fun ", head, acquires, " { // function ", index);
    int handle = function.handle();
    boolean known = handle < unit.functionHandles().size();
    code(function.code().get(), known ? unit.functionHandles().get(handle).parameters() : -1);
    line("  }");
  }

  private String returns(FunctionHandle handle) {
    boolean none =
        handle.returns() < unit.signatures().size()
            && unit.signatures().get(handle.returns()).size() == 0;
    boolean one =
        handle.returns() < unit.signatures().size()
            && unit.signatures().get(handle.returns()).size() == 1;
    String types = names.types(handle.returns());
    return none ? "" : one ? ": " + types : ": (" + types + ")";
  }

  private void code(CodeUnit body, int parameters) {
    Locals locals = new Locals(unit, names, parameters, body.locals());
    locals.lines().forEach(local -> line("    ", local));
    InstructionText instructions = new InstructionText(unit, names, locals);
    Code code = body.code();
    int width = Integer.toString(code.length()).length();
    for (int i = 0; i < code.length(); i++) {
      line(
          " ".repeat(4 + width - Integer.toString(i).length()),
          i,
          ": ",
          instructions.text(code, i));
    }
  }

  /** Parameters and locals of a function, numbered together. */
  static final class Locals {
    private final UnitNames names;
    private final List<SignatureToken> parameters;
    private final List<SignatureToken> others;

    Locals(CompiledUnit unit, UnitNames names, int parameters, int others) {
      this.names = names;
      this.parameters = tokens(unit, parameters);
      this.others = tokens(unit, others);
    }

    private static List<SignatureToken> tokens(CompiledUnit unit, int signature) {
      return signature >= 0 && signature < unit.signatures().size()
          ? unit.signatures().get(signature).tokens()
          : List.of();
    }

    List<String> lines() {
      return IntStream.range(0, others.size())
          .map(i -> i + parameters.size())
          .mapToObj(i -> "local " + i + ": " + type(i))
          .toList();
    }

    String type(int local) {
      if (local < parameters.size()) {
        return names.type(parameters.get(local));
      }
      int other = local - parameters.size();
      return other < others.size() ? names.type(others.get(other)) : "?";
    }
  }
}
