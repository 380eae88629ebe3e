#[test_only]
/// Settlement by certificate, leaving, closing, applying pages.
module state_channel::settlement_tests {
    use std::hash;
    use std::vector;
    use aptos_framework::aptos_coin::AptosCoin;
    use state_channel::channel_codec as codec;
    use state_channel::fixture as f;
    use state_channel::state_channel as sc;

    const OPEN: u8 = 2;
    const CLOSED: u8 = 4;

    fun settle(id: u64, h: &f::Header, q: u64) {
        sc::settle(&f::member(9), id, f::settlement(h, q));
    }

    #[test]
    fun settlements_follow_each_other() {
        let id = f::channel(4);
        settle(id, &f::header(id, 10, f::even(4)), 3);
        let (height, root, seq, last) = sc::settled_for_test(id);
        assert!(height == 10 && root == f::root(10) && seq == 4 && last == 5 && f::seq(id) == 5, 1);
        // Money moves between members and out.
        let list = f::payouts(1, @0x0, vector[0, 1, 2, 3], vector[150, 50, 70, 130], vector[0, 0, 1, 0]);
        settle(id, &f::header(id, 20, list), 3);
        assert!(sc::payable(id, @0xa2) == 70 && sc::payable(id, @0xa1) == 0, 2);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0xa2);
        assert!(f::balance(2) == 100000 - 1100 + 70 && f::vault(id) == 4 * 1100 - 70, 3);
        // What was paid is not in the list any more.
        let rest = f::payouts(1, @0x0, vector[0, 1, 3], vector[1, 199, 130], vector[0, 0, 0]);
        settle(id, &f::header(id, 30, rest), 3);
    }

    #[test]
    #[expected_failure(abort_code = 11, location = state_channel::channel_ledger)]
    fun payouts_are_taken_once() {
        let id = f::channel(4);
        settle(id, &f::header(id, 10, f::payouts(1, @0x0, vector[0], vector[400], vector[1])), 3);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0xa0);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0xa0);
    }

    #[test]
    fun any_quorum_will_do() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        sc::settle(&f::member(9), id, f::settlement_with(&h, vector[1, 2, 3], vector[1, 2, 3]));
    }

    /// A channel of n settles with q(n) signatures.
    fun settles_with(n: u64, q: u64) {
        f::chain();
        let id = f::members(n, f::open_record(1));
        settle(id, &f::header(id, 10, f::even(n)), q);
        let (height, _, _, _) = sc::settled_for_test(id);
        assert!(height == 10, n);
    }

    #[test]
    fun one_certifies_alone() { settles_with(1, 1) }

    #[test]
    fun two_certify_with_two() { settles_with(2, 2) }

    #[test]
    fun three_certify_with_three() { settles_with(3, 3) }

    #[test]
    fun four_certify_with_three() { settles_with(4, 3) }

    #[test]
    fun five_certify_with_four() { settles_with(5, 4) }

    #[test]
    fun six_certify_with_five() { settles_with(6, 5) }

    #[test]
    fun seven_certify_with_five() { settles_with(7, 5) }

    #[test]
    fun eight_certify_with_six() { settles_with(8, 6) }

    #[test]
    fun nine_certify_with_seven() { settles_with(9, 7) }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_header)]
    fun three_do_not_certify_with_two() { settles_with(3, 2) }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_header)]
    fun nine_do_not_certify_with_six() { settles_with(9, 6) }

    #[test]
    fun a_join_does_not_outdate_a_certificate() {
        let id = f::channel(3);
        let h = f::header(id, 10, f::even(3));
        f::join(3, id);
        settle(id, &h, 3);
        let (height, _, seq, _) = sc::settled_for_test(id);
        assert!(height == 10 && seq == 3, 1);
        // The joiner's deposit is settled later, when its join is in the log.
        settle(id, &f::header(id, 20, f::even(4)), 3);
    }

    #[test]
    #[expected_failure(abort_code = 83, location = state_channel::channel_payouts)]
    fun a_deposit_outside_the_log_is_not_settled() {
        let id = f::channel(3);
        let h = f::with_seq(f::header(id, 10, f::even(3)), 2);
        settle(id, &h, 3);
    }

    // The checks of a certificate, in their order.

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun a_settlement_has_nothing_left_over() {
        let id = f::channel(4);
        let s = f::settlement(&f::header(id, 10, f::even(4)), 3);
        vector::push_back(&mut s, 0);
        sc::settle(&f::member(0), id, s);
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun a_settlement_is_whole() {
        let id = f::channel(4);
        let s = f::settlement(&f::header(id, 10, f::even(4)), 3);
        vector::pop_back(&mut s);
        sc::settle(&f::member(0), id, s);
    }

    #[test]
    #[expected_failure(abort_code = 7, location = state_channel::channel_codec)]
    fun a_settlement_is_bounded() {
        let id = f::channel(4);
        sc::settle(&f::member(0), id, vector::map(vector::range(0, 21230), |_i| 0u8));
    }

    #[test]
    #[expected_failure(abort_code = 13, location = state_channel::channel_header)]
    fun a_certificate_is_of_this_channel() {
        let id = f::channel(4);
        let h = f::with_domain(f::header(id, 10, f::even(4)), codec::domain((1 << 56) + 4, @state_channel, 2));
        settle(id, &h, 3);
    }

    #[test]
    #[expected_failure(abort_code = 13, location = state_channel::channel_header)]
    fun a_certificate_is_of_this_chain() {
        let id = f::channel(4);
        let h = f::with_domain(f::header(id, 10, f::even(4)), codec::domain((1 << 56) + 1, @state_channel, 1));
        settle(id, &h, 3);
    }

    #[test]
    #[expected_failure(abort_code = 70, location = state_channel::channel_book)]
    fun a_certificate_is_of_an_epoch_that_was() {
        let id = f::channel(4);
        settle(id, &f::with_epoch(f::header(id, 10, f::even(4)), 5), 3);
    }

    #[test]
    #[expected_failure(abort_code = 71, location = state_channel::channel_book)]
    fun a_certificate_is_of_the_claim() {
        let id = f::channel(4);
        settle(id, &f::with_claim(f::header(id, 10, f::even(4)), f::root(1)), 3);
    }

    #[test]
    #[expected_failure(abort_code = 71, location = state_channel::channel_book)]
    fun an_epoch_has_one_set() {
        let id = f::channel(4);
        settle(id, &f::with_epoch(f::header(id, 10, f::even(4)), 3), 3);
    }

    #[test]
    #[expected_failure(abort_code = 72, location = state_channel::channel_book)]
    fun small_sets_settle_nothing() {
        f::chain();
        let id = f::members(2, f::open_record(3));
        settle(id, &f::header(id, 10, f::even(2)), 2);
    }

    #[test]
    #[expected_failure(abort_code = 74, location = state_channel::channel_book)]
    fun a_header_confirms_in_its_own_epoch() {
        let id = f::channel(4);
        settle(id, &f::with_final_epoch(f::header(id, 10, f::even(4)), 3), 3);
    }

    #[test]
    #[expected_failure(abort_code = 75, location = state_channel::channel_book)]
    fun a_settlement_is_not_replayed() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        settle(id, &h, 3);
        settle(id, &h, 3);
    }

    #[test]
    #[expected_failure(abort_code = 76, location = state_channel::channel_header)]
    fun a_certificate_is_over_the_header() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        let s = f::bytes(&h);
        vector::append(&mut s, f::certificate(&f::with_chain_seq(h, 1), vector[0, 1, 2], vector[0, 1, 2]));
        vector::append(&mut s, f::even(4));
        sc::settle(&f::member(0), id, s);
    }

    #[test]
    #[expected_failure(abort_code = 77, location = state_channel::channel_header)]
    fun signers_are_in_the_set() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        sc::settle(&f::member(9), id, f::settlement_with(&h, vector[0, 1, 4], vector[0, 1, 4]));
    }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_header)]
    fun a_quorum_is_not_less() {
        let id = f::channel(4);
        settle(id, &f::header(id, 10, f::even(4)), 2);
    }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_header)]
    fun a_quorum_is_not_more() {
        let id = f::channel(4);
        settle(id, &f::header(id, 10, f::even(4)), 4);
    }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_header)]
    fun a_signer_signs_once() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        sc::settle(&f::member(9), id, f::settlement_with(&h, vector[0, 1], vector[0, 1, 1]));
    }

    #[test]
    #[expected_failure(abort_code = 79, location = state_channel::channel_header)]
    fun signatures_are_in_order_of_the_set() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        sc::settle(&f::member(9), id, f::settlement_with(&h, vector[0, 1, 2], vector[0, 2, 1]));
    }

    #[test]
    #[expected_failure(abort_code = 80, location = state_channel::channel_posted)]
    fun payouts_are_those_of_the_header() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        let s = f::bytes(&h);
        vector::append(&mut s, f::certificate(&h, vector[0, 1, 2], vector[0, 1, 2]));
        vector::append(&mut s, f::payouts(1, @0x0, vector[0], vector[400], vector[0]));
        sc::settle(&f::member(0), id, s);
    }

    fun settle_list(list: vector<u8>, kind: u8) {
        let id = f::channel(4);
        settle(id, &f::with_kind(f::header(id, 10, list), kind), 3);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_posted)]
    fun payouts_are_of_the_kind() { settle_list(f::even(4), 2); }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun payouts_are_sorted() {
        settle_list(f::payouts(1, @0x0, vector[1, 0], vector[200, 200], vector[0, 0]), 1);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun payouts_name_an_account_once() {
        settle_list(f::payouts(1, @0x0, vector[1, 1], vector[200, 200], vector[0, 0]), 1);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun payouts_are_not_zero() {
        settle_list(f::payouts(1, @0x0, vector[0, 1], vector[400, 0], vector[0, 0]), 1);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun payouts_stay_or_go() {
        settle_list(f::payouts(1, @0x0, vector[0], vector[400], vector[2]), 1);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun closing_pays_all() {
        settle_list(f::payouts(3, @0x0, vector[0, 1], vector[200, 200], vector[1, 0]), 3);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun leaving_pays_the_leaver() {
        settle_list(f::payouts(2, @0xa1, vector[0, 1], vector[200, 200], vector[1, 0]), 2);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun only_leaving_has_a_subject() {
        settle_list(f::payouts(1, @0xa1, vector[0], vector[400], vector[0]), 1);
    }

    #[test]
    #[expected_failure(abort_code = 82, location = state_channel::channel_payouts)]
    fun strangers_are_paid_nothing() {
        settle_list(f::payouts(1, @0x0, vector[0, 8], vector[300, 100], vector[0, 0]), 1);
    }

    #[test]
    #[expected_failure(abort_code = 83, location = state_channel::channel_payouts)]
    fun coins_are_not_made() { settle_list(f::payouts(1, @0x0, vector[0], vector[401], vector[0]), 1); }

    #[test]
    #[expected_failure(abort_code = 83, location = state_channel::channel_payouts)]
    fun coins_are_not_lost() { settle_list(f::payouts(1, @0x0, vector[0], vector[399], vector[0]), 1); }

    #[test]
    #[expected_failure(abort_code = 83, location = state_channel::channel_payouts)]
    fun sums_do_not_wrap() {
        settle_list(
            f::payouts(1, @0x0, vector[0, 1, 2], vector[18446744073709551615, 1, 400], vector[0, 0, 0]), 1
        );
    }

    // The checks of a settlement.

    #[test]
    #[expected_failure(abort_code = 84, location = state_channel::channel_book)]
    fun only_checkpoints_settle() {
        settle_list(f::payouts(0, @0x0, vector[0], vector[400], vector[0]), 0);
    }

    #[test]
    #[expected_failure(abort_code = 85, location = state_channel::channel_book)]
    fun the_last_settlement_is_in_the_log() {
        let id = f::channel(4);
        settle(id, &f::header(id, 10, f::even(4)), 3);
        settle(id, &f::with_seq(f::header(id, 20, f::even(4)), 4), 3);
    }

    #[test]
    #[expected_failure(abort_code = 86, location = state_channel::channel_book)]
    fun settlements_stand_on_the_settled_height() {
        let id = f::channel(4);
        settle(id, &f::with_base(f::header(id, 10, f::even(4)), 1, f::genesis_root()), 3);
    }

    #[test]
    #[expected_failure(abort_code = 86, location = state_channel::channel_book)]
    fun settlements_stand_on_the_settled_root() {
        let id = f::channel(4);
        settle(id, &f::with_base(f::header(id, 10, f::even(4)), 0, f::root(0)), 3);
    }

    // Leaving and closing.

    #[test]
    fun leaving_pays_and_bumps_the_set() {
        let id = f::channel(4);
        let list = f::payouts(2, @0xa0, vector[0, 1, 2, 3], vector[40, 160, 100, 100], vector[1, 0, 0, 0]);
        settle(id, &f::with_kind(f::header(id, 10, list), 2), 3);
        assert!(sc::payable(id, @0xa0) == 40 && f::set_version(id) == 5 && f::epoch(id) == 5, 1);
        // The leader left: the epoch is vacant and can be claimed at once.
        assert!(f::leader(id) == @0x0, 2);
        sc::claim_leader(&f::member(1), id, 5);
        let (_, _, free_at) = sc::reservation(id, @0xa0);
        assert!(free_at == f::now() + 75000, 3);
        assert!(f::take_assets(id, 0) == 1000, 4);
        // Three of three go on; the quorum started anew.
        let list = f::payouts(1, @0x0, vector[1, 2, 3], vector[160, 100, 100], vector[0, 0, 0]);
        let h = f::header(id, 20, list);
        sc::settle(&f::member(9), id, f::settlement_with(&h, vector[0, 1, 2], vector[1, 2, 3]));
    }

    #[test]
    #[expected_failure(abort_code = 12, location = state_channel::channel_ledger)]
    fun stake_is_held_for_the_window() {
        let id = left();
        f::at(74999);
        sc::release_stake(&f::member(9), id, @0xa3);
    }

    #[test]
    fun stake_is_free_after_the_window() {
        let id = left();
        f::at(75000);
        sc::release_stake(&f::member(9), id, @0xa3);
        assert!(sc::payable(id, @0xa3) == 1100, 1);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0xa3);
        assert!(f::balance(3) == 100000 && f::vault(id) == 3300, 2);
    }

    /// Member 3 of four has left.
    fun left(): u64 {
        let id = f::channel(4);
        let list = f::payouts(2, @0xa3, vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]);
        settle(id, &f::with_kind(f::header(id, 10, list), 2), 3);
        id
    }

    #[test]
    #[expected_failure(abort_code = 89, location = state_channel::channel_book)]
    fun members_that_left_do_not_sign_the_past() {
        let id = f::channel(4);
        let old = f::header(id, 20, f::payouts(1, @0x0, vector[0, 1, 2], vector[100, 100, 100], vector[0, 0, 0]));
        let list = f::payouts(2, @0xa3, vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]);
        settle(id, &f::with_kind(f::header(id, 10, list), 2), 3);
        settle(id, &f::with_seq(f::with_base(old, 10, f::root(10)), 5), 3);
    }

    #[test]
    #[expected_failure(abort_code = 112, location = state_channel::channel_book)]
    fun members_keep_their_assets_in() { f::take_assets(f::channel(3), 1); }

    #[test]
    fun those_that_left_come_back_with_new_keys() {
        let id = left();
        f::take_assets(id, 3);
        let r = f::join_with_keys(7, @0xa3, sc::domain_for_test(id), 5);
        vector::push_back(&mut r, 0);
        f::join_as(3, id, r);
        assert!(f::set_version(id) == 6, 1);
        let (stake, _, free_at) = sc::reservation(id, @0xa3);
        assert!(stake == 2000 && free_at == 0, 2);
    }

    #[test]
    #[expected_failure(abort_code = 24, location = state_channel::channel_roster)]
    fun old_member_keys_stay_used() {
        let id = left();
        f::take_assets(id, 3);
        f::join(3, id);
    }

    #[test]
    fun a_leave_to_below_min_signers_closes_by_exit() {
        let id = f::channel(2);
        let list = f::payouts(2, @0xa1, vector[0, 1], vector[100, 100], vector[0, 1]);
        settle(id, &f::with_kind(f::header(id, 10, list), 2), 2);
        assert!(f::phase(id) == 3, 1);
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(f::phase(id) == CLOSED && sc::payable(id, @0xa0) == 100 && sc::payable(id, @0xa1) == 100, 2);
    }

    #[test]
    fun closing_pays_everybody() {
        let id = f::channel(3);
        let list = f::payouts(3, @0x0, vector[0, 1, 2], vector[1, 2, 297], vector[1, 1, 1]);
        settle(id, &f::with_kind(f::header(id, 10, list), 3), 3);
        assert!(f::phase(id) == CLOSED && f::seq(id) == 5, 1);
        f::at(75000);
        let i = 0;
        while (i < 3) {
            sc::release_stake(&f::member(9), id, f::addr(i));
            sc::take_payout<AptosCoin>(&f::member(9), id, f::addr(i));
            f::take_assets(id, i);
            i = i + 1;
        };
        assert!(f::vault(id) == 0, 2);
        assert!(f::balance(0) == 99901 && f::balance(1) == 99902 && f::balance(2) == 100197, 3);
        assert!(f::take_state(id) == 0, 4);
    }

    #[test]
    #[expected_failure(abort_code = 3, location = state_channel::channel_book)]
    fun closed_is_closed() {
        let id = f::channel(3);
        let list = f::payouts(3, @0x0, vector[0, 1, 2], vector[1, 2, 297], vector[1, 1, 1]);
        settle(id, &f::with_kind(f::header(id, 10, list), 3), 3);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
    }

    #[test]
    #[expected_failure(abort_code = 97, location = state_channel::state_channel)]
    fun the_state_is_taken_after_closing() { f::take_state(f::channel(2)); }

    // Applying pages.

    /// A page with one new resource at 0x9.
    fun page(number: u8): vector<u8> {
        let p = b"SLUICE1:NETPAGE.";
        vector::append(&mut p, vector[number, 0, 0, 0, 1, 0]);
        codec::put_addr(&mut p, @0x9);
        vector::append(&mut p, x"010700" /* type tag 07, new */);
        vector::append(&mut p, x"022a00" /* two bytes of value */);
        p
    }

    fun leaf(p: vector<u8>): vector<u8> {
        let b = vector[0u8];
        vector::append(&mut b, p);
        hash::sha3_256(b)
    }

    fun two_pages(): (vector<u8>, vector<u8>, vector<u8>) {
        let first = leaf(page(0));
        let second = leaf(page(1));
        let root = vector[1u8];
        vector::append(&mut root, first);
        vector::append(&mut root, second);
        (first, second, hash::sha3_256(root))
    }

    fun with_pages(): (u64, vector<u8>, vector<u8>) {
        let id = f::channel(3);
        let (first, second, root) = two_pages();
        settle(id, &f::with_net_root(f::header(id, 10, f::even(3)), root), 3);
        (id, first, second)
    }

    #[test]
    fun pages_are_applied_in_order() {
        let (id, first, second) = with_pages();
        assert!(vector::length(&sc::applying(id)) == 1, 1);
        f::apply_page(id, 0, page(0), vector[second], 2);
        f::apply_page(id, 1, page(1), vector[first], 2);
        assert!(vector::is_empty(&sc::applying(id)), 2);
        let list = f::payouts(3, @0x0, vector[0], vector[300], vector[1]);
        settle(id, &f::with_kind(f::header(id, 20, list), 3), 3);
        assert!(f::take_state(id) == 2 && f::take_assets(id, 0) == 1002 && f::take_assets(id, 1) == 1001, 3);
    }

    #[test]
    #[expected_failure(abort_code = 110, location = state_channel::channel_applying)]
    fun pages_wait_for_their_turn() {
        let (id, first, _) = with_pages();
        f::apply_page(id, 1, page(1), vector[first], 2);
    }

    #[test]
    #[expected_failure(abort_code = 61, location = state_channel::channel_applying)]
    fun pages_are_those_settled() {
        let (id, first, _) = with_pages();
        f::apply_page(id, 0, page(0), vector[first], 2);
    }

    #[test]
    #[expected_failure(abort_code = 61, location = state_channel::channel_applying)]
    fun a_settlement_may_have_4096_pages() {
        let (id, _, second) = with_pages();
        f::apply_page(id, 0, page(0), vector[second], 4096);
    }

    #[test]
    #[expected_failure(abort_code = 110, location = state_channel::channel_applying)]
    fun a_settlement_has_no_more_than_4096_pages() {
        let (id, _, second) = with_pages();
        f::apply_page(id, 0, page(0), vector[second], 4097);
    }

    #[test]
    #[expected_failure(abort_code = 110, location = state_channel::channel_applying)]
    fun a_settlement_with_changes_has_a_page() {
        let (id, _, second) = with_pages();
        f::apply_page(id, 0, page(0), vector[second], 0);
    }

    #[test]
    #[expected_failure(abort_code = 110, location = state_channel::channel_applying)]
    fun the_number_of_pages_stays() {
        let (id, first, second) = with_pages();
        f::apply_page(id, 0, page(0), vector[second], 2);
        f::apply_page(id, 1, page(1), vector[first], 3);
    }

    #[test]
    #[expected_failure(abort_code = 11, location = state_channel::channel_applying)]
    fun without_changes_there_is_nothing_to_apply() {
        let id = f::channel(3);
        settle(id, &f::header(id, 10, f::even(3)), 3);
        f::apply_page(id, 0, page(0), vector[], 1);
    }

    #[test]
    #[expected_failure(abort_code = 12, location = state_channel::channel_applying)]
    fun the_dapp_has_its_time() {
        let (id, _, _) = with_pages();
        f::at(100000);
        sc::skip_apply(&f::member(9), id);
    }

    #[test]
    fun a_dapp_that_does_not_apply_locks_nothing() {
        let (id, _, _) = with_pages();
        f::at(100001);
        sc::skip_apply(&f::member(9), id);
        let list = f::payouts(3, @0x0, vector[0], vector[300], vector[1]);
        let (_, _, root) = two_pages();
        settle(id, &f::with_net_root(f::with_kind(f::header(id, 20, list), 3), root), 3);
        assert!(f::take_assets(id, 1) == 1001 && f::take_state(id) == 0, 1);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0xa0);
    }

    #[test]
    #[expected_failure(abort_code = 113, location = state_channel::channel_book)]
    fun assets_wait_for_their_pages() {
        let id = f::channel(4);
        let (_, _, root) = two_pages();
        let list = f::payouts(2, @0xa3, vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]);
        settle(id, &f::with_net_root(f::with_kind(f::header(id, 10, list), 2), root), 3);
        f::take_assets(id, 3);
    }

    #[test]
    #[expected_failure(abort_code = 87, location = state_channel::channel_applying)]
    fun settlements_wait_for_the_dapp() {
        let id = f::channel(3);
        let i = 1;
        while (i <= 5) {
            settle(id, &f::with_net_root(f::header(id, i * 10, f::even(3)), f::root(i)), 3);
            i = i + 1;
        };
    }
}
