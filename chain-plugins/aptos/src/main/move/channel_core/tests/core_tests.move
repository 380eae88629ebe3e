#[test_only]
module state_channel::core_tests {
    use std::vector;
    use state_channel::channel_codec as codec;
    use state_channel::channel_core as core;

    #[test]
    /// The quorum table of the protocol document, section 1.1.
    fun quorums() {
        let n = vector[1u64, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 16];
        let f = vector[0u64, 0, 0, 1, 1, 1, 2, 2, 2, 3, 4, 5];
        let q = vector[1u64, 2, 3, 3, 4, 5, 5, 6, 7, 7, 9, 11];
        let v = vector[1u64, 2, 2, 3, 4, 4, 5, 6, 6, 7, 9, 11];
        let s = vector[1u64, 1, 1, 3, 3, 3, 5, 5, 5, 7, 9, 11];
        vector::enumerate_ref(&n, |i, n| {
            let n = *n;
            assert!(core::f(n) == *vector::borrow(&f, i), n);
            assert!(core::q(n) == *vector::borrow(&q, i), 100 + n);
            assert!(core::v(n) == *vector::borrow(&v, i), 200 + n);
            assert!(core::statuses(n, core::q(n), 0) == *vector::borrow(&s, i), 300 + n);
        });
        let majorities = vector[1u64, 2, 2, 3, 3, 4, 4, 5, 5];
        vector::enumerate_ref(&majorities, |i, majority| assert!(core::majority(i + 1) == *majority, 400 + i));
        assert!(core::majority(12) == 7 && core::majority(15) == 8, 500);
    }

    #[test]
    fun quorums_are_raised_by_removals() {
        // 4 -> 3 -> 2: certificates need all that are left.
        assert!(core::q_after_change(3, 3) == 3 && core::q_after_change(2, 3) == 2, 1);
        // 7 (5) -> 6 (5) -> 5 (5) -> 6 (5)
        assert!(core::q_after_change(6, 5) == 5 && core::q_after_change(5, 5) == 5, 2);
        assert!(core::q_after_change(9, 5) == 7, 3);
    }

    #[test]
    fun channels_go_on_with_enough_survivors() {
        assert!(core::continues(4, 3, 0, 3) && !core::continues(4, 3, 0, 2), 1);
        assert!(core::continues(4, 3, 1, 2), 2);
        assert!(core::continues(7, 5, 0, 5) && !core::continues(7, 5, 0, 4), 3);
        assert!(core::continues(3, 3, 0, 1) && !core::continues(3, 3, 0, 0), 4);
    }

    #[test]
    fun liveness_has_sharp_edges() {
        assert!(core::is_live(14999, 0, 15000) && core::is_live(15000, 0, 15000) && !core::is_live(15001, 0, 15000), 1);
        assert!(!core::is_dead(59999, 0, 60000) && !core::is_dead(60000, 0, 60000) && core::is_dead(60001, 0, 60000), 2);
        assert!(core::is_live(5, 9, 15000) && !core::is_dead(5, 9, 60000), 3);
    }

    #[test]
    fun delegation_caps() {
        let n = vector[1u64, 5, 6, 9, 10, 11, 13, 15, 16, 64];
        let cap = vector[0u64, 0, 1, 1, 1, 2, 2, 2, 3, 12];
        vector::zip(n, cap, |n, cap| assert!(core::delegation_cap(n) == cap, n));
    }

    #[test]
    fun candidates_are_the_longest_joined_live_ones() {
        let none = vector[0u64, 0, 0, 0, 0, 0, 0];
        let live = vector[false, false, false, false, false, false, false];
        assert!(core::candidates(&live, &none) == vector[0, 1, 2, 3, 4], 1);
        let dead = vector[false, true, false, false, false, false, false];
        assert!(core::candidates(&dead, &none) == vector[0, 2, 3, 4, 5], 2);
        let chosen = vector[0u64, 1, 0, 0, 0, 0, 1];
        assert!(core::candidates(&live, &chosen) == vector[1, 6, 0, 2, 3], 3);
        assert!(core::candidates(&vector[false, true], &vector[0, 0]) == vector[0, 1], 4);
    }

    #[test]
    fun weights_follow_delegations() {
        let candidates = vector[0u64, 1, 2, 3, 4];
        let none = vector[7u64, 7, 7, 7, 7, 7, 7];
        assert!(core::weights(7, &candidates, &none, 7) == vector[1, 1, 1, 1, 1, 1, 1], 1);
        let some = vector[7u64, 7, 7, 7, 7, 0, 6];
        assert!(core::weights(7, &candidates, &some, 7) == vector[2, 1, 1, 1, 1, 0, 1], 2);
        // Whoever delegated to the accused votes itself.
        assert!(core::weights(7, &candidates, &some, 0) == vector[0, 1, 1, 1, 1, 1, 1], 3);
        assert!(core::weights(3, &vector[0, 1, 2], &vector[1, 3, 3], 3) == vector[1, 1, 1], 4);
    }

    #[test]
    fun fines_stay_inside_the_reservation() {
        let (amount, back) = core::fine_split(400, 50, 1000);
        assert!(amount == 400 && back == 50, 1);
        let (amount, back) = core::fine_split(400, 50, 30);
        assert!(amount == 30 && back == 30, 2);
        assert!(!core::is_fined(2) && core::is_fined(3), 3);
    }

    #[test]
    fun bits_are_counted() {
        assert!(core::popcount(0) == 0 && core::popcount(0xffffffffffffffff) == 64 && core::popcount(0x8001) == 2, 1);
        assert!(core::has_bit(5, 2) && !core::has_bit(5, 1) && !core::has_bit(5, 64), 2);
        assert!(core::has_bit_above(8, 3) && !core::has_bit_above(7, 3) && !core::has_bit_above(1 << 63, 64), 3);
    }

    #[test]
    fun codec_reads_the_shortest_form_only() {
        let r = codec::reader(x"8001ff0102030405060708", 100);
        assert!(codec::uleb(&mut r) == 128 && codec::read_u8(&mut r) == 255, 1);
        assert!(codec::read_u64(&mut r) == 0x0807060504030201, 2);
        codec::finish(r);
        let out = vector[];
        codec::put_count(&mut out, 300);
        assert!(out == x"ac02", 3);
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun codec_refuses_a_longer_form() {
        codec::uleb(&mut codec::reader(x"8000", 100));
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun codec_refuses_33_bits() {
        codec::uleb(&mut codec::reader(x"8080808010", 100));
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun codec_refuses_what_is_left_over() {
        codec::finish(codec::reader(x"00", 100));
    }

    #[test]
    #[expected_failure(abort_code = 7, location = state_channel::channel_codec)]
    fun codec_refuses_what_is_too_long() {
        codec::reader(x"0000", 1);
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun codec_refuses_other_options() {
        codec::has_option(&mut codec::reader(x"02", 1));
    }

    #[test]
    fun merkle_proofs_of_three_leaves() {
        // Leaves a, b, c: the left part holds two.
        let a = hash(x"00", b"a", b"");
        let b = hash(x"00", b"b", b"");
        let c = hash(x"00", b"c", b"");
        let ab = hash(x"01", a, b);
        let root = hash(x"01", ab, c);
        assert!(codec::is_leaf(true, &root, b"a", 0, 3, &vector[b, c]), 1);
        assert!(codec::is_leaf(true, &root, b"b", 1, 3, &vector[a, c]), 2);
        assert!(codec::is_leaf(true, &root, b"c", 2, 3, &vector[ab]), 3);
        assert!(!codec::is_leaf(true, &root, b"c", 1, 3, &vector[a, c]), 4);
        assert!(!codec::is_leaf(true, &root, b"a", 0, 3, &vector[b]), 5);
        assert!(!codec::is_leaf(true, &root, b"a", 0, 3, &vector[b, c, c]), 6);
        assert!(!codec::is_leaf(true, &root, b"a", 3, 3, &vector[b, c]), 7);
        assert!(!codec::is_leaf(false, &root, b"a", 0, 3, &vector[b, c]), 8);
        assert!(codec::is_leaf(true, &a, b"a", 0, 1, &vector[]), 9);
    }

    fun hash(prefix: vector<u8>, left: vector<u8>, right: vector<u8>): vector<u8> {
        vector::append(&mut prefix, left);
        vector::append(&mut prefix, right);
        std::hash::sha3_256(prefix)
    }
}
