#[test_only]
module std::std_tests {
    use std::bcs;
    use std::error;
    use std::features;
    use std::fixed_point32;
    use std::hash;
    use std::option;
    use std::signer;
    use std::string;
    use std::vector;

    #[test]
    fun option_holds_one_or_none() {
        let o = option::none<u64>();
        assert!(option::is_none(&o) && option::get_with_default(&o, 7) == 7, 1);
        assert!(option::is_none(&option::swap_or_fill(&mut o, 1)), 2);
        assert!(option::swap(&mut o, 2) == 1 && option::contains(&o, &2), 3);
        *option::borrow_mut(&mut o) = 3;
        assert!(option::extract(&mut o) == 3 && option::is_none(&o), 4);
        option::fill(&mut o, 5);
        assert!(option::to_vec(option::map(o, |e| e * 2)) == vector[10], 5);
        assert!(option::from_vec(vector[1u8]) == option::some(1), 6);
        assert!(option::destroy_with_default(option::none(), 9u8) == 9, 7);
        assert!(option::filter(option::some(4u64), |e| *e > 4) == option::none(), 8);
        assert!(option::any(&option::some(4u64), |e| *e == 4), 9);
        option::destroy_none(option::none<signer>());
    }

    #[test]
    #[expected_failure(abort_code = 0x40001, location = std::option)]
    fun option_without_value_cannot_be_borrowed() {
        option::borrow(&option::none<u64>());
    }

    #[test]
    #[expected_failure(abort_code = 0x40000, location = std::option)]
    fun option_with_value_cannot_be_filled() {
        option::fill(&mut option::some(1u64), 2);
    }

    #[test]
    #[expected_failure(abort_code = 0x40002, location = std::option)]
    fun option_of_two_is_none() {
        option::from_vec(vector[1u64, 2]);
    }

    #[test]
    fun string_counts_bytes() {
        let s = string::utf8(b"Gr");
        string::append(&mut s, string::utf8(x"c3bc"));
        string::append_utf8(&mut s, b"n");
        assert!(string::length(&s) == 5, 1);
        assert!(string::index_of(&s, &string::utf8(b"n")) == 4, 2);
        assert!(string::index_of(&s, &string::utf8(b"x")) == 5, 3);
        string::insert(&mut s, 2, string::utf8(b"--"));
        assert!(*string::bytes(&s) == x"47722d2dc3bc6e", 4);
        assert!(string::into_bytes(string::sub_string(&s, 4, 6)) == x"c3bc", 5);
        assert!(option::is_none(&string::try_utf8(x"c3")), 6);
        assert!(string::is_empty(&string::utf8(b"")), 7);
    }

    #[test]
    #[expected_failure(abort_code = 1, location = std::string)]
    fun string_is_utf8() {
        string::utf8(x"ff");
    }

    #[test]
    #[expected_failure(abort_code = 2, location = std::string)]
    fun string_is_not_cut_inside_a_character() {
        string::sub_string(&string::utf8(x"c3bc"), 0, 1);
    }

    #[test]
    fun errors_have_categories() {
        assert!(error::invalid_argument(3) == 0x10003, 1);
        assert!(error::unavailable(3) == 0xD0003, 2);
        assert!(error::canonical(0x8, 1) == error::already_exists(1), 3);
    }

    #[test]
    fun bytes_are_canonical() {
        assert!(bcs::to_bytes(&258u16) == x"0201", 1);
        assert!(bcs::to_bytes(&option::some(string::utf8(b"a"))) == x"010161", 2);
        assert!(bcs::serialized_size(&vector[1u64, 2]) == 17, 3);
    }

    #[test]
    fun hashes_match_their_standards() {
        assert!(hash::sha2_256(b"abc") == x"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 1);
        assert!(hash::sha3_256(b"abc") == x"3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532", 2);
    }

    #[test(s = @0x42)]
    fun signer_has_its_address(s: &signer) {
        assert!(signer::address_of(s) == @0x42, 1);
    }

    #[test]
    fun fixed_point_rounds_as_said() {
        let third = fixed_point32::create_from_rational(1, 3);
        assert!(fixed_point32::get_raw_value(third) == 0x55555555, 1);
        assert!(fixed_point32::multiply_u64(9, third) == 2, 2);
        assert!(fixed_point32::divide_u64(1, third) == 3, 3);
        let x = fixed_point32::create_from_rational(5, 2);
        assert!(fixed_point32::floor(x) == 2 && fixed_point32::ceil(x) == 3 && fixed_point32::round(x) == 3, 4);
        let two = fixed_point32::create_from_u64(2);
        assert!(fixed_point32::ceil(two) == 2 && fixed_point32::max(x, two) == x && fixed_point32::min(x, two) == two, 5);
        assert!(fixed_point32::is_zero(fixed_point32::create_from_rational(0, 7)), 6);
    }

    #[test]
    #[expected_failure(abort_code = 0x20005, location = std::fixed_point32)]
    fun fixed_point_has_a_largest_value() {
        fixed_point32::create_from_u64(0x100000000);
    }

    #[test]
    #[expected_failure(abort_code = 0x20005, location = std::fixed_point32)]
    fun fixed_point_ratio_does_not_vanish() {
        fixed_point32::create_from_rational(1, 0x100000001);
    }

    #[test(framework = @0x1)]
    fun features_are_switched(framework: &signer) {
        assert!(!features::is_enabled(3), 1);
        features::change_feature_flags(framework, vector[3, 17], vector[]);
        assert!(features::is_enabled(3) && features::is_enabled(17) && !features::is_enabled(4), 2);
        features::change_feature_flags(framework, vector[4], vector[3, 99]);
        assert!(!features::is_enabled(3) && features::is_enabled(17) && features::is_enabled(4), 3);
    }

    #[test(other = @0x2)]
    #[expected_failure(abort_code = 0x50001, location = std::features)]
    fun features_are_switched_by_the_framework(other: &signer) {
        features::change_feature_flags(other, vector::singleton(1), vector[]);
    }
}
