#[test_only]
/// Exits, removals with their cuts, evidence, punishment, votes, the staking pool.
module state_channel::dispute_tests {
    use std::vector;
    use aptos_framework::aptos_coin::AptosCoin;
    use state_channel::channel_codec as codec;
    use state_channel::fixture as f;
    use state_channel::state_channel as sc;

    const OPEN: u8 = 2;
    const EXITING: u8 = 3;
    const CLOSED: u8 = 4;

    // Exit.

    #[test]
    fun an_exit_without_certificate_returns_deposits() {
        let id = f::channel(3);
        sc::open_exit(&f::member(1), id, vector[]);
        assert!(f::phase(id) == EXITING && f::seq(id) == 4, 1);
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(f::phase(id) == CLOSED && sc::payable(id, @0xa2) == 100, 2);
        f::at(60001 + 75000);
        let i = 0;
        while (i < 3) {
            sc::release_stake(&f::member(9), id, f::addr(i));
            sc::take_payout<AptosCoin>(&f::member(9), id, f::addr(i));
            assert!(f::balance(i) == 100000, 3);
            i = i + 1;
        };
        assert!(f::vault(id) == 0, 4);
    }

    #[test]
    fun a_forming_channel_can_be_left() {
        f::chain();
        let id = f::create(f::open_record(2));
        sc::open_exit(&f::member(0), id, vector[]);
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(sc::payable(id, @0xa0) == 100 && f::take_assets(id, 0) == 1000 && f::take_state(id) == 0, 1);
    }

    #[test]
    #[expected_failure(abort_code = 94, location = state_channel::channel_book)]
    fun an_exit_waits_for_its_window() {
        let id = f::channel(3);
        sc::open_exit(&f::member(1), id, vector[]);
        f::at(60000);
        sc::finalize_exit(&f::member(9), id);
    }

    #[test]
    fun the_highest_certificate_wins() {
        let id = f::channel(4);
        let low = f::with_kind(f::header(id, 10, f::payouts(0, @0x0, vector[0], vector[400], vector[0])), 0);
        let high = f::with_kind(
            f::header(id, 11, f::payouts(0, @0x0, vector[0, 3], vector[1, 399], vector[0, 0])), 0
        );
        sc::open_exit(&f::member(0), id, f::settlement(&low, 3));
        f::at(60000);
        sc::post_exit(&f::member(9), id, f::settlement(&high, 3));
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(sc::payable(id, @0xa0) == 1 && sc::payable(id, @0xa3) == 399, 1);
        let (height, root, _, _) = sc::settled_for_test(id);
        assert!(height == 11 && root == f::root(11), 2);
    }

    #[test]
    #[expected_failure(abort_code = 93, location = state_channel::channel_book)]
    fun a_lower_certificate_does_not_win() {
        let id = f::channel(4);
        let list = f::payouts(0, @0x0, vector[0], vector[400], vector[0]);
        sc::open_exit(&f::member(0), id, f::settlement(&f::with_kind(f::header(id, 10, list), 0), 3));
        sc::post_exit(&f::member(9), id, f::settlement(&f::with_kind(f::header(id, 9, list), 0), 3));
    }

    #[test]
    #[expected_failure(abort_code = 95, location = state_channel::channel_book)]
    fun nothing_is_posted_after_the_window() {
        let id = f::channel(4);
        let list = f::payouts(0, @0x0, vector[0], vector[400], vector[0]);
        sc::open_exit(&f::member(0), id, vector[]);
        f::at(60001);
        sc::post_exit(&f::member(9), id, f::settlement(&f::with_kind(f::header(id, 9, list), 0), 3));
    }

    #[test]
    #[expected_failure(abort_code = 96, location = state_channel::channel_book)]
    fun without_an_exit_nothing_is_posted() {
        let id = f::channel(4);
        let list = f::payouts(0, @0x0, vector[0], vector[400], vector[0]);
        sc::post_exit(&f::member(9), id, f::settlement(&f::with_kind(f::header(id, 9, list), 0), 3));
    }

    #[test]
    #[expected_failure(abort_code = 4, location = state_channel::channel_book)]
    fun an_exit_is_opened_once() {
        let id = f::channel(3);
        sc::open_exit(&f::member(1), id, vector[]);
        sc::open_exit(&f::member(2), id, vector[]);
    }

    #[test]
    #[expected_failure(abort_code = 6, location = state_channel::channel_book)]
    fun strangers_open_no_exit() { sc::open_exit(&f::member(5), f::channel(3), vector[]); }

    #[test]
    fun a_later_settlement_cancels_an_exit() {
        let id = f::channel(4);
        sc::open_exit(&f::member(1), id, vector[]);
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, f::even(4)), 3));
        // Settled, then exit cancelled.
        assert!(f::phase(id) == OPEN && f::seq(id) == 7, 1);
    }

    #[test]
    fun a_settlement_from_before_the_exit_does_not_cancel_it() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        sc::open_exit(&f::member(1), id, vector[]);
        sc::settle(&f::member(9), id, f::settlement(&h, 3));
        assert!(f::phase(id) == EXITING, 1);
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(sc::payable(id, @0xa3) == 100, 2);
    }

    #[test]
    #[expected_failure(abort_code = 88, location = state_channel::channel_book)]
    fun a_leave_from_before_the_exit_waits() {
        let id = f::channel(4);
        let list = f::payouts(2, @0xa3, vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]);
        let h = f::with_kind(f::header(id, 10, list), 2);
        sc::open_exit(&f::member(1), id, vector[]);
        sc::settle(&f::member(9), id, f::settlement(&h, 3));
    }

    #[test]
    fun a_settlement_below_the_best_leaves_the_exit_open() {
        let id = f::channel(4);
        let low = f::header(id, 10, f::even(4));
        let high = f::with_kind(f::header(id, 20, f::payouts(0, @0x0, vector[0], vector[400], vector[0])), 0);
        let high = f::with_base(high, 10, f::root(10));
        sc::open_exit(&f::member(1), id, f::settlement(&high, 3));
        sc::settle(&f::member(9), id, f::settlement(&f::with_chain_seq(low, 5), 3));
        assert!(f::phase(id) == EXITING, 1);
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(sc::payable(id, @0xa0) == 400, 2);
    }

    #[test]
    fun withheld_transactions_close_a_channel_of_two() {
        let id = f::channel(2);
        sc::report_withheld(&f::member(1), id);
        assert!(f::phase(id) == EXITING && f::leader(id) == @0xa0, 1);
        // No fine.
        let (stake, _, _) = sc::reservation(id, @0xa0);
        assert!(stake == 1000, 2);
    }

    #[test]
    #[expected_failure(abort_code = 45, location = state_channel::channel_book)]
    fun the_leader_withholds_nothing_from_itself() { sc::report_withheld(&f::member(0), f::channel(2)); }

    #[test]
    #[expected_failure(abort_code = 49, location = state_channel::channel_book)]
    fun three_members_have_another_way() { sc::report_withheld(&f::member(1), f::channel(3)); }

    // The dead, and cuts.

    fun expelled(after: u64): u64 {
        let id = f::channel(4);
        f::at(after);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        sc::expel_dead(&f::member(0), id, @0xa3);
        id
    }

    #[test]
    #[expected_failure(abort_code = 30, location = state_channel::channel_book)]
    fun a_member_is_not_dead_at_60_s() { expelled(60000); }

    #[test]
    fun a_member_is_dead_after_60_s() {
        let id = expelled(60001);
        assert!(f::set_version(id) == 5 && f::epoch(id) == 5 && f::phase(id) == OPEN, 1);
        let (stake, _, free_at) = sc::reservation(id, @0xa3);
        assert!(stake == 1000 && free_at == f::now() + 75000, 2);
    }

    #[test]
    fun three_of_four_need_all_three_after_a_removal() {
        let id = expelled(60001);
        // The certificate size stays 3; the cut is fixed after its window.
        f::at(60001 + 60001);
        sc::fix_cut(&f::member(9), id, @0xa3);
        let list = f::payouts_with_cuts(
            1, @0x0, vector[f::cut(@0xa3, 5, 0)], vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]
        );
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, list), 3));
        assert!(sc::payable(id, @0xa3) == 100 && f::take_assets(id, 3) == 1003, 1);
    }

    #[test]
    #[expected_failure(abort_code = 90, location = state_channel::channel_book)]
    fun nothing_is_settled_while_a_cut_is_open() {
        let id = expelled(60001);
        let list = f::payouts_with_cuts(
            1, @0x0, vector[f::cut(@0xa3, 5, 0)], vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]
        );
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, list), 3));
    }

    #[test]
    #[expected_failure(abort_code = 91, location = state_channel::channel_book)]
    fun a_settlement_names_the_cut() {
        let id = expelled(60001);
        f::at(60001 + 60001);
        sc::fix_cut(&f::member(9), id, @0xa3);
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, f::even(4)), 3));
    }

    #[test]
    #[expected_failure(abort_code = 91, location = state_channel::channel_book)]
    fun a_cut_names_member_and_removal() {
        let id = expelled(60001);
        f::at(60001 + 60001);
        sc::fix_cut(&f::member(9), id, @0xa3);
        let list = f::payouts_with_cuts(
            1, @0x0, vector[f::cut(@0xa3, 4, 0)], vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]
        );
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, list), 3));
    }

    #[test]
    fun seven_go_on_with_five_and_close_with_four() {
        let id = f::channel(7);
        f::at(60001);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        sc::expel_dead(&f::member(0), id, @0xa2);
        sc::expel_dead(&f::member(0), id, @0xa5);
        assert!(f::phase(id) == OPEN, 1);
        sc::expel_dead(&f::member(0), id, @0xa1);
        assert!(f::phase(id) == EXITING, 2);
    }

    #[test]
    #[expected_failure(abort_code = 91, location = state_channel::channel_book)]
    fun a_cut_is_not_below_what_was_posted() {
        let id = f::channel(4);
        let old = f::with_kind(f::header(id, 30, f::payouts(0, @0x0, vector[0], vector[400], vector[0])), 0);
        f::at(60001);
        sc::expel_dead(&f::member(0), id, @0xa3);
        sc::post_cut(&f::member(9), id, f::settlement(&old, 3));
        f::at(60001 + 60001);
        sc::fix_cut(&f::member(9), id, @0xa3);
        let list = f::payouts_with_cuts(
            1, @0x0, vector[f::cut(@0xa3, 5, 29)], vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]
        );
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 40, list), 3));
    }

    #[test]
    #[expected_failure(abort_code = 93, location = state_channel::channel_book)]
    fun cuts_grow() {
        let id = f::channel(4);
        let list = f::payouts(0, @0x0, vector[0], vector[400], vector[0]);
        let a = f::with_kind(f::header(id, 30, list), 0);
        let b = f::with_kind(f::header(id, 29, list), 0);
        f::at(60001);
        sc::expel_dead(&f::member(0), id, @0xa3);
        sc::post_cut(&f::member(9), id, f::settlement(&a, 3));
        sc::post_cut(&f::member(9), id, f::settlement(&b, 3));
    }

    #[test]
    #[expected_failure(abort_code = 94, location = state_channel::channel_cuts)]
    fun a_cut_waits_for_its_window() {
        let id = expelled(60001);
        f::at(60001 + 60000);
        sc::fix_cut(&f::member(9), id, @0xa3);
    }

    #[test]
    #[expected_failure(abort_code = 73, location = state_channel::channel_book)]
    fun certificates_are_void_after_the_window() {
        let id = f::channel(4);
        let old = f::header(id, 30, f::even(4));
        f::at(60001);
        sc::expel_dead(&f::member(0), id, @0xa3);
        f::at(60001 + 60001);
        sc::settle(&f::member(9), id, f::settlement(&old, 3));
    }

    #[test]
    fun a_settlement_from_before_a_removal_is_deferred() {
        let id = f::channel(4);
        let old = f::header(id, 30, f::even(4));
        f::at(60001);
        sc::expel_dead(&f::member(0), id, @0xa3);
        sc::settle(&f::member(9), id, f::settlement(&old, 3));
        let (height, _, _, _) = sc::settled_for_test(id);
        assert!(height == 0, 1);
        f::at(60001 + 60001);
        sc::fix_cut(&f::member(9), id, @0xa3);
        let (height, _, _, _) = sc::settled_for_test(id);
        assert!(height == 30, 2);
    }

    #[test]
    fun a_settlement_from_before_a_join_and_a_removal_is_deferred() {
        let id = f::channel(4);
        let old = f::header(id, 30, f::even(4));
        f::join(4, id);
        f::at(60001);
        sc::expel_dead(&f::member(0), id, @0xa3);
        sc::settle(&f::member(9), id, f::settlement(&old, 3));
        let (height, _, _, _) = sc::settled_for_test(id);
        assert!(height == 0, 1);
    }

    #[test]
    #[expected_failure(abort_code = 89, location = state_channel::channel_book)]
    fun a_settlement_from_before_a_join_and_a_leave_is_refused() {
        let id = f::channel(4);
        let rest = f::payouts(1, @0x0, vector[0, 1, 2, 4], vector[100, 100, 100, 100], vector[0, 0, 0, 0]);
        let old = f::header(id, 30, rest);
        f::join(4, id);
        let list = f::payouts(2, @0xa3, vector[0, 1, 2, 3, 4], vector[100, 100, 100, 100, 100], vector[0, 0, 0, 1, 0]);
        sc::settle(&f::member(9), id, f::settlement(&f::with_kind(f::header(id, 10, list), 2), 4));
        let again = f::with_base(f::with_seq(old, f::seq(id)), 10, f::root(10));
        sc::settle(&f::member(9), id, f::settlement(&again, 3));
    }

    #[test]
    #[expected_failure(abort_code = 78, location = state_channel::channel_header)]
    fun a_removal_does_not_lower_the_quorum() {
        let id = f::channel(7);
        f::at(60001);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        sc::expel_dead(&f::member(0), id, @0xa6);
        sc::expel_dead(&f::member(0), id, @0xa5);
        f::at(60001 + 60001);
        sc::fix_cut(&f::member(9), id, @0xa6);
        sc::fix_cut(&f::member(9), id, @0xa5);
        // Five are left, of whom four would do if the two had never been: all five must sign.
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, f::even(7)), 4));
    }

    #[test]
    fun what_was_paid_is_not_paid_again_by_an_exit() {
        let id = f::channel(4);
        // The members' log does not hold the settlement yet when the exit's certificate is made.
        let list = f::payouts(1, @0x0, vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]);
        let before = f::header(id, 20, list);
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, list), 3));
        let late = f::with_kind(f::with_base(before, 10, f::root(10)), 1);
        sc::open_exit(&f::member(0), id, f::settlement(&late, 3));
        f::at(60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(sc::payable(id, @0xa3) == 100 && sc::payable(id, @0xa0) == 100, 1);
        f::at(60001 + 75000);
        let i = 0;
        while (i < 4) {
            sc::release_stake(&f::member(9), id, f::addr(i));
            sc::take_payout<AptosCoin>(&f::member(9), id, f::addr(i));
            i = i + 1;
        };
        assert!(f::vault(id) == 0, 2);
    }

    #[test]
    #[expected_failure(abort_code = 81, location = state_channel::channel_payouts)]
    fun an_exit_does_not_take_back_what_was_paid() {
        let id = f::channel(4);
        let list = f::payouts(1, @0x0, vector[0, 1, 2, 3], vector[100, 100, 100, 100], vector[0, 0, 0, 1]);
        let before = f::header(id, 20, f::even(4));
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 10, list), 3));
        sc::open_exit(&f::member(0), id, f::settlement(&f::with_base(before, 10, f::root(10)), 3));
    }

    #[test]
    fun older_confirmed_work_wins_over_a_set_that_cut_it_off() {
        let id = f::channel(4);
        let all = f::payouts(0, @0x0, vector[0, 3], vector[1, 399], vector[0, 0]);
        let old = f::with_kind(f::header(id, 30, all), 0);
        f::at(60001);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        sc::expel_dead(&f::member(0), id, @0xa3);
        let cut = f::payouts_with_cuts(0, @0x0, vector[f::cut(@0xa3, 5, 5)], vector[0], vector[400], vector[0]);
        let new = f::with_kind(f::header(id, 10, cut), 0);
        sc::open_exit(&f::member(0), id, f::settlement(&new, 3));
        sc::post_exit(&f::member(9), id, f::settlement(&old, 3));
        f::at(60001 + 60001);
        sc::finalize_exit(&f::member(9), id);
        assert!(sc::payable(id, @0xa3) == 399, 1);
    }

    #[test]
    fun too_few_survivors_close_the_channel() {
        let id = f::channel(4);
        f::at(60001);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        sc::expel_dead(&f::member(0), id, @0xa3);
        assert!(f::phase(id) == OPEN, 1);
        sc::expel_dead(&f::member(0), id, @0xa2);
        assert!(f::phase(id) == EXITING, 2);
    }

    #[test]
    fun one_of_two_left_closes_the_channel() {
        let id = f::channel(2);
        f::at(60001);
        sc::expel_dead(&f::member(0), id, @0xa1);
        assert!(f::phase(id) == EXITING, 1);
    }

    #[test]
    #[expected_failure(abort_code = 88, location = state_channel::channel_book)]
    fun a_forced_exit_is_not_cancelled() {
        let id = f::channel(4);
        f::at(60001);
        sc::keep_alive_entry(&f::member(0), id, vector[]);
        sc::expel_dead(&f::member(0), id, @0xa3);
        sc::expel_dead(&f::member(0), id, @0xa2);
        let list = f::payouts(3, @0x0, vector[0], vector[400], vector[1]);
        let h = f::with_kind(f::header(id, 10, list), 3);
        sc::settle(&f::member(9), id, f::settlement(&h, 2));
    }

    // Evidence.

    #[test]
    fun two_headers_in_one_slot_cost_a_fine() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        let b = f::with_chain_seq(a, 1);
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &b, 0, 0));
        // Fined 400: 50 to the reporter, the rest to the sink.
        let (stake, _, _) = sc::reservation(id, @0xa0);
        assert!(stake == 600 && sc::payable(id, @0xa2) == 50 && sc::payable(id, @0x5111) == 350, 1);
        assert!(f::set_version(id) == 4 && f::leader(id) == @0x0, 2);
        assert!(*aptos_std::simple_map::borrow(&sc::bars(id), &@0xa0) == f::now() + 300000, 3);
        assert!(f::phase(id) == OPEN, 4);
    }

    #[test]
    fun among_two_evidence_costs_nothing_and_closes() {
        let id = f::channel(2);
        let a = f::header(id, 10, f::even(2));
        sc::post_evidence(&f::member(1), id, f::evidence(&a, &f::with_chain_seq(a, 1), 0, 0));
        let (stake, _, _) = sc::reservation(id, @0xa0);
        assert!(stake == 1000 && f::phase(id) == EXITING, 1);
    }

    #[test]
    fun a_child_of_another_parent_is_evidence() {
        let id = f::channel(3);
        let (_, _, epoch, _, _, _) = sc::state_for_test(id);
        let a = f::with_batch(f::header(id, 10, f::even(3)), 11, epoch, f::root(1));
        let b = f::with_batch(a, 12, epoch, f::root(2));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &b, 1, 1));
        assert!(f::set_version(id) == 4, 1);
    }

    #[test]
    fun a_second_opening_is_evidence() {
        let id = f::channel(3);
        let (_, _, epoch, _, _, _) = sc::state_for_test(id);
        let a = f::with_batch(f::header(id, 10, f::even(3)), 11, epoch, f::root(1));
        let b = f::with_batch(a, 15, epoch - 1, f::root(2));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &b, 1, 1));
        assert!(f::set_version(id) == 4, 1);
    }

    #[test]
    #[expected_failure(abort_code = 100, location = state_channel::channel_header)]
    fun one_chain_is_no_offence() {
        let id = f::channel(3);
        let (_, _, epoch, _, _, _) = sc::state_for_test(id);
        let a = f::with_batch(f::header(id, 10, f::even(3)), 11, epoch, f::root(1));
        let b = f::with_batch(a, 12, epoch, f::header_hash(&a));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &b, 1, 1));
    }

    #[test]
    #[expected_failure(abort_code = 100, location = state_channel::channel_header)]
    fun one_header_twice_is_no_offence() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &a, 1, 1));
    }

    #[test]
    #[expected_failure(abort_code = 100, location = state_channel::channel_header)]
    fun another_claim_is_no_offence() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_claim(a, f::root(7)), 1, 1));
    }

    #[test]
    #[expected_failure(abort_code = 79, location = state_channel::channel_header)]
    fun evidence_is_signed_by_the_accused() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_chain_seq(a, 1), 2, 1));
    }

    #[test]
    #[expected_failure(abort_code = 77, location = state_channel::channel_book)]
    fun evidence_names_a_member() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_chain_seq(a, 1), 3, 3));
    }

    #[test]
    #[expected_failure(abort_code = 101, location = state_channel::channel_book)]
    fun evidence_counts_once() {
        let id = f::channel(4);
        let a = f::header(id, 10, f::even(4));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_chain_seq(a, 1), 3, 3));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_chain_seq(a, 2), 3, 3));
    }

    #[test]
    #[expected_failure(abort_code = 8, location = state_channel::channel_codec)]
    fun evidence_is_whole() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        let e = f::evidence(&a, &f::with_chain_seq(a, 1), 0, 0);
        vector::pop_back(&mut e);
        sc::post_evidence(&f::member(2), id, e);
    }

    #[test]
    fun during_an_exit_evidence_fines_without_a_new_set() {
        let id = f::channel(3);
        let a = f::header(id, 10, f::even(3));
        sc::open_exit(&f::member(1), id, vector[]);
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_chain_seq(a, 1), 0, 0));
        let (stake, _, _) = sc::reservation(id, @0xa0);
        assert!(stake == 600 && f::set_version(id) == 3 && f::seq(id) == 5, 1);
    }

    // Punishment by vote.

    fun accused(n: u64): (u64, vector<u8>) {
        let id = f::channel(n);
        let h = f::header(id, 10, f::even(n));
        let data = f::accusation(&h, 0, 0);
        sc::create_proposal_entry(&f::member(1), id, 2, data);
        (id, data)
    }

    #[test]
    fun a_majority_of_the_others_punishes_the_leader() {
        let (id, data) = accused(4);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        sc::vote_proposal_entry(&f::member(2), id, 1, 1);
        sc::vote_proposal_entry(&f::member(3), id, 1, 0);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
        let (stake, _, _) = sc::reservation(id, @0xa0);
        assert!(stake == 600 && sc::payable(id, @0xa1) == 50 && sc::payable(id, @0x5111) == 350, 1);
        assert!(f::leader(id) == @0x0 && f::set_version(id) == 5 && f::phase(id) == OPEN, 2);
        // The proposer claims first.
        sc::claim_leader(&f::member(1), id, 5);
        assert!(f::leader(id) == @0xa1, 3);
    }

    fun claim_by_another_after(ms: u64) {
        let (id, data) = accused(4);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        sc::vote_proposal_entry(&f::member(2), id, 1, 1);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
        f::at(ms);
        sc::claim_leader(&f::member(2), id, 5);
    }

    #[test]
    #[expected_failure(abort_code = 44, location = state_channel::channel_book)]
    fun the_proposer_has_five_seconds() { claim_by_another_after(5000); }

    #[test]
    fun after_five_seconds_anybody_claims() { claim_by_another_after(5001); }

    #[test]
    fun among_two_one_vote_removes_without_fine() {
        let (id, data) = accused(2);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
        let (stake, _, _) = sc::reservation(id, @0xa0);
        assert!(stake == 1000 && f::phase(id) == EXITING, 1);
    }

    #[test]
    #[expected_failure(abort_code = 59, location = state_channel::channel_ballots)]
    fun one_of_two_others_is_not_enough() {
        let (id, data) = accused(3);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        sc::vote_proposal_entry(&f::member(2), id, 1, 2);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
    }

    #[test]
    #[expected_failure(abort_code = 56, location = state_channel::channel_ballots)]
    fun the_accused_does_not_vote() {
        let (id, _) = accused(3);
        sc::vote_proposal_entry(&f::member(0), id, 1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 57, location = state_channel::channel_ballots)]
    fun votes_are_not_changed() {
        let (id, _) = accused(3);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        sc::vote_proposal_entry(&f::member(1), id, 1, 0);
    }

    #[test]
    #[expected_failure(abort_code = 55, location = state_channel::channel_ballots)]
    fun there_are_three_options() {
        let (id, _) = accused(3);
        sc::vote_proposal_entry(&f::member(1), id, 1, 3);
    }

    #[test]
    #[expected_failure(abort_code = 52, location = state_channel::channel_ballots)]
    fun votes_are_for_a_proposal() {
        let (id, _) = accused(3);
        sc::vote_proposal_entry(&f::member(1), id, 2, 1);
    }

    #[test]
    #[expected_failure(abort_code = 54, location = state_channel::channel_ballots)]
    fun proposals_expire() {
        let (id, _) = accused(3);
        f::at(50001);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
    }

    #[test]
    fun proposals_live_to_their_last_moment() {
        let (id, _) = accused(3);
        f::at(50000);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        assert!(sc::open_proposals(id) == vector[1], 1);
    }

    #[test]
    #[expected_failure(abort_code = 48, location = state_channel::channel_ballots)]
    fun proposals_lapse_with_the_set() {
        let (id, _) = accused(3);
        f::join(3, id);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 6, location = state_channel::channel_roster)]
    fun joiners_do_not_vote_before_they_are_members() {
        let (id, _) = accused(3);
        sc::vote_proposal_entry(&f::member(5), id, 1, 1);
    }

    #[test]
    #[expected_failure(abort_code = 53, location = state_channel::channel_ballots)]
    fun proposals_are_executed_once() {
        let (id, data) = accused(4);
        sc::vote_proposal_entry(&f::member(1), id, 1, 1);
        sc::vote_proposal_entry(&f::member(2), id, 1, 1);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
    }

    #[test]
    #[expected_failure(abort_code = 58, location = state_channel::channel_ballots)]
    fun proposals_are_executed_as_voted() {
        let (id, data) = accused(4);
        vector::push_back(&mut data, 0);
        sc::execute_proposal_entry(&f::member(9), id, 1, data);
    }

    #[test]
    #[expected_failure(abort_code = 60, location = state_channel::channel_statements)]
    fun only_the_leader_of_the_epoch_is_accused() {
        let id = f::channel(4);
        sc::create_proposal_entry(&f::member(1), id, 2, f::accusation(&f::header(id, 10, f::even(4)), 2, 2));
    }

    #[test]
    #[expected_failure(abort_code = 79, location = state_channel::channel_statements)]
    fun an_accusation_carries_the_signature_of_the_accused() {
        let id = f::channel(4);
        let h = f::header(id, 10, f::even(4));
        let data = f::accusation(&h, 0, 0);
        // The last byte of the signature: tag, domain, address, header, signature.
        let at = 16 + 48 + 32 + 531 + 63;
        let byte = vector::borrow_mut(&mut data, at);
        *byte = *byte ^ 1;
        sc::create_proposal_entry(&f::member(1), id, 2, data);
    }

    #[test]
    #[expected_failure(abort_code = 51, location = state_channel::channel_ballots)]
    fun an_accusation_is_made_once() {
        let (id, _) = accused(4);
        sc::create_proposal_entry(&f::member(2), id, 2, f::accusation(&f::header(id, 11, f::even(4)), 0, 0));
    }

    #[test]
    #[expected_failure(abort_code = 60, location = state_channel::channel_statements)]
    fun nobody_accuses_itself() {
        let id = f::channel(4);
        sc::create_proposal_entry(&f::member(0), id, 2, f::accusation(&f::header(id, 10, f::even(4)), 0, 0));
    }

    #[test]
    fun an_accusation_proves_what_it_names() {
        let id = f::channel(4);
        let transaction = b"\x00abc";
        let result = vector::map(vector::range(0, 80), |i| (i as u8));
        let h = f::with_transactions(
            f::header(id, 10, f::even(4)), 11, 11, leaf(transaction), leaf(result)
        );
        let data = f::accusation_with(&h, 0, 0, 0, 1, transaction, vector[], result, 1);
        sc::create_proposal_entry(&f::member(1), id, 2, data);
    }

    #[test]
    #[expected_failure(abort_code = 61, location = state_channel::channel_statements)]
    fun an_accusation_names_a_transaction_of_the_batch() {
        let id = f::channel(4);
        let transaction = b"\x00abc";
        let result = vector::map(vector::range(0, 80), |i| (i as u8));
        let h = f::with_transactions(
            f::header(id, 10, f::even(4)), 11, 11, leaf(b"\x00abd"), leaf(result)
        );
        let data = f::accusation_with(&h, 0, 0, 0, 1, transaction, vector[], result, 1);
        sc::create_proposal_entry(&f::member(1), id, 2, data);
    }

    fun leaf(bytes: vector<u8>): vector<u8> {
        let b = vector[0u8];
        vector::append(&mut b, bytes);
        std::hash::sha2_256(b)
    }

    // Settlement by vote.

    fun vote_all(id: u64, proposal: u64, yes: u64) {
        let i = 0;
        while (i < yes) {
            sc::vote_proposal_entry(&f::member(i), id, proposal, 1);
            i = i + 1;
        };
    }

    /// A settlement passes with exactly v(n) yes votes.
    fun settle_by_vote(n: u64, yes: u64) {
        let id = f::channel(n);
        let data = f::voted_settlement(id, 10, f::even(n));
        let number = sc::create_proposal(&f::member(0), id, 1, data);
        vote_all(id, number, yes);
        let action = sc::execute_proposal(&f::member(9), id, number, data);
        assert!(sc::action_kind(&action) == 1 && sc::action_height(&action) == 10, 1);
        let (height, root, _, _) = sc::settled_for_test(id);
        assert!(height == 10 && root == f::root(10), 2);
    }

    #[test]
    fun two_pass_with_two() { settle_by_vote(2, 2); }

    #[test]
    #[expected_failure(abort_code = 59, location = state_channel::channel_ballots)]
    fun two_do_not_pass_with_one() { settle_by_vote(2, 1); }

    #[test]
    fun three_pass_with_two() { settle_by_vote(3, 2); }

    #[test]
    #[expected_failure(abort_code = 59, location = state_channel::channel_ballots)]
    fun three_do_not_pass_with_one() { settle_by_vote(3, 1); }

    #[test]
    fun four_pass_with_three() { settle_by_vote(4, 3); }

    #[test]
    #[expected_failure(abort_code = 59, location = state_channel::channel_ballots)]
    fun four_do_not_pass_with_two() { settle_by_vote(4, 2); }

    #[test]
    fun five_pass_with_four() { settle_by_vote(5, 4); }

    #[test]
    #[expected_failure(abort_code = 59, location = state_channel::channel_ballots)]
    fun five_do_not_pass_with_three() { settle_by_vote(5, 3); }

    #[test]
    fun six_pass_with_four() { settle_by_vote(6, 4); }

    #[test]
    fun seven_pass_with_five() { settle_by_vote(7, 5); }

    #[test]
    fun eight_pass_with_six() { settle_by_vote(8, 6); }

    #[test]
    fun nine_pass_with_six() { settle_by_vote(9, 6); }

    #[test]
    #[expected_failure(abort_code = 59, location = state_channel::channel_ballots)]
    fun nine_do_not_pass_with_five() { settle_by_vote(9, 5); }

    #[test]
    fun delegates_vote_for_others() {
        let id = f::channel(7);
        sc::delegate(&f::member(6), id, @0xa0);
        let data = f::voted_settlement(id, 10, f::even(7));
        let number = sc::create_proposal(&f::member(0), id, 1, data);
        // v(7) = 5: four votes, one of which counts twice.
        vote_all(id, number, 4);
        sc::execute_proposal_entry(&f::member(9), id, number, data);
    }

    #[test]
    #[expected_failure(abort_code = 56, location = state_channel::channel_ballots)]
    fun those_that_delegated_do_not_vote() {
        let id = f::channel(7);
        sc::delegate(&f::member(6), id, @0xa0);
        let number = sc::create_proposal(&f::member(0), id, 1, f::voted_settlement(id, 10, f::even(7)));
        sc::vote_proposal_entry(&f::member(6), id, number, 1);
    }

    #[test]
    #[expected_failure(abort_code = 86, location = state_channel::channel_book)]
    fun votes_settle_on_what_is_settled() {
        let id = f::channel(3);
        let data = f::voted_settlement(id, 10, f::even(3));
        let number = sc::create_proposal(&f::member(0), id, 1, data);
        vote_all(id, number, 2);
        sc::settle(&f::member(9), id, f::settlement(&f::header(id, 5, f::even(3)), 3));
        sc::execute_proposal_entry(&f::member(9), id, number, data);
    }

    #[test]
    #[expected_failure(abort_code = 83, location = state_channel::channel_payouts)]
    fun votes_make_no_coins() {
        let id = f::channel(3);
        sc::create_proposal_entry(&f::member(0), id, 1, f::voted_settlement(id, 10, f::payouts(1, @0x0, vector[0], vector[301], vector[0])));
    }

    #[test]
    #[expected_failure(abort_code = 51, location = state_channel::channel_ballots)]
    fun proposals_are_limited() {
        let id = f::channel(3);
        let i = 0;
        while (i < 5) {
            sc::create_proposal_entry(&f::member(0), id, 1, f::voted_settlement(id, 10 + i, f::even(3)));
            i = i + 1;
        };
    }

    #[test]
    fun sixteen_proposals_may_be_open() {
        propose(16);
    }

    #[test]
    #[expected_failure(abort_code = 51, location = state_channel::channel_ballots)]
    fun seventeen_proposals_are_too_many() {
        propose(17);
    }

    fun propose(n: u64) {
        let id = f::channel(5);
        let i = 0;
        while (i < n) {
            sc::create_proposal_entry(&f::member(i / 4), id, 1, f::voted_settlement(id, 10 + i, f::even(5)));
            i = i + 1;
        };
    }

    #[test]
    #[expected_failure(abort_code = 50, location = state_channel::channel_book)]
    fun proposals_have_two_types() { sc::create_proposal_entry(&f::member(0), f::channel(3), 3, vector[]); }

    #[test]
    #[expected_failure(abort_code = 5, location = state_channel::channel_book)]
    fun forming_channels_propose_nothing() {
        f::chain();
        let id = f::create(f::open_record(2));
        sc::create_proposal_entry(&f::member(0), id, 1, vector[]);
    }

    // The staking pool.

    fun pooled(n: u64): u64 {
        f::chain();
        let i = 0;
        while (i < n) {
            sc::pool_deposit<AptosCoin>(&f::member(i), 1500);
            i = i + 1;
        };
        f::members(n, f::record(2, 2, 1, 400, 15000, 1))
    }

    #[test]
    fun one_stake_serves_channels_in_turn() {
        let id = pooled(3);
        let held = sc::pool<AptosCoin>(@0xa0);
        assert!(sc::pool_balance(&held) == 1500 && sc::pool_reserved(&held) == 1000 && f::vault(id) == 300, 1);
        let list = f::payouts(3, @0x0, vector[0], vector[300], vector[1]);
        sc::settle(&f::member(9), id, f::settlement(&f::with_kind(f::header(id, 10, list), 3), 3));
        f::at(75000);
        sc::release_stake(&f::member(9), id, @0xa0);
        assert!(sc::pool_reserved(&sc::pool<AptosCoin>(@0xa0)) == 0, 2);
    }

    #[test]
    #[expected_failure(abort_code = 28, location = state_channel::state_channel)]
    fun a_stake_is_reserved_once() {
        pooled(2);
        f::members(1, f::record(2, 2, 1, 400, 15000, 1));
    }

    #[test]
    fun fines_come_out_of_the_pool() {
        let id = pooled(3);
        let a = f::header(id, 10, f::even(3));
        sc::post_evidence(&f::member(2), id, f::evidence(&a, &f::with_chain_seq(a, 1), 0, 0));
        let held = sc::pool<AptosCoin>(@0xa0);
        assert!(sc::pool_balance(&held) == 1100 && sc::pool_reserved(&held) == 600, 1);
        let before = f::balance(2);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0xa2);
        sc::take_payout<AptosCoin>(&f::member(9), id, @0x5111);
        assert!(f::balance(2) == before + 50 && sc::pool_vault_value<AptosCoin>() == 4100, 2);
        f::at(75000);
        sc::release_stake(&f::member(9), id, @0xa0);
        assert!(sc::pool_reserved(&sc::pool<AptosCoin>(@0xa0)) == 0, 3);
    }

    #[test]
    fun unreserved_coins_are_let_out_after_a_time() {
        pooled(2);
        sc::pool_withdraw_request<AptosCoin>(&f::member(0), 500);
        f::at(86415000);
        sc::pool_withdraw<AptosCoin>(&f::member(0));
        assert!(sc::pool_balance(&sc::pool<AptosCoin>(@0xa0)) == 1000, 1);
    }

    #[test]
    #[expected_failure(abort_code = 12, location = state_channel::state_channel)]
    fun the_pool_takes_its_time() {
        pooled(2);
        sc::pool_withdraw_request<AptosCoin>(&f::member(0), 500);
        f::at(86414999);
        sc::pool_withdraw<AptosCoin>(&f::member(0));
    }

    #[test]
    #[expected_failure(abort_code = 120, location = state_channel::state_channel)]
    fun reserved_coins_stay() {
        pooled(2);
        sc::pool_withdraw_request<AptosCoin>(&f::member(0), 501);
    }

    #[test]
    #[expected_failure(abort_code = 13, location = state_channel::channel_book)]
    fun a_voted_settlement_is_of_this_channel() {
        let id = f::channel(3);
        let data = f::voted_settlement(id, 10, f::even(3));
        let other = b"SLUICE1:SETTLE..";
        vector::append(&mut other, codec::domain((1 << 56) + 4, @state_channel, 9));
        let rest = vector::slice(&data, 64, vector::length(&data));
        vector::append(&mut other, rest);
        sc::create_proposal_entry(&f::member(0), id, 1, other);
    }
}
