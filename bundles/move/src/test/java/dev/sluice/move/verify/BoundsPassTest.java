/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CodeUnit;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FieldHandle;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Instantiation;
import dev.sluice.move.format.Limits;
import dev.sluice.move.format.ModuleHandle;
import dev.sluice.move.format.Signature;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.SignatureToken.Primitive;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import dev.sluice.move.format.VariantFieldHandle;
import dev.sluice.move.format.VariantHandle;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsPassTest {
  private static final int BAD = 999;
  private static final String OUT = "INDEX_OUT_OF_BOUNDS";

  /** A valid module that uses every table. */
  private static ModuleBuilder full() {
    ModuleBuilder builder =
        Verdicts.structs()
            .friend("0x42::friend")
            .function(
                "fun f<T: store + drop>(address, &mut G<u64>): u64 acquires K, GK",
                "u64",
                """
                CopyLoc 0; ImmBorrowGlobal K; ImmBorrowField K.x; ReadRef; StLoc 2
                MoveLoc 0; ImmBorrowGlobalGeneric GK<T>; ImmBorrowFieldGeneric GK<T>.v; Pop
                CopyLoc 1; TestVariantGeneric G<u64>::A; Pop
                MoveLoc 1; ImmBorrowVariantFieldGeneric G<u64>::A.x; Pop
                LdConst 0; Pop; CallGeneric g<T>; VecPack T 0; Pop; MoveLoc 2; Ret
                """)
            .function("fun g<T>()", "", "LdU8 1; PackVariant E::C; Pop; Ret");
    builder.constant("u8", "07");
    return builder;
  }

  @Test
  void acceptsTheModuleThatTheDefectsArePutInto() {
    assertThat(Verdicts.verdict(full().build())).isEqualTo(Verdicts.ACCEPT);
  }

  private static String with(Consumer<ModuleBuilder> defect) {
    ModuleBuilder builder = full().resolve();
    defect.accept(builder);
    return Verdicts.verdict(builder.build());
  }

  private static <T> void change(List<T> table, int index, UnaryOperator<T> change) {
    table.set(index, change.apply(table.get(index)));
  }

  @Test
  void refusesIndicesOfTables() {
    assertThat(with(b -> change(b.moduleHandles, 0, h -> new ModuleHandle(BAD, h.name()))))
        .isEqualTo(OUT);
    assertThat(with(b -> change(b.moduleHandles, 0, h -> new ModuleHandle(h.address(), BAD))))
        .isEqualTo(OUT);
    assertThat(with(b -> change(b.friends, 0, h -> new ModuleHandle(BAD, h.name()))))
        .isEqualTo(OUT);
    assertThat(
            with(
                b ->
                    change(
                        b.structHandles,
                        0,
                        h -> new StructHandle(BAD, h.name(), h.abilities(), h.typeParameters()))))
        .isEqualTo(OUT);
    assertThat(
            with(
                b ->
                    change(
                        b.structHandles,
                        0,
                        h -> new StructHandle(h.module(), BAD, h.abilities(), List.of()))))
        .isEqualTo(OUT);
    assertThat(with(b -> function(b, BAD, 0, 0, 0))).isEqualTo(OUT);
    assertThat(with(b -> function(b, 0, BAD, 0, 0))).isEqualTo(OUT);
    assertThat(with(b -> function(b, 0, 0, BAD, 0))).isEqualTo(OUT);
    assertThat(with(b -> function(b, 0, 0, 0, BAD))).isEqualTo(OUT);
    assertThat(with(b -> change(b.fields, 0, h -> new FieldHandle(BAD, 0)))).isEqualTo(OUT);
    assertThat(with(b -> change(b.fields, 0, h -> new FieldHandle(h.struct(), 1)))).isEqualTo(OUT);
    assertThat(
            with(b -> change(b.variantFields, 0, h -> new VariantFieldHandle(BAD, 0, List.of(0)))))
        .isEqualTo(OUT);
    assertThat(with(b -> variantField(b, 9, List.of(0)))).isEqualTo(OUT);
    assertThat(with(b -> variantField(b, 0, List.of(0, 2)))).isEqualTo(OUT);
    assertThat(with(b -> variantField(b, 0, List.of()))).isEqualTo("ZERO_VARIANTS_ERROR");
    assertThat(with(b -> change(b.variants, 0, h -> new VariantHandle(BAD, 0)))).isEqualTo(OUT);
    assertThat(with(b -> change(b.variants, 0, h -> new VariantHandle(h.struct(), 9))))
        .isEqualTo(OUT);
    assertThat(with(b -> change(b.structs, 0, s -> new StructDefinition(BAD, s.layout()))))
        .isEqualTo(OUT);
    for (int i = 0; i < 5; i++) {
      int table = i;
      assertThat(with(b -> change(instantiations(b, table), 0, h -> new Instantiation(BAD, 0))))
          .isEqualTo(OUT);
      assertThat(
              with(
                  b ->
                      change(instantiations(b, table), 0, h -> new Instantiation(h.target(), BAD))))
          .isEqualTo(OUT);
    }
  }

  private static List<Instantiation> instantiations(ModuleBuilder builder, int table) {
    return List.of(
            builder.functionInstantiations,
            builder.structInstantiations,
            builder.fieldInstantiations,
            builder.variantInstantiations,
            builder.variantFieldInstantiations)
        .get(table);
  }

  private static void function(ModuleBuilder b, int module, int name, int parameters, int returns) {
    b.functionHandles.add(
        new FunctionHandle(module, name, parameters, returns, List.of(), Optional.empty()));
  }

  private static void variantField(ModuleBuilder builder, int field, List<Integer> variants) {
    change(builder.variantFields, 0, h -> new VariantFieldHandle(h.struct(), field, variants));
  }

  @Test
  void refusesIndicesOfDefinitions() {
    assertThat(with(b -> change(b.functions, 0, f -> definition(f, BAD, f.acquires(), f.code()))))
        .isEqualTo(OUT);
    assertThat(
            with(
                b ->
                    change(b.functions, 0, f -> definition(f, f.handle(), List.of(BAD), f.code()))))
        .isEqualTo(OUT);
    assertThat(
            with(
                b ->
                    change(
                        b.functions,
                        1,
                        f ->
                            definition(
                                f,
                                f.handle(),
                                f.acquires(),
                                f.code().map(c -> new CodeUnit(BAD, c.code()))))))
        .isEqualTo(OUT);
  }

  private static FunctionDefinition definition(
      FunctionDefinition f, int handle, List<Integer> acquires, Optional<CodeUnit> code) {
    return new FunctionDefinition(handle, f.visibility(), f.entry(), acquires, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CopyLoc 1",
        "MoveLoc 1",
        "StLoc 1",
        "MutBorrowLoc 1",
        "ImmBorrowLoc 1",
        "Branch 99",
        "BrTrue 99",
        "BrFalse 99",
        "LdConst 0",
        "Call #99",
        "CallGeneric #99",
        "Pack #99",
        "PackGeneric #99",
        "ImmBorrowField #99",
        "ImmBorrowFieldGeneric #99",
        "PackVariant #99",
        "PackVariantGeneric #99",
        "ImmBorrowVariantField #99",
        "ImmBorrowVariantFieldGeneric #99",
        "VecLen #99",
        "VecPack #99 1"
      })
  void refusesIndicesOfInstructions(String instruction) {
    assertThat(Verdicts.function("fun f(u8)", "", instruction + "; Ret")).isEqualTo(OUT);
  }

  @Test
  void refusesUndeclaredTypeParameters() {
    SignatureToken t = new SignatureToken.TypeParameter(0);
    ModuleBuilder parameter = ModuleBuilder.module("0x42::m");
    int signature = parameter.signature(List.of(t));
    int none = parameter.signature(List.of());
    parameter.functionHandles.add(
        new FunctionHandle(0, 0, signature, none, List.of(), Optional.empty()));
    assertThat(Verdicts.verdict(parameter.build())).isEqualTo(OUT);

    ModuleBuilder local = ModuleBuilder.module("0x42::m").function("fun f()", "", "Ret").resolve();
    int types = local.signature(List.of(t));
    change(
        local.functions,
        0,
        f ->
            definition(f, f.handle(), List.of(), f.code().map(c -> new CodeUnit(types, c.code()))));
    assertThat(Verdicts.verdict(local.build())).isEqualTo(OUT);

    ModuleBuilder vector = ModuleBuilder.module("0x42::m");
    int element = vector.signature(List.of(t));
    vector.function("fun f()", "", "VecPack #" + element + " 0; Pop; Ret");
    assertThat(Verdicts.verdict(vector.build())).isEqualTo(OUT);
  }

  @Test
  void refusesWrongNumbersOfTypeArguments() {
    ModuleBuilder builder = Verdicts.structs();
    int box = builder.structHandle("Box");
    int plain = builder.structHandle("D");
    for (SignatureToken type :
        List.of(
            new SignatureToken.Struct(box),
            new SignatureToken.StructInstantiation(box, List.of(Primitive.U8, Primitive.U8)),
            new SignatureToken.StructInstantiation(plain, List.of(Primitive.U8)))) {
      ModuleBuilder module = Verdicts.structs();
      module.signature(List.of(type));
      assertThat(Verdicts.verdict(module.build())).isEqualTo("NUMBER_OF_TYPE_ARGUMENTS_MISMATCH");
    }
  }

  @Test
  void limitsLocals() {
    assertThat(Verdicts.verdict(locals(BoundsPass.MAX_LOCALS))).isEqualTo(Verdicts.ACCEPT);
    assertThat(Verdicts.verdict(locals(BoundsPass.MAX_LOCALS + 1))).isEqualTo("TOO_MANY_LOCALS");
  }

  private static CompiledModule locals(int count) {
    return ModuleBuilder.module("0x42::m")
        .function("fun f(u8, u8)", String.join(", ", Collections.nCopies(count - 2, "u8")), "Ret")
        .build();
  }

  @Test
  void refusesModulesWithoutHandles() {
    ModuleBuilder builder = ModuleBuilder.module("0x42::m");
    builder.moduleHandles.clear();
    assertThat(Verdicts.verdict(builder.build())).isEqualTo("NO_MODULE_HANDLES");
  }

  @Test
  void refusesEnumsWithoutVariants() {
    ModuleBuilder builder = ModuleBuilder.module("0x42::m").enumeration("E { }");
    assertThat(Verdicts.verdict(builder.build())).isEqualTo("ZERO_VARIANTS_ERROR");
  }

  @Test
  void refusesTypesNestedTooDeeplyWithoutRunningOutOfStack() {
    SignatureToken type = Primitive.U8;
    for (int i = 0; i < 1_000_000; i++) {
      type = new SignatureToken.Vector(type);
      if (i == Limits.SIGNATURE_TOKEN_DEPTH - 1) {
        assertThat(signature(type)).isNotEqualTo("INVALID_SIGNATURE_TOKEN");
      }
    }
    assertThat(signature(type)).isEqualTo("INVALID_SIGNATURE_TOKEN");
  }

  private static String signature(SignatureToken type) {
    ModuleBuilder builder = ModuleBuilder.module("0x42::m");
    builder.signatures.add(new Signature(List.of(type)));
    return Verdicts.verdict(builder.build());
  }
}
