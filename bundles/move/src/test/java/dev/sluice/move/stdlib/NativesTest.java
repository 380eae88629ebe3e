/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.stdlib;

import static dev.sluice.move.session.Results.fails;
import static dev.sluice.move.session.Results.gives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.codec.AccountAddress;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.TypeTag;
import dev.sluice.crypto.Hashes;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.build.ModuleBuilder;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.natives.NativeRegistry;
import dev.sluice.move.session.CallResult;
import dev.sluice.move.session.Results;
import dev.sluice.move.session.TestVm;
import dev.sluice.move.session.VmConfig;
import dev.sluice.move.state.Event;
import dev.sluice.move.state.TransactionContext;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the unit tests of the standard library do not reach. */
class NativesTest {
  private static CallResult call(CompiledModule module, String function, Object... arguments) {
    return TestVm.of(module).run(function, arguments);
  }

  private static Bytes text(String text) {
    return TestVm.bcs(TypeTag.parse("vector<u8>"), bytes(text));
  }

  private static List<Integer> bytes(String text) {
    return list(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Integer> list(byte[] bytes) {
    List<Integer> list = new java.util.ArrayList<>();
    for (byte b : bytes) {
      list.add(b & 0xff);
    }
    return list;
  }

  private static List<Integer> hex(String hex) {
    return list(Bytes.fromHex(hex).toArray());
  }

  @Test
  void vectorFunctionsDoAsInstructions() {
    CompiledModule vector =
        ModuleBuilder.module("0x1::vector")
            .nativeFunction("public fun empty<T>(): vector<T>")
            .nativeFunction("public fun length<T>(&vector<T>): u64")
            .nativeFunction("public fun borrow<T>(&vector<T>, u64): &T")
            .nativeFunction("public fun borrow_mut<T>(&mut vector<T>, u64): &mut T")
            .nativeFunction("public fun push_back<T>(&mut vector<T>, T)")
            .nativeFunction("public fun pop_back<T>(&mut vector<T>): T")
            .nativeFunction("public fun destroy_empty<T>(vector<T>)")
            .nativeFunction("public fun swap<T>(&mut vector<T>, u64, u64)")
            .nativeFunction(
                "public fun move_range<T>(&mut vector<T>, u64, u64, &mut vector<T>, u64)")
            .function(
                "public fun pushed<T>(vector<T>, T): vector<T>",
                "",
                "MutBorrowLoc 0; MoveLoc 1; CallGeneric push_back<T>; MoveLoc 0; Ret")
            .function(
                "public fun popped<T>(vector<T>): (vector<T>, T)",
                "T",
                "MutBorrowLoc 0; CallGeneric pop_back<T>; StLoc 1; MoveLoc 0; MoveLoc 1; Ret")
            .function(
                "public fun swapped<T>(vector<T>, u64, u64): vector<T>",
                "",
                "MutBorrowLoc 0; MoveLoc 1; MoveLoc 2; CallGeneric swap<T>; MoveLoc 0; Ret")
            .function(
                "public fun moved<T>(vector<T>, u64, u64, vector<T>, u64): (vector<T>, vector<T>)",
                "",
                "MutBorrowLoc 0; MoveLoc 1; MoveLoc 2; MutBorrowLoc 3; MoveLoc 4; CallGeneric move_range<T>;"
                    + "MoveLoc 0; MoveLoc 3; Ret")
            .build();
    TestVm vm = TestVm.of(vector);
    List<List<Object>> kinds =
        List.of(
            List.of("u8", 1, 2, 3),
            List.of("u64", 4, 5, 6),
            List.of("vector<u8>", List.of(1), List.of(), List.of(2)));
    for (List<Object> kind : kinds) {
      String t = "<" + kind.get(0) + ">";
      Object a = kind.get(1);
      Object b = kind.get(2);
      Object c = kind.get(3);
      String v = "0x1::vector::";
      gives(vm.run(v + "empty" + t), List.of());
      gives(vm.run(v + "length" + t, List.of(a, b)), 2);
      gives(vm.run(v + "borrow" + t, List.of(a, b), 1), b);
      gives(vm.run(v + "borrow_mut" + t, List.of(a, b), 0), a);
      fails(vm.run(v + "borrow" + t, List.of(a, b), 2), StatusCode.VECTOR_OPERATION_ERROR, 1);
      gives(vm.run(v + "pushed" + t, List.of(a), b), List.of(a, b));
      gives(vm.run(v + "popped" + t, List.of(a, b)), List.of(a), b);
      fails(vm.run(v + "popped" + t, List.of()), StatusCode.VECTOR_OPERATION_ERROR, 2);
      gives(vm.run(v + "destroy_empty" + t, List.of()));
      fails(vm.run(v + "destroy_empty" + t, List.of(a)), StatusCode.VECTOR_OPERATION_ERROR, 3);
      gives(vm.run(v + "swapped" + t, List.of(a, b, c), 0, 2), List.of(c, b, a));
      fails(vm.run(v + "swapped" + t, List.of(a), 0, 1), StatusCode.VECTOR_OPERATION_ERROR, 1);
      gives(
          vm.run(v + "moved" + t, List.of(a, b, c), 1, 2, List.of(a, a), 1),
          List.of(a),
          List.of(a, b, c, a));
      gives(vm.run(v + "moved" + t, List.of(a), 0, 1, List.of(), 0), List.of(), List.of(a));
      gives(vm.run(v + "moved" + t, List.of(a), 1, 0, List.of(b), 1), List.of(a), List.of(b));
      fails(vm.run(v + "moved" + t, List.of(a), 0, 2, List.of(), 0), StatusCode.ABORTED, 0x20000);
      fails(vm.run(v + "moved" + t, List.of(a), -1, 2, List.of(), 0), StatusCode.ABORTED, 0x20000);
      fails(vm.run(v + "moved" + t, List.of(a), 0, 1, List.of(), 1), StatusCode.ABORTED, 0x20000);
    }
  }

  @Test
  void comparesValuesOfAnyType() {
    CompiledModule cmp =
        ModuleBuilder.module("0x1::cmp")
            .version(7)
            .enumeration("Ordering has copy, drop { Less {} Equal {} Greater {} }")
            .struct("D has copy, drop { v: vector<u8>, x: u64 }")
            .enumeration("E has copy, drop { A { x: u8 } B { x: u8 } }")
            .nativeFunction("public fun compare<T>(&T, &T): Ordering")
            .build();
    TestVm vm = TestVm.of(cmp);
    Object[][] ordered = {
      {"u8", 1, 2},
      {"u64", 1, "18446744073709551615"},
      {"u128", 1, "340282366920938463463374607431768211455"},
      {"u256", 1, "340282366920938463463374607431768211456"},
      {"bool", false, true},
      {"address", "0x1", "0xff00000000000000000000000000000000000000000000000000000000000000"},
      {"vector<u8>", List.of(1), List.of(200)},
      {"vector<u8>", List.of(9), List.of(9, 0)},
      {"vector<u64>", List.of(1, 2), List.of(1, "18446744073709551615")},
      {"vector<vector<u8>>", List.of(List.of(1)), List.of(List.of(2), List.of(0))},
      {"vector<address>", List.of("0x1"), List.of("0x2")},
      {
        "0x1::cmp::D",
        Bytes.fromHex("0101" + "05" + "00".repeat(7)),
        Bytes.fromHex("0102" + "00".repeat(8))
      },
      {"0x1::cmp::E", Bytes.fromHex("0009"), Bytes.fromHex("0101")},
    };
    for (Object[] row : ordered) {
      String function = "0x1::cmp::compare<" + row[0] + ">";
      gives(vm.run(function, row[1], row[2]), Bytes.fromHex("00"));
      gives(vm.run(function, row[1], row[1]), Bytes.fromHex("01"));
      gives(vm.run(function, row[2], row[1]), Bytes.fromHex("02"));
    }
  }

  @Test
  void swapsBehindReferences() {
    CompiledModule mem =
        ModuleBuilder.module("0x1::mem")
            .struct("D has copy, drop { v: vector<u8>, x: u64 }")
            .nativeFunction("public fun swap<T>(&mut T, &mut T)")
            .function(
                "public fun f<T>(T, T): (T, T)",
                "",
                "MutBorrowLoc 0; MutBorrowLoc 1; CallGeneric swap<T>; MoveLoc 0; MoveLoc 1; Ret")
            .build();
    TestVm vm = TestVm.of(mem);
    gives(vm.run("0x1::mem::f<u8>", 1, 2), 2, 1);
    gives(vm.run("0x1::mem::f<u128>", 1, 2), 2, 1);
    gives(vm.run("0x1::mem::f<vector<u8>>", List.of(1), List.of()), List.of(), List.of(1));
    gives(vm.run("0x1::mem::f<vector<u64>>", List.of(1), List.of()), List.of(), List.of(1));
    gives(
        vm.run("0x1::mem::f<vector<address>>", List.of("0x1"), List.of()),
        List.of(),
        List.of("0x1"));
    Bytes d = Bytes.fromHex("0101" + "05" + "00".repeat(7));
    Bytes e = Bytes.fromHex("00" + "06" + "00".repeat(7));
    gives(vm.run("0x1::mem::f<0x1::mem::D>", d, e), e, d);
  }

  @Test
  void encodesAndDecodes() {
    CompiledModule bcs =
        ModuleBuilder.module("0x1::bcs")
            .importStruct("0x1::option::Option<T> has copy, drop, store")
            .struct("D has copy, drop { a: address, x: u16 }")
            .nativeFunction("public fun to_bytes<T>(&T): vector<u8>")
            .nativeFunction("public fun serialized_size<T>(&T): u64")
            .nativeFunction("public fun constant_serialized_size<T>(): 0x1::option::Option<u64>")
            .build();
    TestVm vm = TestVm.of(bcs);
    gives(vm.run("0x1::bcs::to_bytes<u16>", 258), List.of(2, 1));
    gives(vm.run("0x1::bcs::to_bytes<signer>", "0x7"), hex("00".repeat(31) + "07"));
    gives(vm.run("0x1::bcs::to_bytes<vector<u32>>", List.of(1)), List.of(1, 1, 0, 0, 0));
    gives(vm.run("0x1::bcs::serialized_size<vector<u32>>", List.of(1)), 5);
    gives(
        vm.run("0x1::bcs::constant_serialized_size<0x1::bcs::D>"),
        Bytes.fromHex("01" + "22" + "00".repeat(7)));
    gives(
        vm.run("0x1::bcs::constant_serialized_size<bool>"),
        Bytes.fromHex("01" + "01" + "00".repeat(7)));
    gives(vm.run("0x1::bcs::constant_serialized_size<vector<u8>>"), Bytes.fromHex("00"));
    gives(vm.run("0x1::bcs::constant_serialized_size<signer>"), Bytes.fromHex("00"));

    CompiledModule from =
        ModuleBuilder.module("0x1::from_bcs")
            .struct("D has copy, drop { a: u8, x: vector<u16> }")
            .nativeFunction("public fun from_bytes<T>(vector<u8>): T")
            .build();
    vm = TestVm.of(from);
    gives(vm.run("0x1::from_bcs::from_bytes<u16>", List.of(2, 1)), 258);
    gives(
        vm.run("0x1::from_bcs::from_bytes<0x1::from_bcs::D>", List.of(7, 1, 2, 1)),
        Bytes.fromHex("07010201"));
    for (List<Integer> wrong :
        List.of(
            List.<Integer>of(), List.of(7, 1, 2), List.of(7, 1, 2, 1, 0), List.of(7, 0x81, 0))) {
      MoveException failure =
          fails(
              vm.run("0x1::from_bcs::from_bytes<0x1::from_bcs::D>", wrong),
              StatusCode.ABORTED,
              0x10001);
      assertThat(Results.module(failure)).isEqualTo("0x1::from_bcs");
    }
    fails(vm.run("0x1::from_bcs::from_bytes<bool>", List.of(2)), StatusCode.ABORTED, 0x10001);
    fails(vm.run("0x1::from_bcs::from_bytes<u8>", List.of(2, 0)), StatusCode.ABORTED, 0x10001);
  }

  @Test
  void hashes() {
    CompiledModule hash =
        ModuleBuilder.module("0x1::aptos_hash")
            .nativeFunction("public fun sip_hash(vector<u8>): u64")
            .nativeFunction("public fun keccak256(vector<u8>): vector<u8>")
            .nativeFunction("public fun sha2_512_internal(vector<u8>): vector<u8>")
            .nativeFunction("public fun sha3_512_internal(vector<u8>): vector<u8>")
            .nativeFunction("public fun ripemd160_internal(vector<u8>): vector<u8>")
            .nativeFunction("public fun blake2b_256_internal(vector<u8>): vector<u8>")
            .build();
    TestVm vm = TestVm.of(hash);
    String m = "0x1::aptos_hash::";
    List<Integer> testing = bytes("testing");
    // Expected values of the tests of the networks' framework.
    gives(vm.run(m + "sip_hash", List.of()), "2202906307356721367");
    gives(vm.run(m + "sip_hash", testing), sip("testing"));
    gives(
        vm.run(m + "keccak256", testing),
        hex("5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02"));
    gives(
        vm.run(m + "sha2_512_internal", testing),
        hex(
            "521b9ccefbcd14d179e7a1bb877752870a6d620938b28a66a107eac6e6805b9d0989f45b5730508041aa5e710847d439ea74cd312c9355f1f2dae08d40e41d50"));
    gives(
        vm.run(m + "sha3_512_internal", testing),
        hex(
            "881c7d6ba98678bcd96e253086c4048c3ea15306d0d13ff48341c6285ee71102a47b6f16e20e4d65c0c3d677be689dfda6d326695609cbadfafa1800e9eb7fc1"));
    gives(
        vm.run(m + "ripemd160_internal", testing), hex("b89ba156b40bed29a5965684b7d244c49a3a769b"));
    gives(
        vm.run(m + "blake2b_256_internal", testing),
        hex("99397ff32ae348b8b6536d5c213f343d7e9fdeaa10e8a23a9f90ab21a1658565"));
  }

  private static String sip(String text) {
    var hash = new org.bouncycastle.crypto.macs.SipHash(2, 4);
    hash.init(new org.bouncycastle.crypto.params.KeyParameter(new byte[16]));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hash.update(bytes, 0, bytes.length);
    return Long.toUnsignedString(hash.doFinal());
  }

  @Test
  void namesTypes() {
    CompiledModule names =
        ModuleBuilder.module("0x1::type_name")
            .importStruct("0x1::string::String has copy, drop, store")
            .struct("TypeName has copy, drop { name: 0x1::string::String }")
            .struct("S<T, phantom U> { x: T }")
            .nativeFunction("public fun get<T>(): TypeName")
            .build();
    String one = "00".repeat(31) + "01";
    gives(
        call(names, "0x1::type_name::get<0x1::type_name::S<vector<u8>, 0x1::type_name::TypeName>>"),
        text(one + "::type_name::S<vector<u8>," + one + "::type_name::TypeName>"));
    CompiledModule info =
        ModuleBuilder.module("0x1::type_info")
            .importStruct("0x1::string::String has copy, drop, store")
            .struct(
                "TypeInfo has copy, drop { account_address: address, module_name: vector<u8>, struct_name: vector<u8> }")
            .struct("S<T, phantom U> { x: T }")
            .nativeFunction("public fun type_of<T>(): TypeInfo")
            .nativeFunction("public fun type_name<T>(): 0x1::string::String")
            .build();
    TestVm vm = TestVm.of(info);
    gives(
        vm.run("0x1::type_info::type_name<0x1::type_info::S<vector<u8>, 0x1::string::String>>"),
        text("0x1::type_info::S<vector<u8>, 0x1::string::String>"));
    CallResult of = vm.run("0x1::type_info::type_of<0x1::type_info::S<u8, 0x1::string::String>>");
    assertThat(of.values().get(0).bcs().toHex())
        .isEqualTo(one + text("type_info").toHex() + text("S<u8, 0x1::string::String>").toHex());
    fails(vm.run("0x1::type_info::type_of<vector<u8>>"), StatusCode.ABORTED, 1);
  }

  @Test
  void knowsTheTransaction() {
    CompiledModule context =
        ModuleBuilder.module("0x1::transaction_context")
            .nativeFunction("fun get_txn_hash(): vector<u8>")
            .nativeFunction("fun get_script_hash(): vector<u8>")
            .nativeFunction("fun generate_unique_address(): address")
            .nativeFunction("fun sender_internal(): address")
            .nativeFunction("fun secondary_signers_internal(): vector<address>")
            .nativeFunction("fun gas_payer_internal(): address")
            .nativeFunction("fun max_gas_amount_internal(): u64")
            .nativeFunction("fun gas_unit_price_internal(): u64")
            .nativeFunction("fun chain_id_internal(): u8")
            .function(
                "public fun all(): (vector<u8>, vector<u8>, address, address, vector<address>, address, u64, u64, u8)",
                "",
                "Call get_txn_hash; Call get_script_hash; Call generate_unique_address; Call sender_internal;"
                    + "Call secondary_signers_internal; Call gas_payer_internal; Call max_gas_amount_internal;"
                    + "Call gas_unit_price_internal; Call chain_id_internal; Ret")
            .function(
                "public fun unique(): (address, address)",
                "",
                "Call generate_unique_address; Call generate_unique_address; Ret")
            .build();
    TestVm vm = TestVm.of(context);
    Bytes hash = Bytes.fromHex("ab".repeat(32));
    TransactionContext transaction =
        new TransactionContext(
            hash,
            AccountAddress.of(5),
            List.of(AccountAddress.of(6)),
            AccountAddress.of(7),
            800,
            9,
            4,
            1,
            Bytes.fromHex("0102"),
            Bytes.EMPTY);
    String first = uniqueAddress(hash, 1);
    gives(
        vm.session().call(vm.call("0x1::transaction_context::all").withTransaction(transaction)),
        list(hash.toArray()),
        List.of(1, 2),
        first,
        "0x5",
        List.of("0x6"),
        "0x7",
        800,
        9,
        4);
    gives(
        vm.session().call(vm.call("0x1::transaction_context::unique").withTransaction(transaction)),
        first,
        uniqueAddress(hash, 2));
  }

  private static String uniqueAddress(Bytes hash, int number) {
    byte[] counter = new byte[9];
    counter[0] = (byte) number;
    counter[8] = (byte) 0xFB;
    return Bytes.of(Hashes.sha3_256(hash.toArray(), counter)).toString();
  }

  @Test
  void makesSignersAndFindsObjects() {
    CompiledModule object =
        ModuleBuilder.module("0x1::object")
            .struct("K has key { x: u64 }")
            .nativeFunction("public fun exists_at<T: key>(address): bool")
            .nativeFunction(
                "public fun create_user_derived_object_address_impl(address, address): address")
            .build();
    CompiledModule signer =
        ModuleBuilder.module("0x1::create_signer")
            .importStruct("0x1::object::K has key")
            .nativeFunction("public fun create_signer(address): signer")
            .build();
    CompiledModule user =
        ModuleBuilder.module("0x42::m")
            .struct("K has key { x: u64 }")
            .importFunction("0x1::create_signer::create_signer(address): signer")
            .function(
                "public fun put(address)",
                "signer",
                "MoveLoc 0; Call 0x1::create_signer::create_signer; StLoc 1; ImmBorrowLoc 1; LdU64 1; Pack K; MoveTo K; Ret")
            .build();
    TestVm vm = TestVm.of(object, signer, user);
    gives(vm.run("0x1::object::exists_at<0x42::m::K>", "0x9"), false);
    gives(vm.run("0x42::m::put", "0x9"));
    gives(vm.run("0x1::object::exists_at<0x42::m::K>", "0x9"), true);
    gives(
        vm.run("0x1::object::create_user_derived_object_address_impl", "0x1", "0x2"),
        Bytes.of(
                Hashes.sha3_256(
                    AccountAddress.of(1).toArray(),
                    AccountAddress.of(2).toArray(),
                    new byte[] {(byte) 0xFC}))
            .toString());
  }

  @Test
  void emitsEvents() {
    CompiledModule other =
        ModuleBuilder.module("0x42::other").struct("E has drop, store { x: u64 }").build();
    CompiledModule user =
        ModuleBuilder.module("0x42::m")
            .struct("E has drop, store { x: u64 }")
            .importStruct("0x42::other::E has drop, store")
            .importFunction("0x1::event::emit<T: drop + store>(T)")
            .function(
                "public fun own(u64)",
                "",
                "CopyLoc 0; Pack E; CallGeneric 0x1::event::emit<E>; LdU64 2; Pack E; CallGeneric 0x1::event::emit<E>; Ret")
            .function(
                "public fun others(0x42::other::E)",
                "",
                "MoveLoc 0; CallGeneric 0x1::event::emit<0x42::other::E>; Ret")
            .function("public fun number()", "", "LdU64 2; CallGeneric 0x1::event::emit<u64>; Ret")
            .build();
    TestVm vm = TestVm.of(user, other);
    assertThat(vm.run("0x42::m::own", 1).events())
        .containsExactly(
            new Event.OfModule(TypeTag.parse("0x42::m::E"), Bytes.fromHex("01" + "00".repeat(7))),
            new Event.OfModule(TypeTag.parse("0x42::m::E"), Bytes.fromHex("02" + "00".repeat(7))));
    fails(
        vm.run("0x42::m::others", Bytes.fromHex("01" + "00".repeat(7))),
        StatusCode.INTERNAL_TYPE_ERROR);
    fails(vm.run("0x42::m::number"), StatusCode.INTERNAL_TYPE_ERROR);

    CompiledModule event =
        ModuleBuilder.module("0x1::event")
            .nativeFunction("public fun write_to_event_store<T: drop + store>(vector<u8>, u64, T)")
            .build();
    assertThat(call(event, "0x1::event::write_to_event_store<u16>", List.of(9), 5, 258).events())
        .containsExactly(
            new Event.OfHandle(
                Bytes.fromHex("09"), 5, TypeTag.parse("u16"), Bytes.fromHex("0201")));
  }

  @Test
  void recoversKeys() {
    CompiledModule secp256k1 =
        ModuleBuilder.module("0x1::secp256k1")
            .nativeFunction(
                "public fun ecdsa_recover_internal(vector<u8>, u8, vector<u8>): (vector<u8>, bool)")
            .build();
    TestVm vm = TestVm.of(secp256k1);
    String f = "0x1::secp256k1::ecdsa_recover_internal";
    List<Integer> hash =
        list(Hashes.sha256("test aptos secp256k1".getBytes(StandardCharsets.UTF_8)));
    List<Integer> signature =
        hex(
            "f7ad936da03f948c14c542020e3c5f4e02aaacd1f20427c11aa6e2fbf8776477646bba0e1a37f9e7c777c423a1d2849baafd7ff6a9930814a43c3f80d59db56f");
    gives(
        vm.run(f, hash, 0, signature),
        hex(
            "4646ae5047316b4230d0086c8acec687f00b1cd9d1dc634f6cb358ac0a9a8ffffe77b4dd0a4bfb95851f3b7355c781dd60f8418fc8a65d14907aff47c903a559"),
        true);
    fails(vm.run(f, List.of(1), 0, signature), StatusCode.ABORTED, 0x10001);
    fails(vm.run(f, hash, 4, signature), StatusCode.ABORTED, 0x10001);
    fails(vm.run(f, hash, 0, List.of(1)), StatusCode.ABORTED, 0x10001);
    gives(vm.run(f, hash, 0, hex("00".repeat(64))), List.of(), false);
  }

  @Test
  void recoversFromEitherOfTheTwoSignatures() {
    CompiledModule secp256k1 =
        ModuleBuilder.module("0x1::secp256k1")
            .nativeFunction(
                "public fun ecdsa_recover_internal(vector<u8>, u8, vector<u8>): (vector<u8>, bool)")
            .build();
    TestVm vm = TestVm.of(secp256k1);
    String f = "0x1::secp256k1::ecdsa_recover_internal";
    List<Integer> hash =
        list(Hashes.sha256("test aptos secp256k1".getBytes(StandardCharsets.UTF_8)));
    String r = "f7ad936da03f948c14c542020e3c5f4e02aaacd1f20427c11aa6e2fbf8776477";
    BigInteger order =
        new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
    BigInteger s =
        new BigInteger("646bba0e1a37f9e7c777c423a1d2849baafd7ff6a9930814a43c3f80d59db56f", 16);
    // The public networks have no rule on s in this function.
    List<Integer> high = hex(r + "%064x".formatted(order.subtract(s)));
    gives(
        vm.run(f, hash, 1, high),
        hex(
            "4646ae5047316b4230d0086c8acec687f00b1cd9d1dc634f6cb358ac0a9a8ffffe77b4dd0a4bfb95851f3b7355c781dd60f8418fc8a65d14907aff47c903a559"),
        true);
  }

  @Test
  void verifiesByTheStrictRule() {
    CompiledModule ed25519 =
        ModuleBuilder.module("0x1::ed25519")
            .nativeFunction("public fun public_key_validate_internal(vector<u8>): bool")
            .nativeFunction(
                "public fun signature_verify_strict_internal(vector<u8>, vector<u8>, vector<u8>): bool")
            .build();
    TestVm vm = TestVm.of(ed25519);
    String verify = "0x1::ed25519::signature_verify_strict_internal";
    String validate = "0x1::ed25519::public_key_validate_internal";
    // RFC 8032, section 7.1, test 2.
    String key = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
    String r = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da";
    String s = "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    gives(vm.run(verify, hex(r + s), hex(key), hex("72")), true);
    gives(vm.run(verify, hex(r + s), hex(key), hex("73")), false);
    gives(vm.run(verify, hex(r), hex(key), hex("72")), false);
    gives(vm.run(verify, hex(r + s), hex("00"), hex("72")), false);
    // s plus the order of the base point
    String large = "f52db7415978abc61b2c2eb6aeebfca0387b2eaeb4302aeeb00d291612bb0c10";
    gives(vm.run(verify, hex(r + large), hex(key), hex("72")), false);
    // The neutral element as key and as R fits every message without the rule on small orders.
    String neutral = "01" + "00".repeat(31);
    gives(vm.run(verify, hex(neutral + "00".repeat(32)), hex(neutral), hex("72")), false);
    gives(vm.run(validate, hex(key)), true);
    gives(vm.run(validate, hex(neutral)), false);
    gives(vm.run(validate, hex("02" + "00".repeat(31))), false);
    gives(vm.run(validate, hex("00")), false);
  }

  @Test
  void formatsValues() {
    CompiledModule utils =
        ModuleBuilder.module("0x1::string_utils")
            .version(7)
            .importStruct("0x1::string::String has copy, drop, store")
            .importStruct("0x1::option::Option<T> has copy, drop, store")
            .struct("Cons<T, N> has copy, drop { car: T, cdr: N }")
            .struct("NIL has copy, drop { dummy: bool }")
            .struct("D has copy, drop { a: u8, b: vector<bool>, c: 0x1::option::Option<address> }")
            .enumeration("E has copy, drop { A { x: u8 } B {} }")
            .nativeFunction(
                "public fun native_format<T>(&T, bool, bool, bool, bool): 0x1::string::String")
            .nativeFunction(
                "public fun native_format_list<T>(&vector<u8>, &T): 0x1::string::String")
            .build();
    TestVm vm = TestVm.of(utils);
    String f = "0x1::string_utils::native_format<";
    Bytes d = Bytes.fromHex("07" + "020001" + "01" + "00".repeat(31) + "0a");
    gives(
        vm.run(f + "0x1::string_utils::D>", d, false, false, true, false),
        text("D { a: 7, b: [ false, true ], c: Some(@0xa) }"));
    gives(
        vm.run(f + "0x1::string_utils::D>", d, true, true, false, true),
        text(
            "0x1::string_utils::D {\n  a: 7u8,\n  b: [ false, true ],\n  c: Some(@"
                + "0".repeat(63)
                + "a)\n}"));
    gives(vm.run(f + "vector<u8>>", List.of(1, 255), false, false, true, false), text("0x01ff"));
    gives(vm.run(f + "vector<u64>>", List.of(), false, false, true, false), text("[]"));
    gives(
        vm.run(
            f + "vector<vector<u16>>>", List.of(List.of(1), List.of()), false, false, false, true),
        text("[\n  [ 1u16 ],\n  []\n]"));
    gives(vm.run(f + "u256>", 5, false, false, true, true), text("5u256"));
    gives(vm.run(f + "bool>", true, false, false, true, true), text("true"));
    gives(vm.run(f + "signer>", "0x7", false, false, true, true), text("signer(@0x7)"));
    gives(
        vm.run(f + "0x1::string::String>", text("say \"\\\""), false, false, true, false),
        text("\"say \\\"\\\\\\\"\""));
    gives(
        vm.run(f + "0x1::option::Option<u8>>", Bytes.fromHex("00"), false, false, true, false),
        text("None"));
    gives(
        vm.run(f + "0x1::string_utils::E>", Bytes.fromHex("0007"), true, false, true, false),
        text("A{ x: 7 }"));
    gives(
        vm.run(f + "0x1::string_utils::E>", Bytes.fromHex("01"), true, false, true, false),
        text("B{}"));

    String list =
        "0x1::string_utils::native_format_list<0x1::string_utils::Cons<u8, 0x1::string_utils::Cons<bool, 0x1::string_utils::NIL>>>";
    Bytes values = Bytes.fromHex("070100");
    gives(vm.run(list, text("a {} b {} {{}}"), values), text("a 7 b true {}"));
    fails(vm.run(list, text("{}"), values), StatusCode.ABORTED, 1);
    fails(vm.run(list, text("{} {} {}"), values), StatusCode.ABORTED, 1);
    fails(vm.run(list, text("{} {} {"), values), StatusCode.ABORTED, 2);
    fails(vm.run(list, text("{} {} }"), values), StatusCode.ABORTED, 2);
    fails(vm.run(list, text("{x} {}"), values), StatusCode.ABORTED, 2);
  }

  @Test
  void hostsAddTheirOwn() {
    NativeRegistry registry =
        NativeRegistry.builder()
            .addAll(StandardNatives.registry())
            .add(
                AccountAddress.of(0x42),
                "m",
                "twice",
                context -> context.returnLong(2 * context.longArgument(0)))
            .build();
    CompiledModule module =
        ModuleBuilder.module("0x42::m")
            .nativeFunction("fun twice(u64): u64")
            .function("public fun f(u64): u64", "", "MoveLoc 0; Call twice; Ret")
            .build();
    gives(TestVm.of(VmConfig.of(registry), module).run("0x42::m::f", 21), 42);
    assertThatThrownBy(() -> TestVm.of(module).run("0x42::m::f", 21))
        .isInstanceOfSatisfying(
            MoveException.class,
            e -> assertThat(e.status()).isEqualTo(StatusCode.MISSING_DEPENDENCY));
  }
}
