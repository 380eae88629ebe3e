#[test_only]
module aptos_std::aptos_std_tests {
    use std::option;
    use std::string;
    use aptos_std::any;
    use aptos_std::aptos_hash;
    use aptos_std::comparator;
    use aptos_std::copyable_any;
    use aptos_std::ed25519;
    use aptos_std::fixed_point64;
    use aptos_std::from_bcs;
    use aptos_std::math128;
    use aptos_std::math64;
    use aptos_std::secp256k1;
    use aptos_std::simple_map;
    use aptos_std::string_utils;
    use aptos_std::table::{Self, Table};
    use aptos_std::table_with_length;
    use aptos_std::type_info;
    use std::event;
    use std::guid;
    use std::fixed_point32;

    struct Keep has key {
        table: Table<u64, u64>
    }

    #[event]
    struct Happened has drop, store, copy {
        at: u64
    }

    struct Pair<A, B> has copy, drop, store {
        a: A,
        b: B
    }

    #[test(s = @0x7)]
    fun table_holds_entries(s: &signer) {
        let t = table::new<u64, u64>();
        table::add(&mut t, 1, 10);
        table::upsert(&mut t, 1, 11);
        table::upsert(&mut t, 2, 20);
        *table::borrow_mut(&mut t, 2) = 21;
        *table::borrow_mut_with_default(&mut t, 3, 30) = 31;
        assert!(*table::borrow(&t, 1) == 11 && table::remove(&mut t, 2) == 21, 1);
        assert!(!table::contains(&t, 2) && *table::borrow_with_default(&t, 2, &5) == 5, 2);
        assert!(*table::borrow(&t, 3) == 31, 3);
        move_to(s, Keep { table: t });
    }

    #[test(s = @0x7)]
    // 25607 here and on public networks; the reference test runner has its own code.
    #[expected_failure]
    fun table_refuses_a_second_entry(s: &signer) {
        let t = table::new<u64, u64>();
        table::add(&mut t, 1, 10);
        table::add(&mut t, 1, 10);
        move_to(s, Keep { table: t });
    }

    #[test]
    fun table_with_length_counts() {
        let t = table_with_length::new<u8, u8>();
        table_with_length::add(&mut t, 1, 1);
        table_with_length::upsert(&mut t, 1, 2);
        table_with_length::upsert(&mut t, 2, 2);
        assert!(table_with_length::length(&t) == 2, 1);
        table_with_length::remove(&mut t, 1);
        table_with_length::remove(&mut t, 2);
        assert!(table_with_length::empty(&t), 2);
        table_with_length::destroy_empty(t);
    }

    #[test]
    #[expected_failure(abort_code = 0x30066, location = aptos_std::table_with_length)]
    fun table_with_length_ends_empty() {
        let t = table_with_length::new<u8, u8>();
        table_with_length::add(&mut t, 1, 1);
        table_with_length::destroy_empty(t);
    }

    #[test]
    fun simple_map_finds_by_key() {
        let m = simple_map::new_from(vector[1u64, 2], vector[10u64, 20]);
        simple_map::add(&mut m, 3, 30);
        assert!(*simple_map::borrow(&m, &2) == 20 && simple_map::length(&m) == 3, 1);
        let (k, v) = simple_map::upsert(&mut m, 2, 21);
        assert!(k == option::some(2) && v == option::some(20), 2);
        let (k, v) = simple_map::upsert(&mut m, 4, 40);
        assert!(k == option::none() && v == option::none(), 3);
        let (_, v) = simple_map::remove(&mut m, &1);
        assert!(v == 10 && !simple_map::contains_key(&m, &1), 4);
        *simple_map::borrow_mut(&mut m, &4) = 44;
        let (keys, values) = simple_map::to_vec_pair(m);
        assert!(keys == simple_map::keys(&m) && values == simple_map::values(&m), 5);
        assert!(*simple_map::borrow(&m, &4) == 44, 6);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::simple_map)]
    fun simple_map_has_a_key_once() {
        let m = simple_map::new<u64, u64>();
        simple_map::add(&mut m, 1, 1);
        simple_map::add(&mut m, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 0x10002, location = aptos_std::simple_map)]
    fun simple_map_lends_what_it_has() {
        simple_map::borrow(&simple_map::new<u64, u64>(), &1);
    }

    #[test]
    fun values_come_back_from_bytes() {
        assert!(from_bcs::to_u64(x"0100000000000000") == 1, 1);
        assert!(from_bcs::to_u256(x"0100000000000000000000000000000000000000000000000000000000000000") == 1, 2);
        assert!(from_bcs::to_bool(x"01"), 3);
        assert!(from_bcs::to_bytes(x"020102") == x"0102", 4);
        assert!(from_bcs::to_string(x"0161") == string::utf8(b"a"), 5);
        assert!(from_bcs::to_address(x"0000000000000000000000000000000000000000000000000000000000000042") == @0x42, 6);
    }

    #[test]
    #[expected_failure]
    fun bytes_left_over_are_refused() {
        from_bcs::to_u8(x"0100");
    }

    #[test]
    fun any_remembers_its_type() {
        let x = any::pack(Pair { a: 1u8, b: vector[2u64] });
        assert!(*any::type_name(&x) == type_info::type_name<Pair<u8, vector<u64>>>(), 1);
        assert!(any::unpack<Pair<u8, vector<u64>>>(x) == Pair { a: 1, b: vector[2] }, 2);
        let y = copyable_any::pack(7u64);
        assert!(copyable_any::unpack<u64>(copy y) == 7 && copyable_any::unpack<u64>(y) == 7, 3);
    }

    #[test]
    #[expected_failure(abort_code = 0x10000, location = aptos_std::any)]
    fun any_is_no_other_type() {
        any::unpack<u8>(any::pack(1u64));
    }

    #[test]
    fun types_have_names() {
        let info = type_info::type_of<Pair<u8, bool>>();
        assert!(type_info::account_address(&info) == @0x1, 1);
        assert!(type_info::module_name(&info) == b"aptos_std_tests", 2);
        assert!(type_info::struct_name(&info) == b"Pair<u8, bool>", 3);
        assert!(type_info::type_name<Pair<u8, string::String>>()
            == string::utf8(b"0x1::aptos_std_tests::Pair<u8, 0x1::string::String>"), 4);
        assert!(type_info::size_of_val(&vector[1u64]) == 9, 5);
    }

    #[test]
    fun arithmetic_is_exact() {
        let max = 18446744073709551615;
        assert!(math64::average(max, max - 2) == max - 1 && math64::average(1, 4) == 2, 1);
        assert!(math64::mul_div(max, max, max) == max, 2);
        assert!(math64::pow(2, 63) == 1 << 63 && math64::pow(0, 0) == 1 && math64::pow(7, 3) == 343, 3);
        assert!(math64::floor_log2(1) == 0 && math64::floor_log2(max) == 63 && math64::floor_log2(1024) == 10, 4);
        assert!(math64::sqrt(0) == 0 && math64::sqrt(1) == 1 && math64::sqrt(3) == 1 && math64::sqrt(16) == 4, 5);
        assert!(math64::sqrt(max) == 4294967295, 6);
        assert!(math64::ceil_div(7, 2) == 4 && math64::ceil_div(0, 2) == 0 && math64::clamp(9, 1, 5) == 5, 7);
        assert!(math64::gcd(12, 18) == 6 && math64::max(1, 2) == 2 && math64::min(1, 2) == 1, 8);
        // log2(10) = 3.321928094887362...
        assert!(fixed_point32::get_raw_value(math64::log2(10)) == 14267572527, 9);
        let max = 340282366920938463463374607431768211455;
        assert!(math128::average(max, max) == max && math128::mul_div(max, max, max) == max, 10);
        assert!(math128::sqrt(max) == 18446744073709551615 && math128::floor_log2(max) == 127, 11);
        assert!(fixed_point32::get_raw_value(math128::log2(10)) == 14267572527, 12);
        assert!(fixed_point64::floor(math128::log2_64(1 << 100)) == 100, 13);
        assert!((fixed_point64::get_raw_value(math128::log2_64(10)) >> 32) == 14267572527, 14);
        let n = 0;
        while (n < 2000) {
            let root = math64::sqrt(n);
            assert!(root * root <= n && (root + 1) * (root + 1) > n, n);
            n = n + 1;
        }
    }

    #[test]
    #[expected_failure(arithmetic_error, location = aptos_std::math64)]
    fun powers_do_not_wrap() {
        math64::pow(2, 64);
    }

    #[test]
    fun fixed_point64_rounds_as_said() {
        let third = fixed_point64::create_from_rational(1, 3);
        assert!(fixed_point64::multiply_u128(9, third) == 2 && fixed_point64::divide_u128(1, third) == 3, 1);
        let x = fixed_point64::create_from_rational(5, 2);
        assert!(fixed_point64::floor(x) == 2 && fixed_point64::ceil(x) == 3 && fixed_point64::round(x) == 3, 2);
        let sum = fixed_point64::add(x, x);
        assert!(fixed_point64::equal(sum, fixed_point64::create_from_u128(5)), 3);
        assert!(fixed_point64::equal(fixed_point64::sub(sum, x), x) && fixed_point64::less(x, sum), 4);
        assert!(fixed_point64::almost_equal(x, sum, x) && !fixed_point64::almost_equal(x, sum, third), 5);
    }

    #[test]
    #[expected_failure(abort_code = 0x10006, location = aptos_std::fixed_point64)]
    fun fixed_point64_is_not_negative() {
        fixed_point64::sub(fixed_point64::create_from_u128(1), fixed_point64::create_from_u128(2));
    }

    #[test]
    fun compares_bytes() {
        assert!(comparator::is_equal(&comparator::compare(&1u8, &1u8)), 1);
        assert!(comparator::is_smaller_than(&comparator::compare(&b"a", &b"b")), 2);
        assert!(comparator::is_greater_than(&comparator::compare_u8_vector(b"ab", b"a")), 3);
        // 256 is 00 01, 1 is 01 00.
        assert!(comparator::is_smaller_than(&comparator::compare(&256u16, &1u16)), 4);
    }

    #[test]
    fun formats_values() {
        assert!(string_utils::to_string(&123u64) == string::utf8(b"123"), 1);
        assert!(string_utils::format2(&b"{}+{}", 1u8, 2u8) == string::utf8(b"1+2"), 2);
    }

    #[test]
    fun keccak_matches_its_standard() {
        assert!(aptos_hash::keccak256(b"abc")
            == x"4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45", 1);
    }

    #[test]
    /// RFC 8032, section 7.1, test 2.
    fun ed25519_signatures_are_checked() {
        let key = ed25519::new_unvalidated_public_key_from_bytes(
            x"3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = ed25519::new_signature_from_bytes(
            x"92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assert!(ed25519::signature_verify_strict(&signature, &key, x"72"), 1);
        assert!(!ed25519::signature_verify_strict(&signature, &key, x"73"), 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = aptos_std::ed25519)]
    fun ed25519_keys_have_32_bytes() {
        ed25519::new_unvalidated_public_key_from_bytes(x"00");
    }

    #[test]
    fun secp256k1_keys_are_recovered() {
        // Secret key 0x1234567890abcdef, over the SHA-256 of "abc".
        let message = x"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let signature = secp256k1::ecdsa_signature_from_bytes(
            x"c0b2cafe8842691bb7ee76f5ac558f1d628f3c163f168f9d2d872539a48b1e4c1a4815292bbe93752ef32263b56ab2c97638bbb9ec47e69a44ad5882f3896377");
        let key = secp256k1::ecdsa_raw_public_key_from_64_bytes(
            x"f973a0b87062c389d125d8199e803b832b6ac6bf7867a4f6cd87506060fc4c584b4a0a3f26c988c54c236b224c48bb605b265949e65c098ecd87a581ca10e25d");
        assert!(secp256k1::ecdsa_recover(message, 0, &signature) == option::some(key), 1);
        assert!(secp256k1::ecdsa_recover(message, 1, &signature) != option::some(key), 2);
        let bad = secp256k1::ecdsa_signature_from_bytes(
            x"00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000");
        assert!(option::is_none(&secp256k1::ecdsa_recover(message, 0, &bad)), 3);
    }

    #[test(s = @0x9)]
    fun guids_and_events_count(s: &signer) {
        let next = 4;
        let g = guid::create(s, &mut next);
        assert!(next == 5 && guid::creation_num(&g) == 4 && guid::creator_address(&g) == @0x9, 1);
        assert!(guid::eq_id(&g, &guid::create_id(@0x9, 4)), 2);
        let handle = event::new_event_handle<Happened>(g);
        assert!(event::counter(&handle) == 0, 3);
        event::destroy_handle(handle);
        event::emit(Happened { at: 1 });
    }
}
