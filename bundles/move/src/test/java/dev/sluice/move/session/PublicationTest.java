/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.move.ModuleId;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet.ModuleChange;
import dev.sluice.move.state.StateView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublicationTest {
  private static final int ARBITRARY = 0;
  private static final int COMPATIBLE = 1;

  private static CompiledModule code() {
    return ModuleBuilder.module("0x1::code")
        .importStruct("0x1::string::String has copy, drop, store")
        .struct("AllowedDep has drop { account: address, module_name: 0x1::string::String }")
        .nativeFunction(
            "fun request_publish(address, vector<0x1::string::String>, vector<vector<u8>>, u8)")
        .nativeFunction(
            "fun request_publish_with_allowed_deps(address, vector<0x1::string::String>,"
                + " vector<AllowedDep>, vector<vector<u8>>, u8)")
        .function(
            "public fun publish(address, vector<0x1::string::String>, vector<vector<u8>>, u8)",
            "",
            "MoveLoc 0; MoveLoc 1; MoveLoc 2; MoveLoc 3; Call request_publish; Ret")
        .function(
            "public fun publish_with(address, vector<0x1::string::String>, vector<AllowedDep>,"
                + " vector<vector<u8>>, u8)",
            "",
            "MoveLoc 0; MoveLoc 1; MoveLoc 2; MoveLoc 3; MoveLoc 4;"
                + "Call request_publish_with_allowed_deps; Ret")
        .function(
            "public fun twice(address, vector<0x1::string::String>, vector<vector<u8>>, u8)",
            "",
            "CopyLoc 0; CopyLoc 1; CopyLoc 2; CopyLoc 3; Call request_publish;"
                + "MoveLoc 0; MoveLoc 1; MoveLoc 2; MoveLoc 3; Call request_publish; Ret")
        .build();
  }

  private TestVm vm = TestVm.of(code());

  @BeforeEach
  void open() {
    vm = TestVm.of(code());
    vm.open(StateView.empty());
  }

  private static Bytes names(String... names) {
    BcsWriter out = new BcsWriter();
    out.list(Arrays.asList(names), BcsWriter::string);
    return out.toBytes();
  }

  private static Bytes bundle(List<Bytes> codes) {
    BcsWriter out = new BcsWriter();
    out.list(codes, BcsWriter::bytes);
    return out.toBytes();
  }

  private CallResult publish(int policy, CompiledModule... modules) {
    List<String> names = new ArrayList<>();
    List<Bytes> codes = new ArrayList<>();
    for (CompiledModule module : modules) {
      names.add(module.id().name());
      codes.add(TestVm.code(module));
    }
    return vm.session()
        .call(
            vm.call(
                "0x1::code::publish",
                "0x42",
                names(names.toArray(String[]::new)),
                bundle(codes),
                policy));
  }

  private static ModuleBuilder module(long value) {
    return ModuleBuilder.module("0x42::m")
        .function("public fun value(): u64", "", "LdU64 " + value + "; Ret");
  }

  private static final ModuleId M = new ModuleId(AccountAddress.of(0x42), "m");

  private CallResult value() {
    return vm.session().call(Call.function(M, "value"));
  }

  @Test
  void publishesForTheCallsThatFollow() {
    fails(value(), StatusCode.LINKER_ERROR);
    CallResult result = publish(COMPATIBLE, module(1).build());
    gives(result);
    assertThat(result.changes().modules())
        .containsExactly(new ModuleChange(M, new Change.New(TestVm.code(module(1).build()))));
    gives(value(), 1);
    gives(publish(COMPATIBLE, module(2).build()));
    gives(value(), 2);
    assertThat(vm.session().changes().modules())
        .containsExactly(new ModuleChange(M, new Change.New(TestVm.code(module(2).build()))));
    vm.session().commit();
    gives(publish(COMPATIBLE, module(3).build()));
    gives(value(), 3);
    vm.session().rollback();
    gives(value(), 2);
    // The modules of the session were those of the machine only at its start.
    assertThat(vm.modules().code(M)).isEmpty();
    assertThat(vm.session().modules().code(M)).isPresent();
  }

  @Test
  void callersSeeTheNewVersion() {
    CompiledModule user =
        ModuleBuilder.module("0x42::user")
            .importFunction("0x42::m::value(): u64")
            .function("public fun get(): u64", "", "Call 0x42::m::value; Ret")
            .build();
    gives(publish(COMPATIBLE, user, module(1).build()));
    Call get = Call.function(user.id(), "get");
    gives(vm.session().call(get), 1);
    gives(publish(COMPATIBLE, module(2).build()));
    gives(vm.session().call(get), 2);
  }

  @Test
  void runsInitializersOnce() {
    ModuleBuilder module =
        module(1)
            .struct("K has key { x: u64 }")
            .function("fun init_module(&signer)", "", "MoveLoc 0; LdU64 5; Pack K; MoveTo K; Ret")
            .function("public fun has(address): bool", "", "MoveLoc 0; Exists K; Ret");
    CallResult result = publish(COMPATIBLE, module.build());
    gives(result);
    assertThat(result.changes().resources())
        .extracting(c -> c.address() + " " + c.type())
        .containsExactly("0x42 0x42::m::K");
    // Not for an upgrade, where it would fail.
    gives(publish(COMPATIBLE, module.function("public fun more()", "", "Ret").build()));
  }

  @Test
  void aFailingInitializerPublishesNothing() {
    CompiledModule module =
        module(1).function("fun init_module(&signer)", "", "LdU64 8; Abort").build();
    var failure = fails(publish(COMPATIBLE, module), StatusCode.ABORTED, 8);
    assertThat(Results.module(failure)).isEqualTo("0x42::m");
    fails(value(), StatusCode.LINKER_ERROR);
    assertThat(vm.session().changes().isEmpty()).isTrue();
  }

  @Test
  void refusesUpgradesThatBreakPromises() {
    gives(publish(COMPATIBLE, module(1).build()));
    CompiledModule without =
        ModuleBuilder.module("0x42::m").function("public fun other()", "", "Ret").build();
    fails(publish(COMPATIBLE, without), StatusCode.BACKWARD_INCOMPATIBLE_MODULE_UPDATE);
    gives(value(), 1);
    gives(publish(ARBITRARY, without));
    fails(value(), StatusCode.FUNCTION_RESOLUTION_FAILURE);
  }

  @Test
  void refusesModulesThatCannotRun() {
    fails(
        publish(COMPATIBLE, module(1).function("fun f()", "", "Pop; Ret").build()),
        StatusCode.NEGATIVE_STACK_SIZE_WITHIN_BLOCK);
    fails(
        publish(
            COMPATIBLE,
            module(1)
                .importFunction("0x42::n::absent()")
                .function("fun f()", "", "Call 0x42::n::absent; Ret")
                .build()),
        StatusCode.MISSING_DEPENDENCY);
    fails(
        publish(COMPATIBLE, module(1).nativeFunction("fun unknown()").build()),
        StatusCode.MISSING_DEPENDENCY);
    fails(
        publish(COMPATIBLE, ModuleBuilder.module("0x43::m").function("fun f()", "", "Ret").build()),
        StatusCode.MODULE_ADDRESS_DOES_NOT_MATCH_SENDER);
    fails(
        publish(COMPATIBLE, module(1).build(), module(2).build()),
        StatusCode.DUPLICATE_MODULE_NAME);
    assertThat(vm.session().changes().isEmpty()).isTrue();
  }

  @Test
  void refusesCycles() {
    CompiledModule a =
        ModuleBuilder.module("0x42::a")
            .importFunction("0x42::b::f()")
            .function("public fun f()", "", "Call 0x42::b::f; Ret")
            .build();
    CompiledModule b =
        ModuleBuilder.module("0x42::b")
            .importFunction("0x42::a::f()")
            .function("public fun f()", "", "Call 0x42::a::f; Ret")
            .build();
    fails(publish(COMPATIBLE, a, b), StatusCode.CYCLIC_MODULE_DEPENDENCY);
  }

  @Test
  void requiresFriendsToExist() {
    CompiledModule a = ModuleBuilder.module("0x42::a").friend("0x42::b").build();
    CompiledModule b = ModuleBuilder.module("0x42::b").build();
    fails(publish(COMPATIBLE, a), StatusCode.LINKER_ERROR);
    gives(publish(COMPATIBLE, a, b));
    gives(publish(COMPATIBLE, a));
  }

  @Test
  void requiresTheAnnouncedModules() {
    Bytes codes = bundle(List.of(TestVm.code(module(1).build())));
    Call call = vm.call("0x1::code::publish", "0x42", names("n"), codes, 1);
    fails(vm.session().call(call), StatusCode.CONSTRAINT_NOT_SATISFIED);
  }

  @Test
  void requiresAllowedDependencies() {
    CompiledModule user =
        module(1)
            .importFunction("0x1::bcs::to_bytes<T>(&T): vector<u8>")
            .function(
                "fun f(&u64): vector<u8>",
                "",
                "MoveLoc 0; CallGeneric 0x1::bcs::to_bytes<u64>; Ret")
            .build();
    Bytes codes = bundle(List.of(TestVm.code(user)));
    for (String allowed : List.of("bcs", "", "hash")) {
      BcsWriter dependency = new BcsWriter();
      dependency.length(1).address(AccountAddress.of(1)).string(allowed);
      CallResult result =
          vm.session()
              .call(
                  vm.call(
                      "0x1::code::publish_with",
                      "0x42",
                      names("m"),
                      dependency.toBytes(),
                      codes,
                      1));
      if (allowed.equals("hash")) {
        fails(result, StatusCode.CONSTRAINT_NOT_SATISFIED);
      } else {
        gives(result);
      }
    }
  }

  @Test
  void publishesOncePerCall() {
    Bytes codes = bundle(List.of(TestVm.code(module(1).build())));
    fails(
        vm.session().call(vm.call("0x1::code::twice", "0x42", names("m"), codes, 1)),
        StatusCode.ABORTED,
        0x30000);
  }

  @Test
  void readsValuesByTheNewLayout() {
    ModuleBuilder old =
        ModuleBuilder.module("0x42::m")
            .struct("K has key { x: u64 }")
            .function("public fun put(&signer)", "", "MoveLoc 0; LdU64 5; Pack K; MoveTo K; Ret");
    ModuleBuilder changed =
        ModuleBuilder.module("0x42::m")
            .struct("K has key { x: u32, y: u32 }")
            .function(
                "public fun get(address): (u32, u32) acquires K",
                "",
                "CopyLoc 0; ImmBorrowGlobal K; ImmBorrowField K.x; ReadRef;"
                    + "MoveLoc 0; ImmBorrowGlobal K; ImmBorrowField K.y; ReadRef; Ret");
    gives(publish(ARBITRARY, old.build()));
    gives(
        vm.session()
            .call(
                Call.function(M, "put")
                    .withArguments(List.of(TestVm.bcs(Results.type("address"), "0x7")))));
    gives(publish(ARBITRARY, changed.build()));
    gives(
        vm.session()
            .call(
                Call.function(M, "get")
                    .withArguments(List.of(TestVm.bcs(Results.type("address"), "0x7")))),
        5,
        0);
  }

  @Test
  void chargesByTheByte() {
    CallResult small = publish(COMPATIBLE, module(1).build());
    open();
    CallResult large =
        publish(COMPATIBLE, module(1).function("fun f()", "", "Nop;".repeat(1000) + "Ret").build());
    assertThat(large.gasUsed() - small.gasUsed()).isGreaterThan(300_000);
    open();
    Bytes codes = bundle(List.of(TestVm.code(module(1).build())));
    Call call = vm.call("0x1::code::publish", "0x42", names("m"), codes, 1);
    fails(vm.session().call(call.withGasLimit(small.gasUsed() - 1)), StatusCode.OUT_OF_GAS);
    gives(vm.session().call(call.withGasLimit(small.gasUsed())));
  }
}
