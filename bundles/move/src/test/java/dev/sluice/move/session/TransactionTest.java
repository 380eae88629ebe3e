/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.move.ModuleId;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.Serializer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entry functions and scripts, called by the rules for transactions. */
class TransactionTest {
  private static final ModuleId M = new ModuleId(AccountAddress.of(0x42), "m");
  private static final AccountAddress A = AccountAddress.of(0xa);
  private static final AccountAddress B = AccountAddress.of(0xb);

  private static CompiledModule module() {
    return ModuleBuilder.module("0x42::m")
        .importStruct("0x1::string::String has copy, drop, store")
        .importStruct("0x1::option::Option<T> has copy, drop, store")
        .importStruct("0x1::object::Object<phantom T> has copy, drop, store")
        .struct("K has key { x: u64 }")
        .struct("D has copy, drop, store { x: u64 }")
        .function("entry fun none()", "", "Ret")
        .function("public fun plain()", "", "Ret")
        .function(
            "entry fun signed(&signer, u64)", "", "MoveLoc 0; MoveLoc 1; Pack K; MoveTo K; Ret")
        .function(
            "entry fun two(signer, &signer, u64)",
            "",
            "ImmBorrowLoc 0; MoveLoc 2; Pack K; MoveTo K; MoveLoc 1; LdU64 2; Pack K; MoveTo K; Ret")
        .function(
            "entry fun all(bool, u8, u16, u32, u64, u128, u256, address, vector<vector<u8>>)",
            "",
            "Ret")
        .function(
            "entry fun texts(0x1::string::String, 0x1::option::Option<u64>, vector<0x1::string::String>)",
            "",
            "Ret")
        .function("entry fun object(0x1::object::Object<K>)", "", "Ret")
        .function("entry fun objects(vector<0x1::object::Object<K>>)", "", "Ret")
        .function("entry fun data(D)", "", "Ret")
        .function("entry fun late(u64, signer)", "", "Ret")
        .function("entry fun inner(vector<signer>)", "", "Ret")
        .function("entry fun generic<T: copy>(u64)", "", "Ret")
        .function("fun refs(&u64, &mut vector<u8>, &K): &u64", "", "MoveLoc 0; Ret")
        .build();
  }

  /** What stands in for objects: those at 0xa exist. */
  private static CompiledModule objects() {
    ModuleBuilder module = ModuleBuilder.module("0x1::object");
    module.constant("address", "00".repeat(31) + "0a");
    return module
        .struct("Object<phantom T> has copy, drop, store { inner: address }")
        .function(
            "public fun address_to_object<T: key>(address): Object<T>",
            "",
            "CopyLoc 0; LdConst 0; Eq; BrTrue b; LdU64 0x60002; Abort; b:; MoveLoc 0;"
                + "PackGeneric Object<T>; Ret")
        .build();
  }

  private final TestVm vm = TestVm.of(module(), objects());

  private CallResult entry(String function, List<AccountAddress> signers, Bytes... arguments) {
    return vm.session()
        .call(Call.entry(M, function).withSigners(signers).withArguments(List.of(arguments)));
  }

  private static Bytes bcs(String type, Object value) {
    return TestVm.bcs(TypeTag.parse(type), value);
  }

  @Test
  void callsEntryFunctionsOnly() {
    gives(entry("none", List.of()));
    fails(
        entry("plain", List.of()), StatusCode.EXECUTE_ENTRY_FUNCTION_CALLED_ON_NON_ENTRY_FUNCTION);
    fails(entry("nothing", List.of()), StatusCode.FUNCTION_RESOLUTION_FAILURE);
    fails(vm.session().call(Call.entry(new ModuleId(A, "m"), "f")), StatusCode.LINKER_ERROR);
  }

  @Test
  void takesSignersFromTransaction() {
    gives(entry("signed", List.of(A), bcs("u64", 1)));
    gives(entry("two", List.of(AccountAddress.of(1), AccountAddress.of(2)), bcs("u64", 1)));
    fails(
        entry("signed", List.of(), bcs("u64", 1)), StatusCode.NUMBER_OF_SIGNER_ARGUMENTS_MISMATCH);
    fails(
        entry("signed", List.of(A, B), bcs("u64", 1)),
        StatusCode.NUMBER_OF_SIGNER_ARGUMENTS_MISMATCH);
    // A function that asks for none does not care who signed.
    gives(entry("none", List.of(A, B)));
    fails(
        entry("signed", List.of(A), bcs("address", "0xa"), bcs("u64", 1)),
        StatusCode.NUMBER_OF_ARGUMENTS_MISMATCH);
    fails(entry("signed", List.of(A)), StatusCode.NUMBER_OF_ARGUMENTS_MISMATCH);
  }

  @Test
  void decodesArguments() {
    Bytes[] right = {
      bcs("bool", true),
      bcs("u8", 1),
      bcs("u16", 1),
      bcs("u32", 1),
      bcs("u64", 1),
      bcs("u128", 1),
      bcs("u256", 1),
      bcs("address", "0x1"),
      bcs("vector<vector<u8>>", List.of(List.of(1), List.of()))
    };
    gives(entry("all", List.of(), right));
    for (int i = 0; i < right.length; i++) {
      for (String wrong : List.of("", right[i].toHex() + "00", "02")) {
        Bytes[] arguments = right.clone();
        arguments[i] = Bytes.fromHex(wrong);
        if (!(i == 1 && wrong.equals("02"))) {
          fails(entry("all", List.of(), arguments), StatusCode.FAILED_TO_DESERIALIZE_ARGUMENT);
        }
      }
    }
    // A length that is not there, and one that is not written the shortest way.
    right[8] = Bytes.fromHex("ffffffff07");
    fails(entry("all", List.of(), right), StatusCode.FAILED_TO_DESERIALIZE_ARGUMENT);
    right[8] = Bytes.fromHex("8000");
    fails(entry("all", List.of(), right), StatusCode.FAILED_TO_DESERIALIZE_ARGUMENT);
  }

  @Test
  void checksText() {
    Bytes text = Bytes.fromHex("03e282ac");
    Bytes broken = Bytes.fromHex("02e282");
    Bytes some = Bytes.fromHex("010500000000000000");
    gives(entry("texts", List.of(), text, some, Bytes.fromHex("0103e282ac")));
    gives(entry("texts", List.of(), text, Bytes.fromHex("00"), Bytes.fromHex("00")));
    fails(
        entry("texts", List.of(), broken, some, Bytes.fromHex("00")),
        StatusCode.FAILED_TO_DESERIALIZE_ARGUMENT);
    fails(
        entry("texts", List.of(), text, some, Bytes.fromHex("0102e282")),
        StatusCode.FAILED_TO_DESERIALIZE_ARGUMENT);
  }

  @Test
  void requiresObjectsToExist() {
    gives(entry("object", List.of(), bcs("address", "0xa")));
    var failure =
        fails(entry("object", List.of(), bcs("address", "0xb")), StatusCode.ABORTED, 0x60002);
    org.assertj.core.api.Assertions.assertThat(Results.module(failure)).isEqualTo("0x1::object");
    gives(entry("objects", List.of(), bcs("vector<address>", List.of("0xa", "0xa"))));
    fails(
        entry("objects", List.of(), bcs("vector<address>", List.of("0xa", "0xb"))),
        StatusCode.ABORTED);
  }

  @Test
  void refusesTypesThatCannotBePassed() {
    fails(
        entry("data", List.of(), bcs("u64", 1)), StatusCode.INVALID_PARAM_TYPE_FOR_DESERIALIZATION);
    fails(
        entry("late", List.of(A), bcs("u64", 1), bcs("address", "0xa")),
        StatusCode.INVALID_PARAM_TYPE_FOR_DESERIALIZATION);
    fails(
        entry("inner", List.of(), bcs("vector<address>", List.of("0xa"))),
        StatusCode.INVALID_PARAM_TYPE_FOR_DESERIALIZATION);
  }

  @Test
  void checksTypeArguments() {
    Call generic = Call.entry(M, "generic").withArguments(List.of(bcs("u64", 1)));
    gives(vm.session().call(generic.withTypeArguments(List.of(TypeTag.parse("0x42::m::D")))));
    fails(vm.session().call(generic), StatusCode.NUMBER_OF_TYPE_ARGUMENTS_MISMATCH);
    fails(
        vm.session().call(generic.withTypeArguments(List.of(TypeTag.parse("0x42::m::K")))),
        StatusCode.CONSTRAINT_NOT_SATISFIED);
    fails(
        vm.session().call(generic.withTypeArguments(List.of(TypeTag.parse("0x42::m::X")))),
        StatusCode.TYPE_RESOLUTION_FAILURE);
    fails(
        vm.session().call(generic.withTypeArguments(List.of(TypeTag.parse("0x43::m::X")))),
        StatusCode.LINKER_ERROR);
    fails(
        vm.session().call(generic.withTypeArguments(List.of(TypeTag.parse("0x42::m::D<u8>")))),
        StatusCode.NUMBER_OF_TYPE_ARGUMENTS_MISMATCH);
  }

  @Test
  void hostsPassReferencesAndStructs() {
    gives(vm.run("0x42::m::refs", 5, List.of(1), bcs("u64", 1)), 5);
    gives(vm.run("0x42::m::data", bcs("u64", 1)));
  }

  @Test
  void runsScripts() {
    ModuleBuilder tables = ModuleBuilder.script().importFunction("0x42::m::plain()");
    Bytes script =
        Bytes.of(
            Serializer.write(
                tables.buildScript(
                    "<T: copy>(&signer, u64)",
                    "",
                    "MoveLoc 1; LdU64 7; Eq; BrTrue b; LdU64 9; Abort; b:; Call 0x42::m::plain; Ret")));
    Call call =
        Call.script(script)
            .withTypeArguments(List.of(TypeTag.parse("u8")))
            .withSigners(List.of(A))
            .withArguments(List.of(bcs("u64", 7)));
    gives(vm.session().call(call));
    var failure =
        fails(vm.session().call(call.withArguments(List.of(bcs("u64", 8)))), StatusCode.ABORTED, 9);
    org.assertj.core.api.Assertions.assertThat(Results.module(failure)).isEqualTo("none");
    fails(
        vm.session().call(call.withTypeArguments(List.of())),
        StatusCode.NUMBER_OF_TYPE_ARGUMENTS_MISMATCH);
    fails(
        vm.session().call(call.withTypeArguments(List.of(TypeTag.parse("0x42::m::K")))),
        StatusCode.CONSTRAINT_NOT_SATISFIED);
    fails(
        vm.session().call(call.withTypeArguments(List.of(TypeTag.parse("vector<signer>")))),
        StatusCode.CONSTRAINT_NOT_SATISFIED);
    fails(
        vm.session().call(call.withSigners(List.of())),
        StatusCode.NUMBER_OF_SIGNER_ARGUMENTS_MISMATCH);
    fails(vm.session().call(Call.script(Bytes.fromHex("00"))), StatusCode.BAD_MAGIC);
    Bytes unsafe =
        Bytes.of(Serializer.write(ModuleBuilder.script().buildScript("(u64)", "", "Pop; Ret")));
    fails(vm.session().call(Call.script(unsafe)), StatusCode.NEGATIVE_STACK_SIZE_WITHIN_BLOCK);
    Bytes unlinked =
        Bytes.of(
            Serializer.write(
                ModuleBuilder.script()
                    .importFunction("0x42::m::absent()")
                    .buildScript("()", "", "Call 0x42::m::absent; Ret")));
    fails(vm.session().call(Call.script(unlinked)), StatusCode.LOOKUP_FAILED);
  }
}
