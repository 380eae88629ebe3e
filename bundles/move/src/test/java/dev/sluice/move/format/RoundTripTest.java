/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Hex;
import dev.sluice.move.build.ModuleBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  private static final Deserializer READER = new Deserializer();

  /** {@code 0x42::c} in bytecode 6: a struct with key and two functions. */
  private static final String COUNTER =
      "a11ceb0b060000000901000202020403060a05100c071c180834200a54050c593d0d9601020000000108000002"
          + "00010000030203000105010301060c0001070800016307436f756e74657203696e6307696e69745f697401"
          + "760000000000000000000000000000000000000000000000000000000000000042000201030400010001"
          + "00040f0b002a000c010a01100014060100000000000000160a010f00150b01100014020101000003050b00"
          + "06000000000000000012002d0002000000";

  static List<Path> modules() {
    return Vectors.modules();
  }

  @ParameterizedTest
  @MethodSource("modules")
  void compiledModulesComeBackEqual(Path file) {
    CompiledModule module = READER.module(Vectors.bytes(file));
    byte[] written = Serializer.write(module);
    assertThat(READER.module(written)).isEqualTo(module);
    assertThat(written).isEqualTo(Vectors.bytes(file));
  }

  @Test
  void decodesCounterAsDocumented() {
    CompiledModule module = READER.module(Hex.decode(COUNTER));
    assertThat(module.version()).isEqualTo(6);
    assertThat(module.id()).hasToString("0x42::c");
    assertThat(module.functions()).extracting(module::name).containsExactly("inc", "init_it");
    FunctionDefinition inc = module.functions().get(0);
    assertThat(inc.acquires()).containsExactly(0);
    Code code = inc.code().orElseThrow().code();
    assertThat(IntStream.range(0, code.length()).mapToObj(i -> code.opcode(i).mnemonic()))
        .containsExactly(
            "MoveLoc",
            "MutBorrowGlobal",
            "StLoc",
            "CopyLoc",
            "ImmBorrowField",
            "ReadRef",
            "LdU64",
            "Add",
            "CopyLoc",
            "MutBorrowField",
            "WriteRef",
            "MoveLoc",
            "ImmBorrowField",
            "ReadRef",
            "Ret");
    assertThat(code.u64(6)).isEqualTo(1);
    assertThat(Hex.encode(Serializer.write(module))).isEqualTo(COUNTER);
  }

  private static ModuleBuilder everything(int version) {
    ModuleBuilder builder =
        ModuleBuilder.module("0x42::m")
            .version(version)
            .importStruct("0x1::string::String has copy, drop, store")
            .importFunction("0x1::vector::length<T>(&vector<T>): u64")
            .friend("0x42::friend")
            .struct("Box<T: copy + store, phantom U> has key, store { v: T, n: vector<u128> }")
            .nativeStruct("Native has store")
            .nativeFunction("public fun hash(vector<u8>): vector<u8>")
            .function(
                "public(friend) entry fun f<T: copy + store>(&signer, &mut Box<T, bool>): u64"
                    + " acquires Box",
                "u64, address, 0x1::string::String",
                """
                LdU8 255; Pop
                LdU64 0xffffffffffffffff; Pop
                LdU128 0xffffffffffffffffffffffffffffffff; Pop
                start:
                LdTrue
                BrFalse start
                VecPack u64 3; VecUnpack u64 0
                MoveLoc 1; MutBorrowFieldGeneric Box<T, bool>.v
                CallGeneric 0x1::vector::length<T>
                LdConst 0
                ExistsGeneric Box<u8, bool>
                Ret
                """);
    builder.constant("vector<u8>", "03010203");
    return builder;
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 7})
  void allVersionsComeBackEqual(int version) {
    CompiledModule module = everything(version).build();
    assertThat(READER.module(Serializer.write(module))).isEqualTo(module);
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void wideIntegersComeBackEqual(int version) {
    CompiledModule module =
        everything(version)
            .function(
                "fun wide(u16, u32, u256)",
                "",
                "LdU16 65535; LdU32 0xffffffff; LdU256 0x"
                    + "f".repeat(64)
                    + "; CastU16; CastU32; CastU256; Ret")
            .build();
    assertThat(READER.module(Serializer.write(module))).isEqualTo(module);
  }

  @Test
  void enumsAndAccessSpecifiersComeBackEqual() {
    ModuleBuilder builder =
        everything(7)
            .enumeration("Shape<T> has drop { Circle { r: u64 } Both { r: u64, t: T } None {} }")
            .function(
                "fun g(&Shape<u8>)",
                "",
                "ImmBorrowVariantField Shape::Circle|Both.r;"
                    + "MutBorrowVariantFieldGeneric Shape<u8>::Both.t;"
                    + "PackVariant Shape::None; UnpackVariantGeneric Shape<bool>::Circle;"
                    + "TestVariant Shape::Circle; Ret");
    builder.resolve();
    FunctionHandle plain = builder.functionHandles.get(0);
    builder.functionHandles.set(
        0,
        new FunctionHandle(
            plain.module(),
            plain.name(),
            plain.parameters(),
            plain.returns(),
            plain.typeParameters(),
            Optional.of(specifiers())));
    CompiledModule module = builder.build();
    assertThat(READER.module(Serializer.write(module))).isEqualTo(module);
  }

  private static List<AccessSpecifier> specifiers() {
    List<AccessSpecifier.Address> addresses =
        List.of(
            new AccessSpecifier.AnyAddress(),
            new AccessSpecifier.Literal(0),
            new AccessSpecifier.Parameter(1, OptionalInt.empty()),
            new AccessSpecifier.Parameter(1, OptionalInt.of(0)));
    List<AccessSpecifier.Resource> resources =
        List.of(
            new AccessSpecifier.AnyResource(),
            new AccessSpecifier.DeclaredAtAddress(1),
            new AccessSpecifier.DeclaredInModule(0),
            new AccessSpecifier.ResourceType(2),
            new AccessSpecifier.ResourceInstantiation(2, 1));
    return Stream.of(AccessSpecifier.Kind.values())
        .flatMap(
            kind ->
                resources.stream()
                    .flatMap(
                        resource ->
                            addresses.stream()
                                .map(
                                    address ->
                                        new AccessSpecifier(
                                            kind,
                                            address instanceof AccessSpecifier.Literal,
                                            resource,
                                            address))))
        .toList();
  }

  @Test
  void scriptsComeBackEqual() {
    CompiledScript script =
        ModuleBuilder.script()
            .importFunction("0x42::m::f<T>(u64)")
            .buildScript(
                "<T: store, U>(signer, u64)", "bool", "MoveLoc 1; CallGeneric 0x42::m::f<T>; Ret");
    assertThat(READER.script(Serializer.write(script))).isEqualTo(script);
  }

  @Test
  void readsShortAddresses() {
    ModuleBuilder builder = ModuleBuilder.module("0x42::m");
    builder.addresses.set(0, AccountAddress.of(0x42, AccountAddress.SHORT_LENGTH));
    CompiledModule module = builder.build();
    Deserializer reader =
        new Deserializer(AccountAddress.SHORT_LENGTH, Limits.LEGACY_IDENTIFIER_BYTES);
    assertThat(reader.module(Serializer.write(module))).isEqualTo(module);
    assertThat(module.id()).hasToString("0x42::m");
  }
}
