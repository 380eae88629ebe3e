/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.session;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.StructTag;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.state.Change;
import dev.sluice.move.state.ChangeSet;
import dev.sluice.move.state.ChangeSet.ItemChange;
import dev.sluice.move.state.ChangeSet.ResourceChange;
import dev.sluice.move.state.StateView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTest {
  private static final String M = "0x42::m::";
  private static final AccountAddress A = AccountAddress.of(0xa);
  private static final AccountAddress B = AccountAddress.of(0xb);
  private static final StructTag K = StructTag.parse("0x42::m::K");

  private static CompiledModule module() {
    return ModuleBuilder.module("0x42::m")
        .struct("K has key { x: u64 }")
        .struct("G<phantom T> has key { x: u64 }")
        .importStruct("0x1::table::Table<phantom K: copy + drop, phantom V> has store")
        .struct("T has key { t: 0x1::table::Table<u64, vector<u8>> }")
        .importFunction("0x1::table::new<K: copy + drop, V: store>(): 0x1::table::Table<K, V>")
        .importFunction("0x1::table::add<K: copy + drop, V>(&mut 0x1::table::Table<K, V>, K, V)")
        .importFunction("0x1::table::remove<K: copy + drop, V>(&mut 0x1::table::Table<K, V>, K): V")
        .importFunction(
            "0x1::table::borrow_mut<K: copy + drop, V>(&mut 0x1::table::Table<K, V>, K): &mut V")
        .importFunction(
            "0x1::table::contains<K: copy + drop, V>(&0x1::table::Table<K, V>, K): bool")
        .function("fun put(&signer, u64)", "", "MoveLoc 0; MoveLoc 1; Pack K; MoveTo K; Ret")
        .function(
            "fun gput<T>(&signer, u64)",
            "",
            "MoveLoc 0; MoveLoc 1; PackGeneric G<T>; MoveToGeneric G<T>; Ret")
        .function("fun take(address): u64 acquires K", "", "MoveLoc 0; MoveFrom K; Unpack K; Ret")
        .function("fun has(address): bool", "", "MoveLoc 0; Exists K; Ret")
        .function(
            "fun get(address): u64 acquires K",
            "",
            "MoveLoc 0; ImmBorrowGlobal K; ImmBorrowField K.x; ReadRef; Ret")
        .function(
            "fun set(address, u64) acquires K",
            "",
            "MoveLoc 1; MoveLoc 0; MutBorrowGlobal K; MutBorrowField K.x; WriteRef; Ret")
        .function(
            "fun set_and_abort(address, u64) acquires K",
            "",
            "MoveLoc 1; MoveLoc 0; MutBorrowGlobal K; MutBorrowField K.x; WriteRef; LdU64 3; Abort")
        .function(
            "fun table(&signer)",
            "",
            "MoveLoc 0; CallGeneric 0x1::table::new<u64, vector<u8>>; Pack T; MoveTo T; Ret")
        .function(
            "fun add(address, u64, vector<u8>) acquires T",
            "",
            "MoveLoc 0; MutBorrowGlobal T; MutBorrowField T.t; MoveLoc 1; MoveLoc 2;"
                + "CallGeneric 0x1::table::add<u64, vector<u8>>; Ret")
        .function(
            "fun remove(address, u64): vector<u8> acquires T",
            "",
            "MoveLoc 0; MutBorrowGlobal T; MutBorrowField T.t; MoveLoc 1;"
                + "CallGeneric 0x1::table::remove<u64, vector<u8>>; Ret")
        .function(
            "fun push(address, u64, u8) acquires T",
            "",
            "MoveLoc 0; MutBorrowGlobal T; MutBorrowField T.t; MoveLoc 1;"
                + "CallGeneric 0x1::table::borrow_mut<u64, vector<u8>>; MoveLoc 2; VecPushBack u8; Ret")
        .function(
            "fun contains(address, u64): bool acquires T",
            "",
            "MoveLoc 0; ImmBorrowGlobal T; ImmBorrowField T.t; MoveLoc 1;"
                + "CallGeneric 0x1::table::contains<u64, vector<u8>>; Ret")
        .build();
  }

  private final TestVm vm = TestVm.of(module());

  private static Bytes u64(long value) {
    return TestVm.bcs(Results.type("u64"), value);
  }

  private static ChangeSet resources(ResourceChange... changes) {
    return new ChangeSet(List.of(changes), List.of(), List.of());
  }

  private static ResourceChange change(AccountAddress address, Change change) {
    return new ResourceChange(address, K, change);
  }

  @Test
  void tellsWhatEachCallChanged() {
    assertThat(vm.run(M + "put", "0xa", 1).changes())
        .isEqualTo(resources(change(A, new Change.New(u64(1)))));
    assertThat(vm.run(M + "set", "0xa", 2).changes())
        .isEqualTo(resources(change(A, new Change.Modify(u64(1), u64(2)))));
    assertThat(vm.run(M + "set", "0xa", 2).changes()).isEqualTo(ChangeSet.EMPTY);
    assertThat(vm.run(M + "get", "0xa").changes()).isEqualTo(ChangeSet.EMPTY);
    assertThat(vm.run(M + "take", "0xa").changes())
        .isEqualTo(resources(change(A, new Change.Delete(u64(2)))));
    gives(vm.run(M + "has", "0xa"), false);
  }

  @Test
  void callsThatFailLeaveNothing() {
    vm.run(M + "put", "0xa", 1);
    fails(vm.run(M + "set_and_abort", "0xa", 9), StatusCode.ABORTED, 3);
    gives(vm.run(M + "get", "0xa"), 1);
    fails(vm.run(M + "put", "0xa", 9), StatusCode.RESOURCE_ALREADY_EXISTS);
    gives(vm.run(M + "get", "0xa"), 1);
  }

  @Test
  void sumsUpSinceLastCommit() {
    vm.run(M + "put", "0xa", 1);
    vm.run(M + "set", "0xa", 2);
    vm.run(M + "put", "0xb", 5);
    vm.run(M + "take", "0xb");
    ChangeSet all = vm.session().changes();
    assertThat(all).isEqualTo(resources(change(A, new Change.New(u64(2)))));
    assertThat(vm.session().commit()).isEqualTo(all);
    assertThat(vm.session().changes().isEmpty()).isTrue();
    vm.run(M + "set", "0xa", 3);
    vm.run(M + "put", "0xb", 6);
    vm.run(M + "set", "0xa", 2);
    assertThat(vm.session().changes()).isEqualTo(resources(change(B, new Change.New(u64(6)))));
    vm.run(M + "take", "0xa");
    vm.run(M + "put", "0xa", 8);
    assertThat(vm.session().changes().resources())
        .contains(change(A, new Change.Modify(u64(2), u64(8))));
  }

  @Test
  void rollsBack() {
    vm.run(M + "put", "0xa", 1);
    vm.session().commit();
    vm.run(M + "set", "0xa", 2);
    vm.run(M + "put", "0xb", 3);
    vm.session().rollback();
    assertThat(vm.session().changes().isEmpty()).isTrue();
    gives(vm.run(M + "get", "0xa"), 1);
    gives(vm.run(M + "has", "0xb"), false);
    vm.run(M + "take", "0xa");
    vm.session().rollback();
    gives(vm.run(M + "get", "0xa"), 1);
  }

  @Test
  void ordersChanges() {
    for (String address :
        List.of(
            "0xb", "0xa", "0xff00000000000000000000000000000000000000000000000000000000000000")) {
      vm.run(M + "gput<u8>", address, 1);
      vm.run(M + "put", address, 1);
      vm.run(M + "gput<bool>", address, 1);
    }
    assertThat(vm.session().changes().resources())
        .extracting(c -> c.address() + " " + c.type())
        .containsExactly(
            "0xa 0x42::m::G<bool>",
            "0xa 0x42::m::G<u8>",
            "0xa 0x42::m::K",
            "0xb 0x42::m::G<bool>",
            "0xb 0x42::m::G<u8>",
            "0xb 0x42::m::K",
            "0xff00000000000000000000000000000000000000000000000000000000000000 0x42::m::G<bool>",
            "0xff00000000000000000000000000000000000000000000000000000000000000 0x42::m::G<u8>",
            "0xff00000000000000000000000000000000000000000000000000000000000000 0x42::m::K");
  }

  @Test
  void encodesChanges() {
    vm.run(M + "put", "0xa", 1);
    vm.session().commit();
    vm.run(M + "set", "0xa", 2);
    ChangeSet changes = vm.session().changes();
    String address = "00".repeat(31) + "0a";
    String type = "00".repeat(31) + "42" + "016d" + "014b" + "00";
    assertThat(changes.encode().toHex())
        .isEqualTo(
            "01" + address + type + "01" + "08" + u64(1).toHex() + "08" + u64(2).toHex() + "0000");
    assertThat(changes.hash().length()).isEqualTo(32);
    assertThat(changes.hash()).isNotEqualTo(ChangeSet.EMPTY.hash());
  }

  @Test
  void carriesTableItems() {
    CallResult made = vm.run(M + "table", "0xa");
    Bytes handle = ((Change.New) made.changes().resources().get(0).change()).value();
    AccountAddress table = AccountAddress.of(handle.toArray());
    assertThat(vm.run(M + "add", "0xa", 7, List.of(1)).changes().items())
        .containsExactly(new ItemChange(table, u64(7), new Change.New(Bytes.fromHex("0101"))));
    fails(vm.run(M + "add", "0xa", 7, List.of(1)), StatusCode.ABORTED, 25607);
    gives(vm.run(M + "contains", "0xa", 7), true);
    gives(vm.run(M + "contains", "0xa", 8), false);
    assertThat(vm.run(M + "push", "0xa", 7, 2).changes().items())
        .containsExactly(
            new ItemChange(
                table, u64(7), new Change.Modify(Bytes.fromHex("0101"), Bytes.fromHex("020102"))));
    fails(vm.run(M + "push", "0xa", 8, 2), StatusCode.ABORTED, 25863);
    vm.session().commit();
    gives(vm.run(M + "remove", "0xa", 7), List.of(1, 2));
    fails(vm.run(M + "remove", "0xa", 7), StatusCode.ABORTED, 25863);
    assertThat(vm.session().changes().items())
        .containsExactly(new ItemChange(table, u64(7), new Change.Delete(Bytes.fromHex("020102"))));
    assertThat(vm.session().changes().encode().toHex())
        .startsWith("0001")
        .endsWith("0203020102" + "00");
  }

  /** A state in memory that counts its readers. */
  private static final class CountingView implements StateView {
    private final Map<AccountAddress, Bytes> resources = new HashMap<>();
    private int reads;
    private boolean broken;

    @Override
    public Optional<Bytes> resource(AccountAddress address, StructTag type) {
      if (broken) {
        throw new IllegalStateException("disk");
      }
      reads++;
      return Optional.ofNullable(resources.get(address));
    }

    @Override
    public Optional<Bytes> tableItem(AccountAddress table, Bytes key) {
      return Optional.empty();
    }
  }

  @Test
  void readsStateOnceAndLate() {
    CountingView view = new CountingView();
    view.resources.put(A, u64(5));
    vm.open(view);
    assertThat(view.reads).isZero();
    gives(vm.run(M + "get", "0xa"), 5);
    gives(vm.run(M + "get", "0xa"), 5);
    gives(vm.run(M + "has", "0xb"), false);
    gives(vm.run(M + "has", "0xb"), false);
    assertThat(view.reads).isEqualTo(2);
  }

  @Test
  void leavesNothingWhenStateCannotBeRead() {
    CountingView view = new CountingView();
    vm.open(view);
    vm.run(M + "put", "0xb", 1);
    view.broken = true;
    assertThatThrownBy(() -> vm.run(M + "get", "0xa")).hasMessage("disk");
    view.broken = false;
    fails(vm.run(M + "get", "0xa"), StatusCode.MISSING_DATA);
    gives(vm.run(M + "get", "0xb"), 1);
  }

  @Test
  void refusesStoredBytesThatAreNoValue() {
    CountingView view = new CountingView();
    view.resources.put(A, Bytes.fromHex("0102"));
    view.resources.put(B, Bytes.fromHex("010203040506070809"));
    vm.open(view);
    fails(vm.run(M + "get", "0xa"), StatusCode.FAILED_TO_DESERIALIZE_RESOURCE);
    fails(vm.run(M + "get", "0xb"), StatusCode.FAILED_TO_DESERIALIZE_RESOURCE);
    gives(vm.run(M + "has", "0xa"), true);
  }

  @Test
  void chargesAlikeWhateverIsCached() {
    CountingView view = new CountingView();
    view.resources.put(A, u64(5));
    Session fresh = vm.open(view);
    long first = fresh.call(vm.call(M + "get", "0xa")).gasUsed();
    assertThat(fresh.call(vm.call(M + "get", "0xa")).gasUsed()).isEqualTo(first);
    fresh.call(vm.call(M + "set", "0xa", 6));
    assertThat(fresh.call(vm.call(M + "get", "0xa")).gasUsed()).isEqualTo(first);
    fresh.commit();
    assertThat(fresh.call(vm.call(M + "get", "0xa")).gasUsed()).isEqualTo(first);
  }

  @Test
  void forgetsValuesBeyondCache() {
    VmConfig small =
        new VmConfig(
            dev.sluice.move.stdlib.StandardNatives.registry(),
            dev.sluice.move.gas.GasSchedule.V1,
            AccountAddress.LENGTH,
            VmConfig.DEFAULT_MEMORY_LIMIT,
            4,
            EngineKind.INTERPRETER);
    TestVm machine = TestVm.of(small, module());
    CountingView view = new CountingView();
    view.resources.put(A, u64(5));
    machine.open(view);
    gives(machine.run(M + "get", "0xa"), 5);
    machine.session().commit();
    gives(machine.run(M + "get", "0xa"), 5);
    assertThat(view.reads).isEqualTo(2);
  }

  @Test
  void sharesCodeButNoState() throws InterruptedException {
    LoadedModules modules = vm.modules();
    Thread[] threads = new Thread[8];
    long[] sums = new long[threads.length];
    for (int t = 0; t < threads.length; t++) {
      int number = t;
      threads[t] =
          new Thread(
              () -> {
                TestVm other = TestVm.of(module());
                Session session =
                    new MoveVm(VmConfig.of(dev.sluice.move.stdlib.StandardNatives.registry()))
                        .open(modules, StateView.empty());
                session.call(other.call(M + "put", "0xa", number));
                for (int i = 0; i < 200; i++) {
                  session.call(other.call(M + "set", "0xa", number + i));
                }
                sums[number] =
                    session.changes().resources().get(0).change().after().orElseThrow().get(0);
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (int t = 0; t < threads.length; t++) {
      assertThat(sums[t] & 0xff).isEqualTo((t + 199) & 0xff);
    }
  }
}
