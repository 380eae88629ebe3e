/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.move.ModuleId;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.AbilitySet;
import dev.sluice.move.format.FunctionHandle;
import dev.sluice.move.format.Signature;
import dev.sluice.move.format.SignatureToken;
import dev.sluice.move.format.StructDefinition;
import dev.sluice.move.format.StructHandle;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The passes that look at the tables of a unit: all but bounds. */
class UnitPassesTest {
  private static String with(Consumer<ModuleBuilder> defect) {
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
                LdConst 0; Pop; CallGeneric g<T>; MoveLoc 2; Ret
                """)
            .function("fun g<T>()", "", "LdU8 1; PackVariant E::C; Pop; Ret")
            .resolve();
    builder.constant("u8", "07");
    defect.accept(builder);
    return Verdicts.verdict(builder.build());
  }

  @Test
  void refusesDuplicates() {
    assertThat(with(b -> {})).isEqualTo(Verdicts.ACCEPT);
    List<Consumer<ModuleBuilder>> duplications =
        List.of(
            b -> b.identifiers.add(b.identifiers.get(0)),
            b -> b.addresses.add(b.addresses.get(0)),
            b -> b.constants.add(b.constants.get(0)),
            b -> b.signatures.add(b.signatures.get(0)),
            b -> b.moduleHandles.add(b.moduleHandles.get(0)),
            b -> b.friends.add(b.friends.get(0)),
            b -> b.structHandles.add(b.structHandles.get(0)),
            b -> b.functionHandles.add(b.functionHandles.get(0)),
            b -> b.functionInstantiations.add(b.functionInstantiations.get(0)),
            b -> b.structInstantiations.add(b.structInstantiations.get(0)),
            b -> b.fields.add(b.fields.get(0)),
            b -> b.fieldInstantiations.add(b.fieldInstantiations.get(0)),
            b -> b.variants.add(b.variants.get(0)),
            b -> b.variantInstantiations.add(b.variantInstantiations.get(0)),
            b -> b.variantFields.add(b.variantFields.get(0)),
            b -> b.variantFieldInstantiations.add(b.variantFieldInstantiations.get(0)),
            b -> b.structs.add(b.structs.get(0)),
            b -> b.functions.add(b.functions.get(0)));
    assertThat(duplications).allSatisfy(d -> assertThat(with(d)).isEqualTo("DUPLICATE_ELEMENT"));
    assertThat(struct("S { a: u8, a: u8 }")).isEqualTo("DUPLICATE_ELEMENT");
    assertThat(enumeration("E { A { a: u8 } A { b: u8 } }")).isEqualTo("DUPLICATE_ELEMENT");
    assertThat(enumeration("E { A { a: u8, a: u8 } }")).isEqualTo("DUPLICATE_ELEMENT");
    assertThat(enumeration("E { A { a: u8 } B { a: u8 } C { } }")).isEqualTo(Verdicts.ACCEPT);
  }

  @Test
  void refusesEmptyStructs() {
    assertThat(struct("S { }")).isEqualTo("ZERO_SIZED_STRUCT");
  }

  @Test
  void refusesDefinitionsForOtherModules() {
    Consumer<ModuleBuilder> other = b -> b.module(new ModuleId(b.addresses.get(0), "other"));
    assertThat(
            with(
                b -> {
                  other.accept(b);
                  StructHandle h = b.structHandles.get(1);
                  b.structHandles.set(
                      1, new StructHandle(1, h.name(), h.abilities(), h.typeParameters()));
                }))
        .isEqualTo("INVALID_MODULE_HANDLE");
    assertThat(
            with(
                b -> {
                  other.accept(b);
                  FunctionHandle h = b.functionHandles.get(0);
                  b.functionHandles.set(
                      0,
                      new FunctionHandle(
                          1,
                          h.name(),
                          h.parameters(),
                          h.returns(),
                          h.typeParameters(),
                          Optional.empty()));
                }))
        .isEqualTo("INVALID_MODULE_HANDLE");
  }

  @Test
  void refusesHandlesWithoutDefinition() {
    assertThat(
            with(
                b ->
                    b.structHandles.add(
                        new StructHandle(0, b.identifier("Lost"), AbilitySet.EMPTY, List.of()))))
        .isEqualTo("UNIMPLEMENTED_HANDLE");
    assertThat(
            with(
                b ->
                    b.functionHandles.add(
                        new FunctionHandle(
                            0, b.identifier("lost"), 0, 0, List.of(), Optional.empty()))))
        .isNotEqualTo(Verdicts.ACCEPT);
    ModuleBuilder lost = ModuleBuilder.module("0x42::m");
    int none = lost.signature(List.of());
    lost.functionHandles.add(new FunctionHandle(0, 0, none, none, List.of(), Optional.empty()));
    assertThat(Verdicts.verdict(lost.build())).isEqualTo("UNIMPLEMENTED_HANDLE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          ACCEPT ! fun f(&u8, &mut u8): &u8
          INVALID_SIGNATURE_TOKEN ! fun f(&&u8)
          INVALID_SIGNATURE_TOKEN ! fun f(vector<&u8>)
          INVALID_SIGNATURE_TOKEN ! fun f(Box<&u8>)
          INVALID_SIGNATURE_TOKEN ! fun f(): &mut &u8
          CONSTRAINT_NOT_SATISFIED ! fun f(Need<N>)
          ACCEPT ! fun f(Need<u8>)
          CONSTRAINT_NOT_SATISFIED ! fun f<T>(Need<T>)
          CONSTRAINT_NOT_SATISFIED ! fun f<T>(vector<Need<vector<T>>>)
          ACCEPT ! fun f<T: store>(vector<Need<vector<T>>>)
          CONSTRAINT_NOT_SATISFIED ! fun f(Need<signer>)
          CONSTRAINT_NOT_SATISFIED ! fun f(Need<vector<signer>>)
          CONSTRAINT_NOT_SATISFIED ! fun f(Need<Box<N>>)
          ACCEPT ! fun f(Need<Ghost<N>>)
          """)
  void judgesSignatures(String verdict, String declaration) {
    assertThat(
            Verdicts.verdict(
                Verdicts.structs()
                    .struct("Need<T: store> { v: T }")
                    .struct("Ghost<phantom T> has store { v: u8 }")
                    .nativeFunction(declaration)
                    .build()))
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          CONSTRAINT_NOT_SATISFIED ! fun f() ! CallGeneric g<N>; Ret
          ACCEPT ! fun f() ! CallGeneric g<u8>; Ret
          CONSTRAINT_NOT_SATISFIED ! fun f<T>() ! CallGeneric g<T>; Ret
          ACCEPT ! fun f<T: copy>() ! CallGeneric g<T>; Ret
          INVALID_SIGNATURE_TOKEN ! fun f() ! CallGeneric g<&u8>; Ret
          NUMBER_OF_TYPE_ARGUMENTS_MISMATCH ! fun f() ! CallGeneric g<u8, u8>; Ret
          NUMBER_OF_TYPE_ARGUMENTS_MISMATCH ! fun f(): Box<u8> ! LdU8 1; PackGeneric Box<u8, u8>; Ret
          INVALID_SIGNATURE_TOKEN ! fun f(&u8) ! MoveLoc 0; PackGeneric Box<&u8>; Pop; Ret
          CONSTRAINT_NOT_SATISFIED ! fun f(N): GK<N> ! MoveLoc 0; PackGeneric GK<N>; Ret
          CONSTRAINT_NOT_SATISFIED ! fun f(address): bool ! MoveLoc 0; ExistsGeneric Box<u8>; Ret
          INVALID_SIGNATURE_TOKEN ! fun f(): vector<u8> ! VecPack &u8 0; Ret
          CONSTRAINT_NOT_SATISFIED ! fun f() ! VecPack GK<N> 0; Pop; Ret
          GENERIC_MEMBER_OPCODE_MISMATCH ! fun f() ! Call g; Ret
          GENERIC_MEMBER_OPCODE_MISMATCH ! fun f(): Box<u8> ! LdU8 1; Pack Box; Ret
          NUMBER_OF_TYPE_ARGUMENTS_MISMATCH ! fun f(): D ! LdU64 1; LdU64 1; PackGeneric D<u8>; Ret
          GENERIC_MEMBER_OPCODE_MISMATCH ! fun f(&Box<u8>): &u8 ! MoveLoc 0; ImmBorrowField Box.v; Ret
          GENERIC_MEMBER_OPCODE_MISMATCH ! fun f(address) acquires GK ! MoveLoc 0; ImmBorrowGlobal GK; Pop; Ret
          GENERIC_MEMBER_OPCODE_MISMATCH ! fun f(&G<u8>): bool ! MoveLoc 0; TestVariant G::A; Ret
          GENERIC_MEMBER_OPCODE_MISMATCH ! fun f(&G<u8>): &u8 ! MoveLoc 0; ImmBorrowVariantField G::A.x; Ret
          CONSTRAINT_NOT_SATISFIED ! fun f() ! VecPack u8 65536; Pop; Ret
          NEGATIVE_STACK_SIZE_WITHIN_BLOCK ! fun f() ! VecPack u8 65535; Pop; Ret
          CONSTRAINT_NOT_SATISFIED ! fun f(vector<u8>) ! MoveLoc 0; VecUnpack u8 18446744073709551615; Ret
          """)
  void judgesInstantiations(String verdict, String declaration, String code) {
    assertThat(
            Verdicts.verdict(
                Verdicts.structs()
                    .function("fun g<T: copy>()", "", "Ret")
                    .function(declaration, "", code)
                    .build()))
        .isEqualTo(verdict);
  }

  @Test
  void refusesVectorInstructionsWithoutElementType() {
    ModuleBuilder builder = ModuleBuilder.module("0x42::m");
    int none = builder.signature(List.of());
    builder.function("fun f()", "", "VecPack #" + none + " 0; Pop; Ret");
    assertThat(Verdicts.verdict(builder.build())).isEqualTo("NUMBER_OF_TYPE_ARGUMENTS_MISMATCH");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          FIELD_MISSING_TYPE_ABILITY ! S has copy { n: N }
          FIELD_MISSING_TYPE_ABILITY ! S has drop { n: vector<N> }
          FIELD_MISSING_TYPE_ABILITY ! S has key { n: N }
          ACCEPT ! S { n: N }
          ACCEPT ! S<T> has copy { v: T }
          FIELD_MISSING_TYPE_ABILITY ! S has store { v: signer }
          INVALID_SIGNATURE_TOKEN ! S { v: &u8 }
          CONSTRAINT_NOT_SATISFIED ! S<T> { v: GK<T> }
          ACCEPT ! S<T: store> { v: GK<T> }
          INVALID_PHANTOM_TYPE_PARAM_POSITION ! S<phantom T> { v: T }
          INVALID_PHANTOM_TYPE_PARAM_POSITION ! S<phantom T> { v: vector<T> }
          INVALID_PHANTOM_TYPE_PARAM_POSITION ! S<phantom T> { v: Box<T> }
          ACCEPT ! S<phantom T> { v: Ghost<T> }
          RECURSIVE_STRUCT_DEFINITION ! S { v: S }
          RECURSIVE_STRUCT_DEFINITION ! S { v: vector<S> }
          RECURSIVE_STRUCT_DEFINITION ! S { v: Box<S> }
          """)
  void judgesFields(String verdict, String declaration) {
    assertThat(
            Verdicts.verdict(
                Verdicts.structs()
                    .struct("Ghost<phantom T> has store { v: u8 }")
                    .struct(declaration)
                    .build()))
        .isEqualTo(verdict);
  }

  @Test
  void refusesRecursionThroughSeveralTypes() {
    assertThat(enumeration("E { A { v: vector<E> } }")).isEqualTo("RECURSIVE_STRUCT_DEFINITION");
    ModuleBuilder builder =
        ModuleBuilder.module("0x42::m")
            .struct("A { v: u8 }")
            .struct("B { v: A }")
            .struct("C { v: B }");
    assertThat(Verdicts.verdict(builder.build())).isEqualTo(Verdicts.ACCEPT);
    builder.structs.set(
        0, new StructDefinition(builder.structs.get(0).handle(), builder.structs.get(2).layout()));
    assertThat(Verdicts.verdict(builder.build())).isEqualTo("RECURSIVE_STRUCT_DEFINITION");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          ACCEPT ! CallGeneric g<T>; Ret ! CallGeneric f<T>; Ret
          LOOP_IN_INSTANTIATION_GRAPH ! CallGeneric f<Box<T>>; Ret ! Ret
          LOOP_IN_INSTANTIATION_GRAPH ! CallGeneric g<vector<T>>; Ret ! CallGeneric f<T>; Ret
          ACCEPT ! CallGeneric g<vector<T>>; Ret ! Ret
          ACCEPT ! CallGeneric g<vector<u8>>; Ret ! CallGeneric f<Box<u8>>; Ret
          ACCEPT ! CallGeneric g<T>; CallGeneric g<Box<T>>; Ret ! Ret
          """)
  void judgesInstantiationLoops(String verdict, String f, String g) {
    assertThat(
            Verdicts.verdict(
                Verdicts.structs()
                    .function("fun f<T>()", "", f)
                    .function("fun g<T>()", "", g)
                    .build()))
        .isEqualTo(verdict);
  }

  @Test
  void keepsTypeParametersApartInInstantiationLoops() {
    ModuleBuilder builder =
        Verdicts.structs()
            .function("fun f<A, B>()", "", "CallGeneric f<B, B>; CallGeneric g<Box<A>, B>; Ret")
            .function("fun g<A, B>()", "", "CallGeneric f<u8, B>; Ret");
    assertThat(Verdicts.verdict(builder.build())).isEqualTo(Verdicts.ACCEPT);
  }

  @ParameterizedTest
  @CsvSource({
    "ACCEPT, u8, 07",
    "MALFORMED_CONSTANT_DATA, u8, 0707",
    "MALFORMED_CONSTANT_DATA, u64, 00000000000000",
    "ACCEPT, u16, 0000",
    "ACCEPT, u32, 00000000",
    "ACCEPT, u64, 0000000000000000",
    "ACCEPT, u128, 00000000000000000000000000000000",
    "ACCEPT, u256, 0000000000000000000000000000000000000000000000000000000000000000",
    "ACCEPT, address, 0000000000000000000000000000000000000000000000000000000000000001",
    "MALFORMED_CONSTANT_DATA, address, 00000000000000000000000000000001",
    "ACCEPT, bool, 01",
    "MALFORMED_CONSTANT_DATA, bool, 02",
    "ACCEPT, vector<u8>, 020102",
    "MALFORMED_CONSTANT_DATA, vector<u8>, 0201",
    "MALFORMED_CONSTANT_DATA, vector<u8>, 020102ff",
    "MALFORMED_CONSTANT_DATA, vector<u8>, 8000",
    "MALFORMED_CONSTANT_DATA, vector<u8>, 80",
    "MALFORMED_CONSTANT_DATA, vector<u8>, ffffffff0f",
    "MALFORMED_CONSTANT_DATA, vector<u8>, ffffffffff01",
    "ACCEPT, vector<vector<bool>>, 0201010100",
    "MALFORMED_CONSTANT_DATA, vector<vector<bool>>, 0201010102",
    "INVALID_CONSTANT_TYPE, signer, 0000000000000000000000000000000000000000000000000000000000000001",
    "INVALID_CONSTANT_TYPE, vector<signer>, 00",
    "INVALID_CONSTANT_TYPE, D, 00",
    "INVALID_CONSTANT_TYPE, Box<u8>, 00",
    "INVALID_CONSTANT_TYPE, &u8, 00"
  })
  void judgesConstants(String verdict, String type, String bytes) {
    ModuleBuilder builder = Verdicts.structs();
    builder.constant(type, bytes);
    assertThat(Verdicts.verdict(builder.build())).isEqualTo(verdict);
  }

  @Test
  void judgesFriends() {
    assertThat(friend("0x42::other")).isEqualTo(Verdicts.ACCEPT);
    assertThat(friend("0x42::m")).isEqualTo("INVALID_FRIEND_DECL_WITH_SELF");
    assertThat(friend("0x43::other"))
        .isEqualTo("INVALID_FRIEND_DECL_WITH_MODULES_OUTSIDE_ACCOUNT_ADDRESS");
  }

  private static String friend(String id) {
    return Verdicts.verdict(ModuleBuilder.module("0x42::m").friend(id).build());
  }

  @Test
  void refusesMoreTypeParametersThanTheReferenceVerifierHandles() {
    for (int index : new int[] {255, 256}) {
      ModuleBuilder builder = ModuleBuilder.module("0x42::m");
      builder.signatures.add(new Signature(List.of(new SignatureToken.TypeParameter(index))));
      assertThat(Verdicts.verdict(builder.build()))
          .isEqualTo(index < 256 ? Verdicts.ACCEPT : "UNKNOWN_INVARIANT_VIOLATION_ERROR");
    }
  }

  @Test
  void keepsLimits() {
    VerifierLimits limits = VerifierLimits.PRODUCTION;
    assertLimit(
        limits.typeParameters(),
        "TOO_MANY_TYPE_PARAMETERS",
        (b, n) -> b.nativeFunction("fun f<" + names(n) + ">()"));
    assertLimit(
        limits.typeParameters(),
        "TOO_MANY_TYPE_PARAMETERS",
        (b, n) -> b.struct("S<" + names(n) + "> { v: u8 }"));
    assertLimit(
        limits.parameters(),
        "TOO_MANY_PARAMETERS",
        (b, n) -> b.nativeFunction("fun f(" + repeat("u8", n) + ")"));
    assertLimit(
        limits.typeNodes(),
        "TOO_MANY_TYPE_NODES",
        (b, n) ->
            b.nativeFunction("fun f(" + "vector<".repeat(n - 1) + "u8" + ">".repeat(n - 1) + ")"));
    assertLimit(
        limits.typeNodes() / 4,
        "TOO_MANY_TYPE_NODES",
        (b, n) ->
            b.struct("B<T> { v: T }")
                .nativeFunction("fun f<T>(" + "B<".repeat(n - 1) + "T" + ">".repeat(n - 1) + ")"));
    assertLimit(
        limits.typeNodes(),
        "TOO_MANY_TYPE_NODES",
        (b, n) -> b.struct("S { v: " + "vector<".repeat(n - 1) + "u8" + ">".repeat(n - 1) + "}"));
    assertLimit(
        limits.functions(),
        "MAX_FUNCTION_DEFINITIONS_REACHED",
        (b, n) -> numbered(n, i -> b.nativeFunction("fun f" + i + "()")));
    assertLimit(
        limits.structs(),
        "MAX_STRUCT_DEFINITIONS_REACHED",
        (b, n) -> numbered(n, i -> b.struct("S" + i + " { v: u8 }")));
    assertLimit(
        limits.fields(),
        "MAX_FIELD_DEFINITIONS_REACHED",
        (b, n) -> b.struct("S { " + fields(n) + "}"));
    assertLimit(
        limits.fields(),
        "MAX_FIELD_DEFINITIONS_REACHED",
        (b, n) -> b.enumeration("E { A { } B { " + fields(n) + "} }"));
    assertLimit(
        limits.variants(),
        "MAX_STRUCT_VARIANTS_REACHED",
        (b, n) -> {
          StringBuilder variants = new StringBuilder();
          numbered(n, i -> variants.append("V").append(i).append(" { } "));
          b.enumeration("E { " + variants + "}");
        });
  }

  private interface Size {
    void make(ModuleBuilder builder, int size);
  }

  private static void assertLimit(int limit, String status, Size size) {
    for (int n : new int[] {limit, limit + 1}) {
      ModuleBuilder builder = ModuleBuilder.module("0x42::m").version(7);
      size.make(builder, n);
      assertThat(Verdicts.verdict(builder.build()))
          .as("%s with %d", status, n)
          .isEqualTo(n == limit ? Verdicts.ACCEPT : status);
    }
  }

  private static void numbered(int count, IntConsumer action) {
    for (int i = 0; i < count; i++) {
      action.accept(i);
    }
  }

  private static String names(int count) {
    StringBuilder names = new StringBuilder("T0");
    for (int i = 1; i < count; i++) {
      names.append(", T").append(i);
    }
    return names.toString();
  }

  private static String fields(int count) {
    StringBuilder fields = new StringBuilder();
    numbered(count, i -> fields.append("f").append(i).append(": u8, "));
    return fields.toString();
  }

  private static String repeat(String type, int count) {
    return String.join(", ", Collections.nCopies(count, type));
  }

  private static String struct(String declaration) {
    return Verdicts.verdict(Verdicts.structs().struct(declaration).build());
  }

  private static String enumeration(String declaration) {
    return Verdicts.verdict(
        ModuleBuilder.module("0x42::m").version(7).enumeration(declaration).build());
  }
}
